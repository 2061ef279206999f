package io.scorta.engine.keyspace;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Hash;
import io.scorta.engine.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/// A part of a database: a lock, counts and a hash table of record addresses.
///
/// ## Bucket
///
/// ```
/// 0        presence bits of 7 slots, and the chain bit
/// 1 … 7    one-byte fingerprints of the slots
/// 8 … 63   7 slots: 16 bits of the hash | 48 bits of the record's address
/// ```
///
/// A bucket is one cache line; a lookup compares all fingerprints at once in a `long`. When more
/// than seven records meet in a bucket, the chain bit is set and the seventh slot holds the address
/// of a further bucket. The 16 bits of the hash in a slot let a table grow without reading the
/// records, up to 65,536 buckets.
///
/// ## Growth
///
/// A table of few buckets is replaced at once. Of a larger one both the old and the new table live
/// for a while, and every write moves some buckets; a record lies in the old table exactly when the
/// number of its old bucket is not below [#moved].
///
/// ## Iteration
///
/// [#scan] counts its cursor upwards with the bits reversed, so that what it has seen stays seen
/// when the table grows or shrinks between two calls; see [#scan].
final class Shard {
  static final int BUCKET_BYTES = 64;
  private static final int SLOTS = 7;
  private static final int CHAIN_SLOT = 6;
  private static final long CHAINED = 0x80;
  private static final long ADDRESS = 0xffff_ffff_ffffL;
  private static final int BUCKETS_MIN = 1;
  private static final int AT_ONCE_ENTRIES_MAX = 8 << 10;
  private static final int MOVES = 4;
  private static final int FILL = 6;
  private static final int SPINS = 100;
  private static final int PARK_NANOS = 20_000;

  private static final long ONES = 0x0101010101010101L;
  private static final long SEVENS = 0x7f7f7f7f7f7f7f7fL;

  private static final VarHandle LOCK;

  static {
    try {
      LOCK = MethodHandles.lookup().findVarHandle(Shard.class, "lock", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int number;

  /// 1 while a thread is inside. Owner: who sets it. All other fields belong to the lock's owner.
  @SuppressWarnings("UnusedVariable") // used through LOCK
  private volatile int lock;

  long table;
  int mask;
  long oldTable;
  int oldMask;
  int moved;
  int count;

  /// Records that have an expiry, and a time before which none of them expires.
  int expiring;

  long earliestExpiry = Long.MAX_VALUE;

  /// Where the search for expired records goes on.
  long expiryCursor;

  /// The earliest expiry among what the current search has passed or what came since it began.
  long passEarliest = Long.MAX_VALUE;

  Shard(int number) {
    this.number = number;
  }

  void lock() {
    if (!LOCK.compareAndSet(this, 0, 1)) {
      lockSlowly();
    }
  }

  /// The holder may be off the processor, so spinning is short.
  private void lockSlowly() {
    int tries = 0;
    while (!LOCK.compareAndSet(this, 0, 1)) {
      if (++tries < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
  }

  void unlock() {
    LOCK.setRelease(this, 0);
  }

  static long record(long slot) {
    return Memory.getLong(slot) & ADDRESS;
  }

  /// The slot of a key, or 0.
  long find(long hash, long key, int length) {
    if (table == 0) {
      return 0;
    }
    long bucket = bucket(hash);
    long pattern = pattern(hash);
    while (true) {
      long head = Memory.getLong(bucket);
      long matches = matches(head, pattern);
      while (matches != 0) {
        int index = (Long.numberOfTrailingZeros(matches) >>> 3) - 1;
        matches &= matches - 1;
        if ((head >>> index & 1) != 0) {
          long slot = bucket + 8 + ((long) index << 3);
          if (RecordBlock.hasKey(record(slot), key, length)) {
            return slot;
          }
        }
      }
      if ((head & CHAINED) == 0) {
        return 0;
      }
      bucket = Memory.getLong(chainSlot(bucket));
    }
  }

  /// The slot of some record with this hash, or 0; for eviction.
  long findHash(long hash) {
    if (table == 0) {
      return 0;
    }
    long bucket = bucket(hash);
    while (true) {
      long head = Memory.getLong(bucket);
      for (int index = 0; index < SLOTS; index++) {
        if ((head >>> index & 1) != 0) {
          long slot = bucket + 8 + ((long) index << 3);
          if (Memory.getLong(slot) >>> 48 == (hash & 0xffff) && hashOf(record(slot)) == hash) {
            return slot;
          }
        }
      }
      if ((head & CHAINED) == 0) {
        return 0;
      }
      bucket = Memory.getLong(chainSlot(bucket));
    }
  }

  /// A bit at the top of every byte but the first that equals the byte of the pattern.
  private static long matches(long head, long pattern) {
    long difference = head ^ pattern;
    long nonZero = (difference & SEVENS) + SEVENS | difference | SEVENS;
    return ~nonZero & ~0xffL;
  }

  private static long fingerprint(long hash) {
    return hash >>> 32 & 0xff;
  }

  /// The first bucket of a hash, or 0 if there is no table.
  long bucketOrNone(long hash) {
    return table == 0 ? 0 : bucket(hash);
  }

  /// The fingerprint of a hash in every byte.
  static long pattern(long hash) {
    return fingerprint(hash) * ONES;
  }

  /// The first slot whose fingerprint fits, or 0.
  static long likelySlot(long bucket, long head, long pattern) {
    long matches = matches(head, pattern);
    if (matches == 0) {
      return 0;
    }
    int index = (Long.numberOfTrailingZeros(matches) >>> 3) - 1;
    return (head >>> index & 1) == 0 ? 0 : bucket + 8 + ((long) index << 3);
  }

  private long bucket(long hash) {
    if (oldTable != 0) {
      int old = (int) hash & oldMask;
      if (old >= moved) {
        return oldTable + ((long) old << 6);
      }
    }
    return table + ((long) ((int) hash & mask) << 6);
  }

  private static long chainSlot(long bucket) {
    return bucket + 8 + (CHAIN_SLOT << 3);
  }

  /// Adds a record whose key is not present, and tells its slot.
  long insert(Keeper keeper, long hash, long record) {
    if (table == 0) {
      table = keeper.allocateTable(BUCKETS_MIN);
      mask = BUCKETS_MIN - 1;
    } else if (oldTable != 0) {
      move(keeper, MOVES);
    } else if (count >= (mask + 1L) * FILL && mask < (1 << 24) - 1) {
      resize(keeper, (mask + 1) * 2);
    }
    long slot = place(keeper, bucket(hash), hash << 48 | record, fingerprint(hash));
    count++;
    if (RecordBlock.expires(record)) {
      expiryAdded(keeper, RecordBlock.expiry(record));
    }
    return slot;
  }

  void expiryAdded(Keeper keeper, long atMillis) {
    expiring++;
    keeper.tally().expiring++;
    earliestExpiry = Math.min(earliestExpiry, atMillis);
    passEarliest = Math.min(passEarliest, atMillis);
  }

  void expiryRemoved(Keeper keeper) {
    expiring--;
    keeper.tally().expiring--;
  }

  /// Puts another record of the same key into a slot.
  static void replace(long slot, long record) {
    Memory.putLong(slot, Memory.getLong(slot) & ~ADDRESS | record);
  }

  private static long place(Keeper keeper, long first, long entry, long fingerprint) {
    long bucket = first;
    while (true) {
      long head = Memory.getLong(bucket);
      boolean chained = (head & CHAINED) != 0;
      int index = Long.numberOfTrailingZeros(~head);
      if (index < (chained ? CHAIN_SLOT : SLOTS)) {
        put(bucket, head, index, entry, fingerprint);
        return bucket + 8 + ((long) index << 3);
      }
      if (!chained) {
        chain(keeper, bucket, head);
      }
      bucket = Memory.getLong(chainSlot(bucket));
    }
  }

  private static void put(long bucket, long head, int index, long entry, long fingerprint) {
    int shift = (index + 1) << 3;
    Memory.putLong(bucket, head & ~(0xffL << shift) | fingerprint << shift | 1L << index);
    Memory.putLong(bucket + 8 + ((long) index << 3), entry);
  }

  /// Gives a full bucket a successor, which takes over the seventh slot.
  private static void chain(Keeper keeper, long bucket, long head) {
    long next = keeper.allocateTable(1);
    long entry = Memory.getLong(chainSlot(bucket));
    put(next, 0, 0, entry, head >>> 56);
    Memory.putLong(bucket, head & ~(1L << CHAIN_SLOT) | CHAINED);
    Memory.putLong(chainSlot(bucket), next);
  }

  /// Takes a record out of the table; the record itself is the caller's.
  void remove(Keeper keeper, long hash, long slot) {
    long record = record(slot);
    if (RecordBlock.expires(record)) {
      expiryRemoved(keeper);
    }
    count--;
    removeSlot(keeper, bucket(hash), slot);
    if (oldTable != 0) {
      move(keeper, MOVES);
    } else if (mask >= 8 && count < mask) {
      resize(keeper, (mask + 1) / 2);
    }
  }

  /// Fills the hole from the last bucket of the chain, so that only the last one has holes.
  private static void removeSlot(Keeper keeper, long first, long slot) {
    long previous = 0;
    long last = first;
    while ((Memory.getLong(last) & CHAINED) != 0) {
      previous = last;
      last = Memory.getLong(chainSlot(last));
    }
    long lastHead = Memory.getLong(last);
    int lastIndex = 63 - Long.numberOfLeadingZeros(lastHead & 0x7f);
    long lastSlot = last + 8 + ((long) lastIndex << 3);
    if (slot != lastSlot) {
      long bucket = slot & -BUCKET_BYTES;
      int index = (int) ((slot & (BUCKET_BYTES - 1)) >>> 3) - 1;
      long fingerprint = lastHead >>> ((lastIndex + 1) << 3) & 0xff;
      put(bucket, Memory.getLong(bucket), index, Memory.getLong(lastSlot), fingerprint);
      lastHead = Memory.getLong(last);
    }
    lastHead &= ~(1L << lastIndex);
    Memory.putLong(last, lastHead);
    if (previous != 0 && (lastHead & 0x7f) == 0) {
      keeper.freeTable(last, 1);
      Memory.putLong(previous, Memory.getLong(previous) & ~CHAINED & ~(1L << CHAIN_SLOT));
    }
  }

  private void resize(Keeper keeper, int buckets) {
    oldTable = table;
    oldMask = mask;
    moved = 0;
    table = keeper.allocateTable(buckets);
    mask = buckets - 1;
    if (count <= AT_ONCE_ENTRIES_MAX) {
      move(keeper, oldMask + 1);
    }
  }

  private void move(Keeper keeper, int buckets) {
    int until = Math.min(moved + buckets, oldMask + 1);
    while (moved < until) {
      moveBucket(keeper, oldTable + ((long) moved << 6));
      moved++;
    }
    if (moved > oldMask) {
      keeper.freeTable(oldTable, oldMask + 1);
      oldTable = 0;
    }
  }

  private void moveBucket(Keeper keeper, long first) {
    long bucket = first;
    while (true) {
      long head = Memory.getLong(bucket);
      for (int index = 0; index < SLOTS; index++) {
        if ((head >>> index & 1) != 0) {
          long entry = Memory.getLong(bucket + 8 + ((long) index << 3));
          int low = mask <= 0xffff ? (int) (entry >>> 48) : (int) hashOf(entry & ADDRESS);
          long fingerprint = head >>> ((index + 1) << 3) & 0xff;
          place(keeper, table + ((long) (low & mask) << 6), entry, fingerprint);
        }
      }
      long next = (head & CHAINED) != 0 ? Memory.getLong(chainSlot(bucket)) : 0;
      if (bucket == first) {
        Memory.putLong(bucket, 0);
      } else {
        keeper.freeTable(bucket, 1);
      }
      if (next == 0) {
        return;
      }
      bucket = next;
    }
  }

  static long hashOf(long record) {
    return Hash.of(RecordBlock.key(record), RecordBlock.keyLength(record));
  }

  /// Visits the records of one bucket, or of those that one bucket of the smaller table became, and
  /// answers the next cursor; 0 means that all have been visited.
  ///
  /// The cursor is a bucket number that is increased from its highest bit downwards. A table twice
  /// as large splits bucket b into b and b + size, which differ in the new highest bit alone; so
  /// all that was visited before remains "before" in the larger table, and the other way round.
  long scan(long cursor, RecordVisitor visitor) {
    if (table == 0) {
      return 0;
    }
    if (oldTable == 0) {
      visit(table + ((cursor & mask) << 6), visitor);
      return next(cursor, mask);
    }
    boolean grows = oldMask < mask;
    long small = grows ? oldTable : table;
    long smallMask = grows ? oldMask : mask;
    long large = grows ? table : oldTable;
    long largeMask = grows ? mask : oldMask;
    visit(small + ((cursor & smallMask) << 6), visitor);
    long at = cursor;
    do {
      visit(large + ((at & largeMask) << 6), visitor);
      at = next(at, largeMask);
    } while ((at & (smallMask ^ largeMask)) != 0);
    return at;
  }

  private static long next(long cursor, long mask) {
    return Long.reverse(Long.reverse(cursor | ~mask) + 1);
  }

  /// Visits the records of one chain. The visitor may change records but not the table.
  static void visit(long first, RecordVisitor visitor) {
    long bucket = first;
    while (true) {
      long head = Memory.getLong(bucket);
      for (int index = 0; index < SLOTS; index++) {
        if ((head >>> index & 1) != 0) {
          visitor.visit(record(bucket + 8 + ((long) index << 3)));
        }
      }
      if ((head & CHAINED) == 0) {
        return;
      }
      bucket = Memory.getLong(chainSlot(bucket));
    }
  }

  /// Visits every record.
  void visitAll(RecordVisitor visitor) {
    if (table == 0) {
      return;
    }
    for (int i = 0; i <= mask; i++) {
      visit(table + ((long) i << 6), visitor);
    }
    if (oldTable != 0) {
      for (int i = moved; i <= oldMask; i++) {
        visit(oldTable + ((long) i << 6), visitor);
      }
    }
  }

  /// Some record, picked at random as `dice` says, or 0 when the buckets tried were empty.
  long pick(Dice dice) {
    if (count == 0) {
      return 0;
    }
    for (int attempt = 0; attempt < 32; attempt++) {
      int buckets = mask + 1 + (oldTable != 0 ? oldMask + 1 : 0);
      int number = dice.below(buckets);
      long bucket =
          number <= mask
              ? table + ((long) number << 6)
              : oldTable + ((long) (number - mask - 1) << 6);
      long record = pickIn(bucket, dice);
      if (record != 0) {
        return record;
      }
    }
    return 0;
  }

  private static long pickIn(long first, Dice dice) {
    int entries = 0;
    long chosen = 0;
    long bucket = first;
    while (true) {
      long head = Memory.getLong(bucket);
      for (int index = 0; index < SLOTS; index++) {
        if ((head >>> index & 1) != 0 && dice.below(++entries) == 0) {
          chosen = record(bucket + 8 + ((long) index << 3));
        }
      }
      if ((head & CHAINED) == 0) {
        return chosen;
      }
      bucket = Memory.getLong(chainSlot(bucket));
    }
  }

  /// Real bytes of all buckets.
  long tableBytes() {
    long bytes = table == 0 ? 0 : tableBytes(table, mask);
    return bytes + (oldTable == 0 ? 0 : tableBytes(oldTable, oldMask));
  }

  private static long tableBytes(long table, int mask) {
    long bytes = Allocator.blockBytes((mask + 1) * BUCKET_BYTES);
    for (int i = 0; i <= mask; i++) {
      long bucket = table + ((long) i << 6);
      while ((Memory.getLong(bucket) & CHAINED) != 0) {
        bucket = Memory.getLong(chainSlot(bucket));
        bytes += Allocator.blockBytes(BUCKET_BYTES);
      }
    }
    return bytes;
  }

  /// Frees the tables; the records are gone already.
  void drop(Keeper keeper) {
    if (table != 0) {
      dropTable(keeper, table, mask);
    }
    if (oldTable != 0) {
      dropTable(keeper, oldTable, oldMask);
    }
    table = 0;
    oldTable = 0;
    mask = 0;
    count = 0;
    keeper.tally().expiring -= expiring;
    expiring = 0;
    earliestExpiry = Long.MAX_VALUE;
    expiryCursor = 0;
    passEarliest = Long.MAX_VALUE;
  }

  private static void dropTable(Keeper keeper, long table, int mask) {
    for (int i = 0; i <= mask; i++) {
      long bucket = table + ((long) i << 6);
      while ((Memory.getLong(bucket) & CHAINED) != 0) {
        long next = Memory.getLong(chainSlot(bucket));
        if ((bucket & -BUCKET_BYTES) != table + ((long) i << 6)) {
          keeper.freeTable(bucket, 1);
        }
        bucket = next;
      }
      if (bucket != table + ((long) i << 6)) {
        keeper.freeTable(bucket, 1);
      }
    }
    keeper.freeTable(table, mask + 1);
  }
}
