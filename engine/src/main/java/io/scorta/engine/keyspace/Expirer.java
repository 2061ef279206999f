package io.scorta.engine.keyspace;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;

/// Removes expired records that nobody asks for, in slices of bounded time.
///
/// Each shard knows a time before which none of its records expires. A shard whose time has come is
/// searched bucket by bucket; a whole pass finds the new time.
public final class Expirer {
  private static final int CLOCK_STRIDE = 16;

  private final Keeper keeper;
  private final Keyspace keyspace;
  private final Key key = new Key();
  private int database;
  private int shard;
  private Shard current = Database.NO_SHARD;
  private long found;

  public Expirer(Keeper keeper) {
    this.keeper = keeper;
    this.keyspace = keeper.keyspace();
  }

  /// Works until the deadline of [System#nanoTime] or until all shards were looked at; whether work
  /// is left.
  public boolean slice(long deadlineNanos) {
    int databases = keyspace.databaseCount();
    for (int i = 0; i <= databases; i++) {
      Database holder = keyspace.existing(database);
      if (holder != null && !slice(holder, deadlineNanos)) {
        return true;
      }
      database = (database + 1) % databases;
      shard = 0;
    }
    return false;
  }

  private boolean slice(Database holder, long deadlineNanos) {
    for (; shard < holder.shardCount(); shard++) {
      current = holder.shardAt(shard);
      int steps = 0;
      while (current.expiring > 0 && current.earliestExpiry <= keeper.clock().millis()) {
        step(holder);
        if (++steps % CLOCK_STRIDE == 0 && System.nanoTime() - deadlineNanos > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void step(Database holder) {
    keeper.locks().enter(current);
    try {
      if (current.expiryCursor == 0) {
        current.passEarliest = Long.MAX_VALUE;
      }
      long next;
      do {
        // Removing a record may change the bucket, so the bucket is visited again after each.
        found = 0;
        long earliest = current.passEarliest;
        next = current.scan(current.expiryCursor, this::look);
        if (found != 0) {
          current.passEarliest = earliest;
          remove(holder);
        }
      } while (found != 0);
      current.expiryCursor = next;
      if (next == 0) {
        current.earliestExpiry = current.passEarliest;
      }
    } finally {
      keeper.locks().leave(current);
    }
  }

  private void look(long record) {
    if (RecordBlock.expires(record)) {
      long expiry = RecordBlock.expiry(record);
      if (expiry <= keeper.clock().millis()) {
        found = record;
      } else {
        current.passEarliest = Math.min(current.passEarliest, expiry);
      }
    }
  }

  private void remove(Database holder) {
    int length = RecordBlock.keyLength(found);
    Allocator allocator = keeper.bench().allocator();
    long copy = allocator.allocate(Math.max(length, 1));
    Memory.copy(RecordBlock.key(found), copy, length);
    key.set(holder, copy, length);
    key.slot = current.find(key.hash, copy, length);
    key.record = found;
    keeper.expireNow(key);
    allocator.free(copy, Math.max(length, 1));
  }

  /// Whether any record has an expiry at all.
  public boolean isNeeded() {
    return keyspace.expiring() > 0;
  }
}
