package io.scorta.engine.value;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;

/// The block that a collection is known by. Its address stays the same while the collection grows
/// and changes its encoding.
///
/// ```
///  0 type      1 encoding    4 count of elements (pairs of a hash or sorted set)
///  8 bytes of all blocks of the value, with this one
/// 16 first     listpack, integer set, main table, or first node of a quicklist
/// 24 second    table being filled, or last node of a quicklist
/// 32 mainBits  36 secondBits    40 moved    (see Table)
/// 44 extra     nodes of a quicklist, or levels of a skip list
/// 48 head      56 tail          (see SkipList)
/// ```
public final class Value {
  public static final int LIST = 1;
  public static final int SET = 2;
  public static final int SORTED_SET = 3;
  public static final int HASH = 4;

  public static final int LISTPACK = 1;
  public static final int QUICKLIST = 2;
  public static final int INTSET = 3;
  public static final int HASHTABLE = 4;
  public static final int SKIPLIST = 5;

  /// Answers of [#discard] at most this late after it began, so that other work gets its turn.
  static final int DISCARD_STEP = 1024;

  static final int HEADER_BYTES = 64;
  static final int TYPE = 0;
  static final int ENCODING = 1;
  static final int COUNT = 4;
  static final int BYTES = 8;
  static final int FIRST = 16;
  static final int SECOND = 24;
  static final int MAIN_BITS = 32;
  static final int SECOND_BITS = 36;
  static final int MOVED = 40;
  static final int EXTRA = 44;
  static final int HEAD = 48;
  static final int TAIL = 56;

  private static final String[] ENCODING_NAMES = {
    "", "listpack", "quicklist", "intset", "hashtable", "skiplist"
  };

  private Value() {}

  /// One of [#LIST], [#SET], [#SORTED_SET], [#HASH].
  public static int type(long value) {
    return Memory.getByte(value + TYPE);
  }

  /// One of [#LISTPACK], [#QUICKLIST], [#INTSET], [#HASHTABLE], [#SKIPLIST].
  public static int encoding(long value) {
    return Memory.getByte(value + ENCODING);
  }

  /// The name that OBJECT ENCODING gives.
  public static String encodingName(long value) {
    return ENCODING_NAMES[encoding(value)];
  }

  /// Elements of a list or set, pairs of a hash or sorted set.
  public static int count(long value) {
    return Memory.getInt(value + COUNT);
  }

  /// Real size of all blocks that the value holds.
  public static long bytes(long value) {
    return Memory.getLong(value + BYTES);
  }

  /// Frees the value and all it holds.
  public static void free(Workbench bench, long value) {
    boolean gone;
    do {
      // Each step frees at least one element, so this ends.
      gone = discard(bench, value, DISCARD_STEP);
    } while (!gone);
  }

  /// Frees up to about `elements` elements of a value that nobody uses any more, and tells whether
  /// the value is gone. Until then only this method may be called with it.
  public static boolean discard(Workbench bench, long value, int elements) {
    boolean gone =
        switch (encoding(value)) {
          case QUICKLIST -> QuickList.discard(bench, value, elements);
          case HASHTABLE -> Table.discard(bench, value, elements);
          case SKIPLIST -> SkipList.discard(bench, value, elements);
          default -> {
            Listpack.free(bench, value, value + FIRST);
            yield true;
          }
        };
    if (gone) {
      bench.allocator.free(value, HEADER_BYTES);
    }
    return gone;
  }

  /// Gives a value the content of another one with the same elements, which ends.
  static void become(Workbench bench, long value, long other) {
    int count = count(value);
    long oldHeader = bench.allocator.allocate(HEADER_BYTES);
    Memory.copy(value, oldHeader, HEADER_BYTES);
    Memory.copy(other, value, HEADER_BYTES);
    bench.allocator.free(other, HEADER_BYTES);
    setCount(value, count);
    free(bench, oldHeader);
  }

  static long make(Workbench bench, int type, int encoding) {
    long value = bench.allocator.allocate(HEADER_BYTES);
    Memory.fill(value, HEADER_BYTES, (byte) 0);
    Memory.putByte(value + TYPE, (byte) type);
    Memory.putLong(value + BYTES, Allocator.blockBytes(HEADER_BYTES));
    setEncoding(value, encoding);
    return value;
  }

  static void setEncoding(long value, int encoding) {
    Memory.putByte(value + ENCODING, (byte) encoding);
  }

  static void setCount(long value, int count) {
    Memory.putInt(value + COUNT, count);
  }

  static void addCount(long value, int delta) {
    setCount(value, count(value) + delta);
  }

  /// A block that counts to the value.
  static long allocate(Workbench bench, long value, int bytes) {
    long block = bench.allocator.allocate(bytes);
    Memory.putLong(value + BYTES, bytes(value) + Allocator.blockBytes(bytes));
    return block;
  }

  static void release(Workbench bench, long value, long block, int bytes) {
    bench.allocator.free(block, bytes);
    Memory.putLong(value + BYTES, bytes(value) - Allocator.blockBytes(bytes));
  }
}
