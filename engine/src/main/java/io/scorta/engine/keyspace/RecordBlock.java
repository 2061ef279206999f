package io.scorta.engine.keyspace;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;

/// The layout of a record: one block with header, key and value.
///
/// ```
///  0 key length      4 value length
///  8 type    9 encoding    10 flags    11 free    12 access bits
/// 16 expiry, absolute ms          if EXPIRES
///    memcached: CAS, client flags if ITEM (16 bytes)
///    room for the value           if ROOMY (8 bytes)
///    key, value
/// ```
///
/// The value of a string is its bytes or, encoded as [#INT], 8 bytes of a number; the value of a
/// collection is the 8-byte address of its [io.scorta.engine.value.Value]. The size of the block
/// follows from the lengths, so a value may change in place only while the block size stays.
public final class RecordBlock {
  /// Types; those of collections are the same numbers as in `Value`.
  public static final int STRING = 0;

  public static final int LIST = 1;
  public static final int SET = 2;
  public static final int SORTED_SET = 3;
  public static final int HASH = 4;
  public static final int STREAM = 5;

  /// Encodings of strings: bytes, bytes that were changed in place by a command, a number.
  public static final int BYTES = 0;

  public static final int CHANGED_BYTES = 1;
  public static final int INT = 2;

  /// Encoding of every collection; the value itself knows more.
  public static final int ADDRESS = 3;

  static final int EXPIRES = 1;
  static final int ITEM = 2;
  static final int ROOMY = 4;

  static final int HEADER_BYTES = 16;

  private static final int KEY_LENGTH = 0;
  private static final int VALUE_LENGTH = 4;
  private static final int TYPE = 8;
  private static final int ENCODING = 9;
  private static final int FLAGS = 10;
  private static final int ACCESS = 12;

  private static final String[] TYPE_NAMES = {"string", "list", "set", "zset", "hash", "stream"};

  private RecordBlock() {}

  public static int type(long record) {
    return Memory.getByte(record + TYPE);
  }

  /// The name that TYPE gives.
  public static String typeName(long record) {
    return TYPE_NAMES[type(record)];
  }

  public static int encoding(long record) {
    return Memory.getByte(record + ENCODING);
  }

  public static void encoding(long record, int encoding) {
    Memory.putByte(record + ENCODING, (byte) encoding);
  }

  public static int keyLength(long record) {
    return Memory.getInt(record + KEY_LENGTH);
  }

  public static long key(long record) {
    return record + HEADER_BYTES + extraBytes(flags(record));
  }

  /// Length of the value as it lies in the record.
  public static int valueLength(long record) {
    return Memory.getInt(record + VALUE_LENGTH);
  }

  static void valueLength(long record, int length) {
    Memory.putInt(record + VALUE_LENGTH, length);
  }

  public static long value(long record) {
    return key(record) + keyLength(record);
  }

  /// The number of a string that is encoded as [#INT].
  public static long number(long record) {
    return Memory.getLong(value(record));
  }

  /// The address of the value of a collection.
  public static long collection(long record) {
    return Memory.getLong(value(record));
  }

  /// Length of a string as text.
  public static int textLength(long record) {
    return encoding(record) == INT ? Digits.length(number(record)) : valueLength(record);
  }

  public static boolean expires(long record) {
    return (flags(record) & EXPIRES) != 0;
  }

  /// When the record expires, or 0 if never.
  public static long expiry(long record) {
    return expires(record) ? Memory.getLong(record + HEADER_BYTES) : 0;
  }

  static void expiry(long record, long atMillis) {
    Memory.putLong(record + HEADER_BYTES, atMillis);
  }

  public static int access(long record) {
    return Memory.getInt(record + ACCESS);
  }

  public static void access(long record, int bits) {
    Memory.putInt(record + ACCESS, bits);
  }

  public static boolean isItem(long record) {
    return (flags(record) & ITEM) != 0;
  }

  /// The unique number of memcached's check-and-set; only of an item.
  public static long cas(long record) {
    return Memory.getLong(item(record));
  }

  public static void cas(long record, long unique) {
    Memory.putLong(item(record), unique);
  }

  /// The flags that a memcached client keeps with a value; only of an item.
  public static int clientFlags(long record) {
    return Memory.getInt(item(record) + 8);
  }

  public static void clientFlags(long record, int flags) {
    Memory.putInt(item(record) + 8, flags);
  }

  /// Four bytes that memcached's protocol may use as it likes, such as for marks; only of an item.
  public static int marks(long record) {
    return Memory.getInt(item(record) + 12);
  }

  public static void marks(long record, int marks) {
    Memory.putInt(item(record) + 12, marks);
  }

  private static long item(long record) {
    return record + HEADER_BYTES + (expires(record) ? 8 : 0);
  }

  static int flags(long record) {
    return Memory.getByte(record + FLAGS);
  }

  static int extraBytes(int flags) {
    return ((flags & EXPIRES) << 3) + ((flags & ITEM) << 3) + ((flags & ROOMY) << 1);
  }

  /// How many bytes the value may grow to without a new block.
  static int room(long record) {
    int flags = flags(record);
    if ((flags & ROOMY) != 0) {
      return (int) Memory.getLong(record + HEADER_BYTES + extraBytes(flags & ~ROOMY));
    }
    return valueLength(record);
  }

  /// Bytes that the record asked the allocator for.
  static int bytes(long record) {
    return bytes(flags(record), keyLength(record), room(record));
  }

  static int bytes(int flags, int keyLength, int valueRoom) {
    long bytes = (long) HEADER_BYTES + extraBytes(flags) + keyLength + valueRoom;
    if (bytes > Integer.MAX_VALUE - (64 << 10)) {
      throw new IllegalArgumentException("%d bytes are too many for one record".formatted(bytes));
    }
    return (int) bytes;
  }

  /// The real size of the block.
  public static int blockBytes(long record) {
    return Allocator.blockBytes(bytes(record));
  }

  static void write(long record, int type, int encoding, int flags, int valueRoom) {
    Memory.putInt(record + VALUE_LENGTH, valueRoom);
    Memory.putByte(record + TYPE, (byte) type);
    Memory.putByte(record + ENCODING, (byte) encoding);
    Memory.putByte(record + FLAGS, (byte) flags);
    Memory.putByte(record + FLAGS + 1, (byte) 0);
    if ((flags & ROOMY) != 0) {
      Memory.putLong(record + HEADER_BYTES + extraBytes(flags & ~ROOMY), valueRoom);
    }
  }

  static void writeKey(long record, long key, int length) {
    Memory.putInt(record + KEY_LENGTH, length);
    Memory.copy(key, key(record), length);
  }

  static boolean hasKey(long record, long key, int length) {
    return keyLength(record) == length && Memory.equal(key(record), key, length);
  }
}
