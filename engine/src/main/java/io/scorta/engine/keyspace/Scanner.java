package io.scorta.engine.keyspace;

/// Walks through the keys of a database, in steps or at once.
///
/// A cursor names the shard in its lower bits and the place in the shard's table above them. Keys
/// that are there from the first step to the last are shown at least once.
public final class Scanner {
  private final Keeper keeper;
  private RecordVisitor visitor = _ -> {};
  private long shown;

  public Scanner(Keeper keeper) {
    this.keeper = keeper;
  }

  /// Shows the records of some buckets, at least `wanted` records if there are as many and at most
  /// `buckets` buckets, and answers the next cursor; 0 at the end.
  public long step(
      Database database, long cursor, long wanted, long buckets, RecordVisitor shownTo) {
    visitor = shownTo;
    shown = 0;
    int count = database.shardCount();
    int number = (int) (cursor % count);
    long place = cursor / count;
    long left = buckets;
    while (shown < wanted && left > 0) {
      Shard shard = database.shardAt(number);
      keeper.locks().enter(shard);
      try {
        do {
          place = shard.scan(place, this::show);
          left--;
        } while (place != 0 && shown < wanted && left > 0);
      } finally {
        keeper.locks().leave(shard);
      }
      if (place == 0) {
        number++;
        if (number == count) {
          return 0;
        }
      }
    }
    return place * count + number;
  }

  private void show(long record) {
    shown++;
    if (!isExpired(record)) {
      visitor.visit(record);
    }
  }

  /// Shows all records that have not expired.
  public void all(Database database, RecordVisitor shownTo) {
    visitor = shownTo;
    for (int i = 0; i < database.shardCount(); i++) {
      Shard shard = database.shardAt(i);
      keeper.locks().enter(shard);
      try {
        shard.visitAll(this::show);
      } finally {
        keeper.locks().leave(shard);
      }
    }
  }

  /// A random record that has not expired, or 0 if none was found in a bounded number of tries. The
  /// caller holds no lock and the record may go, so with several loops it is shown under its lock.
  public boolean random(Database database, RecordVisitor shownTo) {
    long size = database.size();
    for (int attempt = 0; attempt < 100 && size > 0; attempt++) {
      long rank = (long) (size * (keeper.dice().below(1 << 30) / (double) (1 << 30)));
      Shard shard = shardOfRank(database, rank);
      keeper.locks().enter(shard);
      try {
        long record = shard.pick(keeper.dice());
        if (record != 0 && !isExpired(record)) {
          shownTo.visit(record);
          return true;
        }
      } finally {
        keeper.locks().leave(shard);
      }
    }
    return false;
  }

  private static Shard shardOfRank(Database database, long rank) {
    long left = rank;
    for (int i = 0; i < database.shardCount(); i++) {
      left -= database.shardAt(i).count;
      if (left < 0) {
        return database.shardAt(i);
      }
    }
    return database.shardAt(database.shardCount() - 1);
  }

  private boolean isExpired(long record) {
    return RecordBlock.expires(record) && RecordBlock.expiry(record) <= keeper.clock().millis();
  }
}
