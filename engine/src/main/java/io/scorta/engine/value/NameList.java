package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// Blocks in the order of their names, such as the consumer groups of a stream. A word called the
/// holder has the list's address, or 0 for an empty list.
///
/// ```
/// list  | blocks, 4 | room, 4 | address | address | …
/// block | length of the name, 4 | where it stands in the block, 4 | … | name |
/// ```
final class NameList {
  static final int NAME_LENGTH = 0;
  static final int NAME_OFFSET = 4;

  private static final int COUNT = 0;
  private static final int ROOM = 4;
  private static final int ADDRESSES = 8;
  private static final int ROOM_MIN = 2;

  private NameList() {}

  static int count(long holder) {
    long list = Memory.getLong(holder);
    return list == 0 ? 0 : Memory.getInt(list + COUNT);
  }

  static long at(long holder, int index) {
    return Memory.getLong(Memory.getLong(holder) + ADDRESSES + index * 8L);
  }

  static void readName(long block, Item name) {
    name.set(nameAddress(block), Memory.getInt(block + NAME_LENGTH));
  }

  private static long nameAddress(long block) {
    return block + Memory.getInt(block + NAME_OFFSET);
  }

  /// Where the name stands or would stand: its index, or -1 - index.
  private static int place(long holder, Item name) {
    int low = 0;
    int high = count(holder);
    while (low < high) {
      int middle = low + high >>> 1;
      long block = at(holder, middle);
      int order = name.compareTo(nameAddress(block), Memory.getInt(block + NAME_LENGTH));
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return -1 - low;
  }

  /// The block with this name, or 0.
  static long find(long holder, Item name) {
    int place = place(holder, name);
    return place < 0 ? 0 : at(holder, place);
  }

  /// Makes a block with a head of so many bytes, all zero, for a name that is not there.
  static long add(Workbench bench, long value, long holder, Item name, int headBytes) {
    int place = -1 - place(holder, name);
    long block = Value.allocate(bench, value, headBytes + name.length());
    Memory.fill(block, headBytes, (byte) 0);
    Memory.putInt(block + NAME_LENGTH, name.length());
    Memory.putInt(block + NAME_OFFSET, headBytes);
    Memory.copy(name.address(), block + headBytes, name.length());
    int count = count(holder);
    if (Memory.getLong(holder) == 0 || count == Memory.getInt(Memory.getLong(holder) + ROOM)) {
      enlarge(bench, value, holder, count);
    }
    long at = Memory.getLong(holder) + ADDRESSES + place * 8L;
    Memory.copy(at, at + 8, (count - place) * 8);
    Memory.putLong(at, block);
    Memory.putInt(Memory.getLong(holder) + COUNT, count + 1);
    return block;
  }

  private static void enlarge(Workbench bench, long value, long holder, int count) {
    int room = Math.max(ROOM_MIN, count * 2);
    long list = Value.allocate(bench, value, ADDRESSES + room * 8);
    Memory.putInt(list + ROOM, room);
    long old = Memory.getLong(holder);
    if (old != 0) {
      Memory.copy(old + ADDRESSES, list + ADDRESSES, count * 8);
      freeList(bench, value, holder);
    }
    Memory.putInt(list + COUNT, count);
    Memory.putLong(holder, list);
  }

  private static void freeList(Workbench bench, long value, long holder) {
    long list = Memory.getLong(holder);
    Value.release(bench, value, list, ADDRESSES + Memory.getInt(list + ROOM) * 8);
    Memory.putLong(holder, 0);
  }

  /// Removes and frees the block, whose content the caller has freed.
  static void remove(Workbench bench, long value, long holder, Item name) {
    int place = place(holder, name);
    long block = at(holder, place);
    int count = count(holder);
    long at = Memory.getLong(holder) + ADDRESSES + place * 8L;
    Memory.copy(at + 8, at, (count - place - 1) * 8);
    Memory.putInt(Memory.getLong(holder) + COUNT, count - 1);
    int bytes = Memory.getInt(block + NAME_OFFSET) + Memory.getInt(block + NAME_LENGTH);
    Value.release(bench, value, block, bytes);
    if (count == 1) {
      freeList(bench, value, holder);
    }
  }
}
