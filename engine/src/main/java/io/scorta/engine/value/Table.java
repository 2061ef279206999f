package io.scorta.engine.value;

import io.scorta.engine.memory.Hash;
import io.scorta.engine.memory.Memory;

/// The hash table of large sets, hashes and sorted sets, with entries that stand elsewhere.
///
/// A bucket is one cache line: a word of marks and seven entry addresses. The lowest byte of the
/// marks says which of the slots are taken (bits 1 to 7) and whether the last slot leads to a
/// further bucket (bit 0); the other bytes hold eight bits of each entry's hash.
///
/// ```
/// | marks, 8: [taken | fingerprint 0 | … | fingerprint 6] | slot 0 | … | slot 6 |
/// ```
///
/// ## Growing and shrinking
///
/// A second table is filled bucket by bucket, a few with every change, so that no change has to
/// wait for all of them. Buckets of the main table below [Value#MOVED] are moved already; new
/// entries go to the second table.
///
/// ## Scanning
///
/// The cursor counts through the bucket numbers with their bits reversed, highest bit first. A
/// bucket that splits then has its parts next to each other in this order, before or after the
/// cursor as a whole: what stays in the table during a scan is met, whatever the table does.
final class Table {
  static final int SLOTS = 7;
  static final int BUCKET_BYTES = 64;

  private static final int BITS_MIN = 1;
  private static final int BITS_MAX = 24;
  private static final int ENTRIES_PER_BUCKET_MAX = 6;
  private static final int MOVED_PER_CHANGE = 2;

  /// Tables up to this size change it at once.
  private static final int BITS_AT_ONCE = 7;

  private static final int NOT_MOVING = -1;
  private static final long CHAINED = 1;
  private static final long BYTE_ONES = 0x0101010101010101L;
  private static final long BYTE_TOPS = 0x8080808080808080L;

  private Table() {}

  /// Sees entries as a scan or a discard meets them.
  interface Visitor {
    void entry(long entry);
  }

  static void make(Workbench bench, long value, int entriesExpected) {
    int bits = BITS_MIN;
    while (bits < BITS_MAX && (ENTRIES_PER_BUCKET_MAX << bits) < entriesExpected) {
      bits++;
    }
    Memory.putLong(Value.body(value) + Value.FIRST, makeBuckets(bench, value, bits));
    Memory.putInt(Value.body(value) + Value.MAIN_BITS, bits);
    Memory.putInt(Value.body(value) + Value.MOVED, NOT_MOVING);
  }

  /// The entry with this key, or 0.
  static long find(long value, Item key) {
    long slot = slotOf(value, key);
    return slot == 0 ? 0 : Memory.getLong(slot);
  }

  /// Adds an entry whose key is not there yet.
  static void add(Workbench bench, long value, long entry) {
    place(bench, value, entry);
    Value.addCount(value, 1);
    adjust(bench, value, false);
  }

  /// Takes the entry with this key out of the table and answers it, or 0. The entry itself stays.
  static long remove(Workbench bench, long value, Item key) {
    long slot = slotOf(value, key);
    if (slot == 0) {
      return 0;
    }
    long entry = Memory.getLong(slot);
    vacate(slot);
    Value.addCount(value, -1);
    adjust(bench, value, true);
    return entry;
  }

  /// Puts another block with the same key in an entry's place.
  static void replace(long value, Item key, long entry) {
    Memory.putLong(slotOf(value, key), entry);
  }

  /// Visits the entries of the buckets at the cursor and answers the next cursor, 0 at the end.
  static long scan(long value, long cursor, Visitor visitor) {
    int mainBits = Memory.getInt(Value.body(value) + Value.MAIN_BITS);
    if (Memory.getInt(Value.body(value) + Value.MOVED) == NOT_MOVING) {
      visit(bucket(value, Value.FIRST, (int) cursor & mask(mainBits)), visitor);
      return advance(cursor, mask(mainBits));
    }
    int secondBits = Memory.getInt(Value.body(value) + Value.SECOND_BITS);
    int smallBits = Math.min(mainBits, secondBits);
    int largeBits = Math.max(mainBits, secondBits);
    int small = mainBits < secondBits ? Value.FIRST : Value.SECOND;
    int large = small == Value.FIRST ? Value.SECOND : Value.FIRST;
    visit(bucket(value, small, (int) cursor & mask(smallBits)), visitor);
    long next = cursor;
    do {
      visit(bucket(value, large, (int) next & mask(largeBits)), visitor);
      next = advance(next, mask(largeBits));
    } while ((next & (mask(smallBits) ^ mask(largeBits))) != 0);
    return next;
  }

  private static long advance(long cursor, int mask) {
    return Long.reverse(Long.reverse(cursor | ~(long) mask) + 1);
  }

  /// A random entry; each is about as likely as any other.
  static long random(Workbench bench, long value) {
    Sample sample = new Sample(bench);
    int main = 1 << Memory.getInt(Value.body(value) + Value.MAIN_BITS);
    int moved = Memory.getInt(Value.body(value) + Value.MOVED);
    int second =
        moved == NOT_MOVING ? 0 : 1 << Memory.getInt(Value.body(value) + Value.SECOND_BITS);
    int start = Math.max(0, moved);
    // Neighbours of an empty bucket would be favoured if the first full one decided alone.
    int at = bench.random(main - start + second);
    int rounds = main - start + second;
    for (int i = 0; i < rounds && sample.seen < Sample.ENOUGH; i++) {
      int index = at + start;
      visit(
          index < main
              ? bucket(value, Value.FIRST, index)
              : bucket(value, Value.SECOND, index - main),
          sample);
      at = at + 1 == rounds ? 0 : at + 1;
    }
    return sample.chosen;
  }

  /// Chooses one of the entries that pass by, each with the same chance.
  private static final class Sample implements Visitor {
    static final int ENOUGH = 24;

    private final Workbench bench;
    private int seen;
    private long chosen;

    Sample(Workbench bench) {
      this.bench = bench;
    }

    @Override
    public void entry(long entry) {
      seen++;
      if (bench.random(seen) == 0) {
        chosen = entry;
      }
    }
  }

  /// Frees entries and, at the end, the buckets; tells whether nothing is left.
  static boolean discard(Workbench bench, long value, int entries) {
    int freed = 0;
    while (Memory.getLong(Value.body(value) + Value.FIRST) != 0) {
      int moved = Math.max(0, Memory.getInt(Value.body(value) + Value.MOVED));
      int size = 1 << Memory.getInt(Value.body(value) + Value.MAIN_BITS);
      while (moved < size) {
        if (freed >= entries) {
          Memory.putInt(Value.body(value) + Value.MOVED, moved);
          return false;
        }
        freed += 1 + discardBucket(bench, value, bucket(value, Value.FIRST, moved));
        moved++;
      }
      promote(bench, value);
      Memory.putInt(Value.body(value) + Value.MOVED, 0);
    }
    return true;
  }

  private static int discardBucket(Workbench bench, long value, long bucket) {
    int freed = 0;
    long at = bucket;
    while (at != 0) {
      long marks = Memory.getLong(at);
      int slots = (marks & CHAINED) != 0 ? SLOTS - 1 : SLOTS;
      for (int i = 0; i < slots; i++) {
        if ((marks >>> i + 1 & 1) != 0) {
          Entry.free(bench, value, Memory.getLong(at + 8 + i * 8L));
          freed++;
        }
      }
      Memory.putLong(at, marks & CHAINED);
      at = chained(at);
    }
    dropChain(bench, value, bucket);
    return freed;
  }

  /// The first bucket of the walk over all entries that is not empty, from `index` on; the second
  /// table's buckets follow the main one's. 0 at the end.
  static long bucketAt(long value, int index) {
    int main = 1 << Memory.getInt(Value.body(value) + Value.MAIN_BITS);
    if (index < main) {
      return bucket(value, Value.FIRST, index);
    }
    if (Memory.getInt(Value.body(value) + Value.MOVED) == NOT_MOVING) {
      return 0;
    }
    int second = index - main;
    return second < 1 << Memory.getInt(Value.body(value) + Value.SECOND_BITS)
        ? bucket(value, Value.SECOND, second)
        : 0;
  }

  static long entryAt(long bucket, int slot) {
    long marks = Memory.getLong(bucket);
    boolean taken = (marks >>> slot + 1 & 1) != 0 && !(slot == SLOTS - 1 && (marks & 1) != 0);
    return taken ? Memory.getLong(bucket + 8 + slot * 8L) : 0;
  }

  static long chained(long bucket) {
    return (Memory.getLong(bucket) & CHAINED) != 0
        ? Memory.getLong(bucket + 8 + (SLOTS - 1) * 8L)
        : 0;
  }

  private static void visit(long first, Visitor visitor) {
    for (long bucket = first; bucket != 0; bucket = chained(bucket)) {
      for (int i = 0; i < SLOTS; i++) {
        long entry = entryAt(bucket, i);
        if (entry != 0) {
          visitor.entry(entry);
        }
      }
    }
  }

  /// Where the entry with this key hangs, or 0. While entries move it may be in either table.
  private static long slotOf(long value, Item key) {
    long hash = key.hash();
    int moved = Memory.getInt(Value.body(value) + Value.MOVED);
    int index = (int) hash & mask(Memory.getInt(Value.body(value) + Value.MAIN_BITS));
    if (index >= moved) {
      long slot = findSlot(value, bucket(value, Value.FIRST, index), key, hash);
      if (slot != 0 || moved == NOT_MOVING) {
        return slot;
      }
    }
    int second = (int) hash & mask(Memory.getInt(Value.body(value) + Value.SECOND_BITS));
    return findSlot(value, bucket(value, Value.SECOND, second), key, hash);
  }

  private static long findSlot(long value, long first, Item key, long hash) {
    long fingerprint = hash >>> 56;
    for (long bucket = first; bucket != 0; bucket = chained(bucket)) {
      long marks = Memory.getLong(bucket);
      long difference = (marks >>> 8 | 0xffL << 56) ^ fingerprint * (BYTE_ONES >>> 8);
      long equal = (difference - BYTE_ONES) & ~difference & BYTE_TOPS;
      while (equal != 0) {
        int i = Long.numberOfTrailingZeros(equal) >>> 3;
        equal &= equal - 1;
        long entry = i < SLOTS ? entryAt(bucket, i) : 0;
        if (entry != 0 && key.equalTo(Entry.key(value, entry), Entry.keyBytes(entry))) {
          return bucket + 8 + i * 8L;
        }
      }
    }
    return 0;
  }

  /// Frees the slot. Buckets are aligned to their size, so the slot tells its bucket.
  private static void vacate(long slot) {
    long bucket = slot & -BUCKET_BYTES;
    int i = (int) (slot - bucket - 8) >>> 3;
    Memory.putLong(bucket, Memory.getLong(bucket) & ~(2L << i));
  }

  private static void place(Workbench bench, long value, long entry) {
    long hash = Hash.of(Entry.key(value, entry), Entry.keyBytes(entry));
    boolean moving = Memory.getInt(Value.body(value) + Value.MOVED) != NOT_MOVING;
    int bits = Memory.getInt(Value.body(value) + (moving ? Value.SECOND_BITS : Value.MAIN_BITS));
    int where = moving ? Value.SECOND : Value.FIRST;
    long bucket = bucket(value, where, (int) hash & mask(bits));
    int slot = emptySlot(bucket);
    while (slot < 0) {
      long next = chained(bucket);
      bucket = next != 0 ? next : chain(bench, value, bucket);
      slot = emptySlot(bucket);
    }
    put(bucket, slot, entry, hash >>> 56);
  }

  private static int emptySlot(long bucket) {
    long marks = Memory.getLong(bucket);
    int empty = Long.numberOfTrailingZeros(~(marks >>> 1));
    int slots = (marks & CHAINED) != 0 ? SLOTS - 1 : SLOTS;
    return empty < slots ? empty : -1;
  }

  private static void put(long bucket, int slot, long entry, long fingerprint) {
    long marks = Memory.getLong(bucket) & ~(0xffL << 8 * (slot + 1));
    Memory.putLong(bucket, marks | fingerprint << 8 * (slot + 1) | 2L << slot);
    Memory.putLong(bucket + 8 + slot * 8L, entry);
  }

  /// The last slot of a full bucket becomes the link; its entry moves along.
  private static long chain(Workbench bench, long value, long bucket) {
    long next = Value.allocate(bench, value, BUCKET_BYTES);
    Memory.fill(next, BUCKET_BYTES, (byte) 0);
    long marks = Memory.getLong(bucket);
    int last = SLOTS - 1;
    put(next, 0, Memory.getLong(bucket + 8 + last * 8L), marks >>> 8 * (last + 1) & 0xff);
    Memory.putLong(bucket, marks & ~(2L << last) | CHAINED);
    Memory.putLong(bucket + 8 + last * 8L, next);
    return next;
  }

  /// Starts a change of size where one is due, and carries on with one that has begun.
  private static void adjust(Workbench bench, long value, boolean removed) {
    int bits = Memory.getInt(Value.body(value) + Value.MAIN_BITS);
    if (Memory.getInt(Value.body(value) + Value.MOVED) == NOT_MOVING) {
      int count = Value.count(value);
      int wanted = removed ? bitsAfterRemoval(count, bits) : bitsAfterAddition(count, bits);
      if (wanted == bits) {
        return;
      }
      Memory.putLong(Value.body(value) + Value.SECOND, makeBuckets(bench, value, wanted));
      Memory.putInt(Value.body(value) + Value.SECOND_BITS, wanted);
      Memory.putInt(Value.body(value) + Value.MOVED, 0);
    }
    int steps = bits <= BITS_AT_ONCE ? 1 << bits : MOVED_PER_CHANGE;
    if (Memory.getInt(Value.body(value) + Value.SECOND_BITS) < bits) {
      // A table that shrinks has many buckets for few entries.
      steps *= 8;
    }
    move(bench, value, steps);
  }

  private static int bitsAfterAddition(int count, int bits) {
    return count > (long) ENTRIES_PER_BUCKET_MAX << bits && bits < BITS_MAX ? bits + 1 : bits;
  }

  /// With less than one entry for two buckets the table shrinks, so that buckets are half full.
  private static int bitsAfterRemoval(int count, int bits) {
    if (bits == BITS_MIN || count >= 1L << bits - 1) {
      return bits;
    }
    int wanted = bits;
    while (wanted > BITS_MIN && count < 3L << wanted - 1) {
      wanted--;
    }
    return wanted;
  }

  private static void move(Workbench bench, long value, int steps) {
    int size = 1 << Memory.getInt(Value.body(value) + Value.MAIN_BITS);
    int moved = Memory.getInt(Value.body(value) + Value.MOVED);
    for (int i = 0; i < steps && moved < size; i++, moved++) {
      long first = bucket(value, Value.FIRST, moved);
      for (long bucket = first; bucket != 0; bucket = chained(bucket)) {
        for (int slot = 0; slot < SLOTS; slot++) {
          long entry = entryAt(bucket, slot);
          if (entry != 0) {
            place(bench, value, entry);
          }
        }
      }
      dropChain(bench, value, first);
    }
    if (moved < size) {
      Memory.putInt(Value.body(value) + Value.MOVED, moved);
    } else {
      promote(bench, value);
      Memory.putInt(Value.body(value) + Value.MOVED, NOT_MOVING);
    }
  }

  private static void dropChain(Workbench bench, long value, long first) {
    long bucket = chained(first);
    while (bucket != 0) {
      long next = chained(bucket);
      Value.release(bench, value, bucket, BUCKET_BYTES);
      bucket = next;
    }
    Memory.putLong(first, 0);
  }

  /// Ends the main table, whose entries and chains are gone; the second takes its place.
  private static void promote(Workbench bench, long value) {
    int bits = Memory.getInt(Value.body(value) + Value.MAIN_BITS);
    Value.release(bench, value, Memory.getLong(Value.body(value) + Value.FIRST), blockBytes(bits));
    Memory.putLong(
        Value.body(value) + Value.FIRST, Memory.getLong(Value.body(value) + Value.SECOND));
    Memory.putInt(
        Value.body(value) + Value.MAIN_BITS, Memory.getInt(Value.body(value) + Value.SECOND_BITS));
    Memory.putLong(Value.body(value) + Value.SECOND, 0);
  }

  private static long makeBuckets(Workbench bench, long value, int bits) {
    long buckets = Value.allocate(bench, value, blockBytes(bits));
    long aligned = aligned(buckets);
    Memory.fill(aligned, (long) BUCKET_BYTES << bits, (byte) 0);
    return buckets;
  }

  /// Blocks are aligned to 16 only, so a table has room for alignment to a bucket.
  private static int blockBytes(int bits) {
    return (BUCKET_BYTES << bits) + BUCKET_BYTES - 16;
  }

  private static long aligned(long block) {
    return (block + BUCKET_BYTES - 1) & -BUCKET_BYTES;
  }

  private static long bucket(long value, int table, int index) {
    return aligned(Memory.getLong(Value.body(value) + table)) + (long) index * BUCKET_BYTES;
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }

  static void check(long value) {
    int found = 0;
    for (int i = 0; bucketAt(value, i) != 0; i++) {
      for (long bucket = bucketAt(value, i); bucket != 0; bucket = chained(bucket)) {
        for (int slot = 0; slot < SLOTS; slot++) {
          found += entryAt(bucket, slot) != 0 ? 1 : 0;
        }
      }
    }
    if (found != Value.count(value)) {
      throw new IllegalStateException(
          "%d entries in the buckets, %d counted".formatted(found, Value.count(value)));
    }
  }
}
