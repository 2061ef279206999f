package io.scorta.engine.value;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;

/// The block that a collection is known by. Its address stays the same while the collection grows
/// and changes its encoding.
///
/// A small collection is this block and one more. A large one has a body for what its structure
/// needs, and counts its bytes there.
///
/// ```
/// header |  0 type    1 encoding    4 count of elements (pairs of a hash or sorted set)
///        |  8 pack    address of the listpack, the integer set, or the body
///
/// body   |  0 bytes of all blocks of the value
///        |  8 first      main table, first node of a quicklist, or head of a stream
///        | 16 second     table being filled, or last node of a quicklist
///        | 24 mainBits   28 secondBits    32 moved    (see Table)
///        | 36 extra      nodes of a quicklist, or levels of a skip list
///        | 40 head       48 tail          (see SkipList)
/// ```
public final class Value {
  public static final int LIST = 1;
  public static final int SET = 2;
  public static final int SORTED_SET = 3;
  public static final int HASH = 4;
  public static final int STREAM = 5;

  public static final int LISTPACK = 1;
  public static final int QUICKLIST = 2;
  public static final int INTSET = 3;
  public static final int HASHTABLE = 4;
  public static final int SKIPLIST = 5;
  public static final int BLOCKS = 6;

  /// Answers of [#discard] at most this late after it began, so that other work gets its turn.
  static final int DISCARD_STEP = 1024;

  static final int HEADER_BYTES = 16;
  static final int PACK = 8;
  private static final int TYPE = 0;
  private static final int ENCODING = 1;
  private static final int COUNT = 4;

  private static final int BODY_BYTES = 56;
  private static final int BYTES = 0;
  static final int FIRST = 8;
  static final int SECOND = 16;
  static final int MAIN_BITS = 24;
  static final int SECOND_BITS = 28;
  static final int MOVED = 32;
  static final int EXTRA = 36;
  static final int HEAD = 40;
  static final int TAIL = 48;

  private static final String[] ENCODING_NAMES = {
    "", "listpack", "quicklist", "intset", "hashtable", "skiplist", "stream"
  };

  private Value() {}

  /// One of [#LIST], [#SET], [#SORTED_SET], [#HASH], [#STREAM].
  public static int type(long value) {
    return Memory.getByte(value + TYPE);
  }

  /// One of [#LISTPACK], [#QUICKLIST], [#INTSET], [#HASHTABLE], [#SKIPLIST], [#BLOCKS].
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
    long pack = Memory.getLong(value + PACK);
    return switch (encoding(value)) {
      case LISTPACK -> HEADER_BYTES + (pack == 0 ? 0 : blockBytes(Listpack.bytes(pack)));
      case INTSET -> HEADER_BYTES + (pack == 0 ? 0 : blockBytes(IntSet.blockBytes(pack)));
      default -> Memory.getLong(pack + BYTES);
    };
  }

  private static long blockBytes(int bytes) {
    return Allocator.blockBytes(bytes);
  }

  private static boolean isLarge(long value) {
    int encoding = encoding(value);
    return encoding != LISTPACK && encoding != INTSET;
  }

  /// Where the structure of a large collection keeps its words.
  static long body(long value) {
    return Memory.getLong(value + PACK);
  }

  /// Gives a small collection the body of a large one, all zero. The small block, if there is one,
  /// counts until the caller releases it or makes it part of the new structure.
  static void enlarge(Workbench bench, long value, int encoding) {
    long bytes = bytes(value) + Allocator.blockBytes(BODY_BYTES);
    long body = bench.allocator.allocate(BODY_BYTES);
    Memory.fill(body, BODY_BYTES, (byte) 0);
    Memory.putLong(body + BYTES, bytes);
    Memory.putLong(value + PACK, body);
    setEncoding(value, encoding);
  }

  /// Ends the body; the value is a small block from now on.
  static void reduce(Workbench bench, long value, int encoding, long pack) {
    bench.allocator.free(body(value), BODY_BYTES);
    Memory.putLong(value + PACK, pack);
    setEncoding(value, encoding);
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
          case BLOCKS -> StreamValue.discard(bench, value, elements);
          default -> {
            Listpack.free(bench, value, value + PACK);
            yield true;
          }
        };
    if (gone) {
      if (isLarge(value)) {
        bench.allocator.free(body(value), BODY_BYTES);
      }
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

  /// A value without a small block yet, or with an empty body.
  static long make(Workbench bench, int type, int encoding) {
    long value = bench.allocator.allocate(HEADER_BYTES);
    Memory.fill(value, HEADER_BYTES, (byte) 0);
    Memory.putByte(value + TYPE, (byte) type);
    boolean large = encoding != LISTPACK && encoding != INTSET;
    setEncoding(value, large ? LISTPACK : encoding);
    if (large) {
      enlarge(bench, value, encoding);
    }
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

  /// A block of the value. A small collection has one, which tells its size itself.
  static long allocate(Workbench bench, long value, int bytes) {
    long block = bench.allocator.allocate(bytes);
    count(value, Allocator.blockBytes(bytes));
    return block;
  }

  static void release(Workbench bench, long value, long block, int bytes) {
    bench.allocator.free(block, bytes);
    count(value, -Allocator.blockBytes(bytes));
  }

  private static void count(long value, int blockBytes) {
    if (isLarge(value)) {
      long body = body(value);
      Memory.putLong(body + BYTES, Memory.getLong(body + BYTES) + blockBytes);
    }
  }
}
