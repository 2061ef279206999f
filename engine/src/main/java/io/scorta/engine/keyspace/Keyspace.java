package io.scorta.engine.keyspace;

import io.scorta.engine.evict.AccessBits.LfuSetting;
import io.scorta.engine.evict.EvictionPolicy;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// All databases of one cache, shared by all loops. Each loop works on it through a [Keeper] of its
/// own.
///
/// Lock order: shards ascend by database, then by number. Who holds one shard may not wait for a
/// lower one.
public final class Keyspace {
  private static final int SHARD_BITS_MIN = 6;
  private static final int SHARD_BITS_MAX = 12;
  private static final int SHARD_BITS_UNLIMITED = 9;
  private static final long BYTES_PER_SHARD = 4 << 20;

  private final AtomicReferenceArray<@Nullable Database> databases;
  private final int shardBits;
  private final Interest interest = new Interest();
  private final Watches watches = new Watches(interest);

  /// Replaced as a whole when a loop joins.
  private volatile Keeper[] keepers = {};

  private volatile long peakBytes;
  private volatile long memoryBytesMax;
  private volatile EvictionPolicy policy = EvictionPolicy.NOEVICTION;
  private volatile LfuSetting lfu = LfuSetting.DEFAULT;
  private volatile int samples = 5;

  public Keyspace(int databases, long memoryBytesMax) {
    this.databases = new AtomicReferenceArray<>(databases);
    this.memoryBytesMax = memoryBytesMax;
    this.shardBits = shardBits(memoryBytesMax);
  }

  private static int shardBits(long memoryBytesMax) {
    if (memoryBytesMax == 0) {
      return SHARD_BITS_UNLIMITED;
    }
    int bits = 64 - Long.numberOfLeadingZeros(memoryBytesMax / BYTES_PER_SHARD);
    return Math.clamp(bits, SHARD_BITS_MIN, SHARD_BITS_MAX);
  }

  public int databaseCount() {
    return databases.length();
  }

  /// A database, made now if it was never used.
  public Database database(int number) {
    Database database = databases.get(number);
    return database != null ? database : make(number);
  }

  private synchronized Database make(int number) {
    Database database = databases.get(number);
    if (database == null) {
      database = new Database(number, shardBits);
      databases.set(number, database);
    }
    return database;
  }

  /// A database, or null if it was never used.
  public @Nullable Database existing(int number) {
    return databases.get(number);
  }

  /// Exchanges two databases; the caller has all locks.
  void swap(int first, int second) {
    Database one = database(first);
    Database other = database(second);
    one.renumber(second);
    other.renumber(first);
    databases.set(first, other);
    databases.set(second, one);
    watches.databaseChanged(first);
    watches.databaseChanged(second);
  }

  /// Who is told of changes.
  public Interest interest() {
    return interest;
  }

  public Watches watches() {
    return watches;
  }

  synchronized void join(Keeper keeper) {
    Keeper[] more = Arrays.copyOf(keepers, keepers.length + 1);
    more[keepers.length] = keeper;
    keepers = more;
  }

  /// Real bytes of all records, tables, collections and client buffers.
  public long usedBytes() {
    long sum = 0;
    for (Keeper keeper : keepers) {
      sum += keeper.tally().usedBytes;
    }
    return sum;
  }

  /// How many records have an expiry, by the counts of all loops.
  public long expiring() {
    long sum = 0;
    for (Keeper keeper : keepers) {
      sum += keeper.tally().expiring;
    }
    return sum;
  }

  /// The sum of what all loops counted, as a tally of its own.
  public Tally total() {
    Tally sum = new Tally();
    for (Keeper keeper : keepers) {
      Tally tally = keeper.tally();
      sum.usedBytes += tally.usedBytes;
      sum.expiring += tally.expiring;
      sum.hits += tally.hits;
      sum.misses += tally.misses;
      sum.expired += tally.expired;
      sum.evicted += tally.evicted;
      sum.changes += tally.changes;
      sum.commands += tally.commands;
      sum.errors += tally.errors;
      sum.connectionsReceived += tally.connectionsReceived;
      sum.connectionsRejected += tally.connectionsRejected;
      sum.clientsEvicted += tally.clientsEvicted;
      sum.inputBytes += tally.inputBytes;
      sum.outputBytes += tally.outputBytes;
    }
    return sum;
  }

  /// Sets the counters of all loops back to zero; a loop that counts at this moment may win.
  public void resetTallies() {
    for (Keeper keeper : keepers) {
      keeper.tally().reset();
    }
  }

  public long size() {
    long sum = 0;
    for (int i = 0; i < databases.length(); i++) {
      Database database = databases.get(i);
      sum += database == null ? 0 : database.size();
    }
    return sum;
  }

  /// The most bytes in use that [#notePeak] has seen, or what is in use now.
  public long peakBytes() {
    return Math.max(peakBytes, usedBytes());
  }

  /// Looks at the bytes in use; called now and then.
  public synchronized void notePeak() {
    peakBytes = Math.max(peakBytes, usedBytes());
  }

  /// 0 for no limit.
  public long memoryBytesMax() {
    return memoryBytesMax;
  }

  public void memoryBytesMax(long bytes) {
    memoryBytesMax = bytes;
  }

  public boolean isOverLimit() {
    long max = memoryBytesMax;
    return max != 0 && usedBytes() > max;
  }

  public EvictionPolicy policy() {
    return policy;
  }

  public void policy(EvictionPolicy value) {
    policy = value;
  }

  public LfuSetting lfu() {
    return lfu;
  }

  public void lfu(LfuSetting value) {
    lfu = value;
  }

  public int samples() {
    return samples;
  }

  public void samples(int value) {
    samples = value;
  }
}
