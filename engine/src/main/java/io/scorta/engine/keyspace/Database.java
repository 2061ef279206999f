package io.scorta.engine.keyspace;

/// One numbered set of keys, divided into shards by the upper bits of the hash.
public final class Database {
  static final Shard NO_SHARD = new Shard(0);
  static final Database NONE = new Database(0, 0);

  private final Shard[] shards;
  private final int shift;

  /// Changes only when two databases are swapped, under all locks.
  private int number;

  Database(int number, int shardBits) {
    this.number = number;
    this.shards = new Shard[1 << shardBits];
    this.shift = 64 - shardBits;
    for (int i = 0; i < shards.length; i++) {
      shards[i] = new Shard(i);
    }
  }

  public int number() {
    return number;
  }

  void renumber(int to) {
    number = to;
  }

  Shard shard(long hash) {
    return shift == 64 ? shards[0] : shards[(int) (hash >>> shift)];
  }

  Shard shardAt(int index) {
    return shards[index];
  }

  int shardCount() {
    return shards.length;
  }

  /// How many keys there are, those included that have expired but not been found yet.
  public long size() {
    long sum = 0;
    for (Shard shard : shards) {
      sum += shard.count;
    }
    return sum;
  }

  /// How many keys have an expiry.
  public long expiring() {
    long sum = 0;
    for (Shard shard : shards) {
      sum += shard.expiring;
    }
    return sum;
  }

  /// Bytes of the tables of all shards, without the records.
  public long tableBytes() {
    long sum = 0;
    for (Shard shard : shards) {
      sum += shard.tableBytes();
    }
    return sum;
  }
}
