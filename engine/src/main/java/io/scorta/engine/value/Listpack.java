package io.scorta.engine.value;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;

/// A sequence of short elements in one block, in the public listpack layout, which DUMP shows.
///
/// ```
/// | bytes in all, 4 | count, 2 | entry | entry | … | 0xff |
/// entry: | encoding and data | length of that, readable from the right |
/// ```
///
/// All numbers are little-endian. The address of a listpack is kept in a word called its holder,
/// because the block moves when it grows; the size of the block counts to the value.
final class Listpack {
  static final int NONE = -1;
  static final int EMPTY_BYTES = 7;

  private static final long BYTES_SAFE_MAX = 1 << 30;
  private static final int ENTRY_OVERHEAD_MAX = 40;

  private static final int COUNT = 4;
  private static final int ENTRIES = 6;
  private static final int COUNT_UNKNOWN = 0xffff;
  private static final int END = 0xff;

  private static final int STRING_6 = 0x80;
  private static final int NUMBER_13 = 0xc0;
  private static final int STRING_12 = 0xe0;
  private static final int STRING_32 = 0xf0;
  private static final int NUMBER_16 = 0xf1;
  private static final int NUMBER_24 = 0xf2;
  private static final int NUMBER_32 = 0xf3;
  private static final int NUMBER_64 = 0xf4;

  private Listpack() {}

  static void make(Workbench bench, long value, long holder) {
    long pack = Value.allocate(bench, value, ENTRIES + 1);
    Memory.putIntLittle(pack, ENTRIES + 1);
    Memory.putShortLittle(pack + COUNT, (short) 0);
    Memory.putByte(pack + ENTRIES, (byte) END);
    Memory.putLong(holder, pack);
  }

  /// Frees the block, which may also be one of an integer set: both begin with their own size.
  static void free(Workbench bench, long value, long holder) {
    long pack = Memory.getLong(holder);
    if (pack != 0) {
      int bytes = Value.encoding(value) == Value.INTSET ? IntSet.blockBytes(pack) : bytes(pack);
      Value.release(bench, value, pack, bytes);
      Memory.putLong(holder, 0);
    }
  }

  static int bytes(long pack) {
    return Memory.getIntLittle(pack);
  }

  static int count(long pack) {
    int count = Memory.getShortLittle(pack + COUNT) & 0xffff;
    if (count != COUNT_UNKNOWN) {
      return count;
    }
    int counted = 0;
    for (int at = first(pack); at != NONE; at = next(pack, at)) {
      counted++;
    }
    return counted;
  }

  static int first(long pack) {
    return isEnd(pack, ENTRIES) ? NONE : ENTRIES;
  }

  static int last(long pack) {
    return previous(pack, end(pack));
  }

  /// Whether elements of so many bytes in all may be added: a block has its limit, whatever limits
  /// the parameters set.
  static boolean hasRoom(long pack, long bytes) {
    return bytes(pack) + bytes + ENTRY_OVERHEAD_MAX <= BYTES_SAFE_MAX;
  }

  /// Where an element goes that becomes the first, also in an empty listpack.
  static int start(long pack) {
    return isEnd(pack, ENTRIES) ? end(pack) : ENTRIES;
  }

  /// Where an appended element goes.
  static int end(long pack) {
    return bytes(pack) - 1;
  }

  static int next(long pack, int at) {
    int next = at + entryBytes(pack, at);
    return isEnd(pack, next) ? NONE : next;
  }

  static int previous(long pack, int at) {
    if (at == ENTRIES) {
      return NONE;
    }
    int bytes = 0;
    int shift = 0;
    int position = at - 1;
    while (true) {
      int part = Memory.getUnsignedByte(pack + position);
      bytes |= (part & 0x7f) << shift;
      if ((part & 0x80) == 0) {
        break;
      }
      shift += 7;
      position--;
    }
    return at - bytes - backBytes(bytes);
  }

  /// The element number `index`, from the end if negative.
  static int seek(long pack, int index) {
    int at = index >= 0 ? first(pack) : last(pack);
    int left = index >= 0 ? index : -index - 1;
    while (left > 0 && at != NONE) {
      at = index >= 0 ? next(pack, at) : previous(pack, at);
      left--;
    }
    return at;
  }

  /// The length of a string's entry; 0 for a number.
  static int lengthAt(long pack, int at) {
    int lead = Memory.getUnsignedByte(pack + at);
    return isString(lead) ? stringLength(pack + at, lead) : 0;
  }

  static void read(long pack, int at, Item item) {
    int lead = Memory.getUnsignedByte(pack + at);
    if (isString(lead)) {
      int head = stringHead(lead);
      item.set(pack + at + head, stringLength(pack + at, lead));
    } else {
      item.setNumber(numberOf(pack + at, lead));
    }
  }

  /// Whether the entry was made by [#insertRaw].
  static boolean isRaw(long pack, int at) {
    return Memory.getUnsignedByte(pack + at) == (STRING_6 | 8);
  }

  static long raw(long pack, int at) {
    return Memory.getLongLittle(pack + at + 1);
  }

  /// The number in an entry that is one.
  static long number(long pack, int at) {
    return numberOf(pack + at, Memory.getUnsignedByte(pack + at));
  }

  static boolean equal(long pack, int at, Item item) {
    int lead = Memory.getUnsignedByte(pack + at);
    if (isString(lead)) {
      return item.equalTo(pack + at + stringHead(lead), stringLength(pack + at, lead));
    }
    return item.isNumber() && item.number() == numberOf(pack + at, lead);
  }

  /// The first element from `at` on that equals the given one; `step` is 2 to look at keys only.
  static int find(long pack, int at, Item item, int step) {
    int position = at;
    while (position != NONE) {
      if (equal(pack, position, item)) {
        return position;
      }
      for (int i = 0; i < step && position != NONE; i++) {
        position = next(pack, position);
      }
    }
    return NONE;
  }

  static void append(Workbench bench, long value, long holder, Item item) {
    insert(bench, value, holder, end(Memory.getLong(holder)), item);
  }

  /// Inserts before the entry at `at`, which may be the end. The element must not lie in this
  /// value.
  static void insert(Workbench bench, long value, long holder, int at, Item item) {
    if (item.isNumber()) {
      insertNumber(bench, value, holder, at, item.number());
      return;
    }
    int length = item.length();
    long entry = makeRoom(bench, value, holder, at, stringHeadBytes(length) + length);
    writeString(entry, item.address(), length);
  }

  static void insertNumber(Workbench bench, long value, long holder, int at, long number) {
    long entry = makeRoom(bench, value, holder, at, numberBytes(number));
    writeNumber(entry, number);
  }

  /// Gives an entry that is a number another one, in place where it has the same width.
  static void setNumber(Workbench bench, long value, long holder, int at, long number) {
    long entry = Memory.getLong(holder) + at;
    if (numberBytes(number) == numberBytesOf(Memory.getUnsignedByte(entry))) {
      writeNumber(entry, number);
    } else {
      delete(bench, value, holder, at);
      insertNumber(bench, value, holder, at, number);
    }
  }

  /// Whether an entry has this text.
  static boolean hasText(long pack, int at, long text, int length) {
    int lead = Memory.getUnsignedByte(pack + at);
    if (isString(lead)) {
      return stringLength(pack + at, lead) == length
          && Memory.equal(pack + at + stringHead(lead), text, length);
    }
    return Digits.isLong(text, length) && Digits.parse(text, length) == number(pack, at);
  }

  /// Keeps the bytes as they are, also if they look like a number.
  static void insertRaw(Workbench bench, long value, long holder, int at, long word) {
    long entry = makeRoom(bench, value, holder, at, 1 + 8);
    Memory.putByte(entry, (byte) (STRING_6 | 8));
    Memory.putLongLittle(entry + 1, word);
  }

  /// Removes the entry and tells where the one after it now stands, or [#NONE].
  static int delete(Workbench bench, long value, long holder, int at) {
    return deleteRange(bench, value, holder, at, 1);
  }

  static int deleteRange(Workbench bench, long value, long holder, int at, int entries) {
    long pack = Memory.getLong(holder);
    int after = at;
    int deleted = 0;
    while (deleted < entries && !isEnd(pack, after)) {
      after += entryBytes(pack, after);
      deleted++;
    }
    int bytes = bytes(pack);
    Memory.copy(pack + after, pack + at, bytes - after);
    setCount(pack, -deleted);
    long moved = resize(bench, value, holder, bytes - (after - at));
    return isEnd(moved, at) ? NONE : at;
  }

  static void replace(Workbench bench, long value, long holder, int at, Item item) {
    delete(bench, value, holder, at);
    insert(bench, value, holder, at, item);
  }

  /// How many bytes the element takes as an entry.
  static int entryBytes(Item item) {
    int data =
        item.isNumber()
            ? numberBytes(item.number())
            : stringHeadBytes(item.length()) + item.length();
    return data + backBytes(data);
  }

  private static long makeRoom(Workbench bench, long value, long holder, int at, int data) {
    long old = Memory.getLong(holder);
    int bytes = bytes(old);
    int entry = data + backBytes(data);
    long pack = resize(bench, value, holder, Math.addExact(bytes, entry));
    Memory.copy(pack + at, pack + at + entry, bytes - at);
    writeBack(pack + at + data, data);
    setCount(pack, 1);
    return pack + at;
  }

  /// Sets the size; the block moves when its size class changes.
  private static long resize(Workbench bench, long value, long holder, int bytes) {
    long pack = Memory.getLong(holder);
    int old = bytes(pack);
    if (Allocator.blockBytes(old) != Allocator.blockBytes(bytes)) {
      long moved = Value.allocate(bench, value, bytes);
      Memory.copy(pack, moved, Math.min(old, bytes));
      Value.release(bench, value, pack, old);
      Memory.putLong(holder, moved);
      pack = moved;
    }
    Memory.putIntLittle(pack, bytes);
    return pack;
  }

  private static void setCount(long pack, int delta) {
    int count = Memory.getShortLittle(pack + COUNT) & 0xffff;
    if (count == COUNT_UNKNOWN) {
      return;
    }
    Memory.putShortLittle(pack + COUNT, (short) Math.min(count + delta, COUNT_UNKNOWN));
  }

  private static boolean isEnd(long pack, int at) {
    return Memory.getUnsignedByte(pack + at) == END;
  }

  private static int entryBytes(long pack, int at) {
    int lead = Memory.getUnsignedByte(pack + at);
    int data =
        isString(lead) ? stringHead(lead) + stringLength(pack + at, lead) : numberBytesOf(lead);
    return data + backBytes(data);
  }

  private static boolean isString(int lead) {
    return (lead & 0xc0) == STRING_6 || (lead & 0xf0) == STRING_12 || lead == STRING_32;
  }

  private static int stringHead(int lead) {
    if ((lead & 0xc0) == STRING_6) {
      return 1;
    }
    return (lead & 0xf0) == STRING_12 ? 2 : 5;
  }

  private static int stringHeadBytes(int length) {
    if (length < 64) {
      return 1;
    }
    return length < 4096 ? 2 : 5;
  }

  private static int stringLength(long entry, int lead) {
    if ((lead & 0xc0) == STRING_6) {
      return lead & 0x3f;
    }
    if ((lead & 0xf0) == STRING_12) {
      return (lead & 0x0f) << 8 | Memory.getUnsignedByte(entry + 1);
    }
    return Memory.getIntLittle(entry + 1);
  }

  private static void writeString(long entry, long element, int length) {
    if (length < 64) {
      Memory.putByte(entry, (byte) (STRING_6 | length));
    } else if (length < 4096) {
      Memory.putByte(entry, (byte) (STRING_12 | length >>> 8));
      Memory.putByte(entry + 1, (byte) length);
    } else {
      Memory.putByte(entry, (byte) STRING_32);
      Memory.putIntLittle(entry + 1, length);
    }
    Memory.copy(element, entry + stringHeadBytes(length), length);
  }

  private static int numberBytes(long number) {
    if (number >= 0 && number <= 127) {
      return 1;
    }
    if (number >= -4096 && number <= 4095) {
      return 2;
    }
    if (number == (short) number) {
      return 3;
    }
    if (number >= -(1 << 23) && number < 1 << 23) {
      return 4;
    }
    return number == (int) number ? 5 : 9;
  }

  private static int numberBytesOf(int lead) {
    if (lead < 0x80) {
      return 1;
    }
    return switch (lead) {
      case NUMBER_16 -> 3;
      case NUMBER_24 -> 4;
      case NUMBER_32 -> 5;
      case NUMBER_64 -> 9;
      default -> 2;
    };
  }

  private static long numberOf(long entry, int lead) {
    if (lead < 0x80) {
      return lead;
    }
    return switch (lead) {
      case NUMBER_16 -> Memory.getShortLittle(entry + 1);
      case NUMBER_24 ->
          (Memory.getShortLittle(entry + 1) & 0xffff) | Memory.getByte(entry + 3) << 16;
      case NUMBER_32 -> Memory.getIntLittle(entry + 1);
      case NUMBER_64 -> Memory.getLongLittle(entry + 1);
      default -> {
        int bits = (lead & 0x1f) << 8 | Memory.getUnsignedByte(entry + 1);
        yield bits << 19 >> 19;
      }
    };
  }

  private static void writeNumber(long entry, long number) {
    switch (numberBytes(number)) {
      case 1 -> Memory.putByte(entry, (byte) number);
      case 2 -> {
        Memory.putByte(entry, (byte) (NUMBER_13 | (int) (number >> 8 & 0x1f)));
        Memory.putByte(entry + 1, (byte) number);
      }
      case 3 -> {
        Memory.putByte(entry, (byte) NUMBER_16);
        Memory.putShortLittle(entry + 1, (short) number);
      }
      case 4 -> {
        Memory.putByte(entry, (byte) NUMBER_24);
        Memory.putShortLittle(entry + 1, (short) number);
        Memory.putByte(entry + 3, (byte) (number >> 16));
      }
      case 5 -> {
        Memory.putByte(entry, (byte) NUMBER_32);
        Memory.putIntLittle(entry + 1, (int) number);
      }
      default -> {
        Memory.putByte(entry, (byte) NUMBER_64);
        Memory.putLongLittle(entry + 1, number);
      }
    }
  }

  private static int backBytes(int data) {
    if (data <= 127) {
      return 1;
    }
    if (data < 16383) {
      return 2;
    }
    if (data < 2097151) {
      return 3;
    }
    return data < 268435455 ? 4 : 5;
  }

  /// Most significant part first; all parts but the leftmost carry the top bit, so that a reader
  /// from the right knows where to stop.
  private static void writeBack(long at, int data) {
    int parts = backBytes(data);
    for (int i = 0; i < parts; i++) {
      int part = data >>> 7 * (parts - 1 - i) & 0x7f;
      Memory.putByte(at + i, (byte) (i == 0 ? part : part | 0x80));
    }
  }

  /// Walks the whole block and stops loudly where it is not what it says; for tests and imports.
  static void check(long pack) {
    int at = ENTRIES;
    int previous = NONE;
    int counted = 0;
    while (!isEnd(pack, at)) {
      if (previous(pack, at) != previous) {
        throw new IllegalStateException("the entry at " + at + " does not lead back");
      }
      previous = at;
      at += entryBytes(pack, at);
      counted++;
    }
    if (at != end(pack) || counted != count(pack)) {
      throw new IllegalStateException(
          "%d entries end at %d, the header says %d and %d"
              .formatted(counted, at, count(pack), end(pack)));
    }
  }
}
