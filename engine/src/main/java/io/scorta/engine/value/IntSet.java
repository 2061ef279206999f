package io.scorta.engine.value;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;

/// A sorted array of numbers in one block, in the public intset layout.
///
/// ```
/// | width: 2, 4 or 8 bytes, 4 | count, 4 | number | number | … |
/// ```
///
/// All numbers are as wide as the widest that ever came. The block hangs in [Value#PACK].
final class IntSet {
  private static final int COUNT = 4;
  private static final int NUMBERS = 8;

  private IntSet() {}

  static void make(Workbench bench, long value) {
    long set = Value.allocate(bench, value, NUMBERS);
    Memory.putIntLittle(set, 2);
    Memory.putIntLittle(set + COUNT, 0);
    Memory.putLong(value + Value.PACK, set);
  }

  static int blockBytes(long set) {
    return NUMBERS + count(set) * width(set);
  }

  static int count(long set) {
    return Memory.getIntLittle(set + COUNT);
  }

  static long get(long set, int index) {
    return read(set, index, width(set));
  }

  static boolean contains(long set, long number) {
    return search(set, number) >= 0;
  }

  static boolean add(Workbench bench, long value, long number) {
    long set = Memory.getLong(value + Value.PACK);
    int found = search(set, number);
    if (found >= 0) {
      return false;
    }
    int place = -found - 1;
    int count = count(set);
    int old = width(set);
    int width = Math.max(old, widthOf(number));
    int bytes = NUMBERS + (count + 1) * width;
    long target = set;
    if (width != old || Allocator.blockBytes(blockBytes(set)) != Allocator.blockBytes(bytes)) {
      target = Value.allocate(bench, value, bytes);
      Memory.putIntLittle(target, width);
    }
    if (target == set) {
      long from = set + NUMBERS + (long) place * width;
      Memory.copy(from, from + width, (count - place) * width);
    } else {
      copyWithGap(set, target, place);
    }
    if (target != set) {
      Value.release(bench, value, set, blockBytes(set));
      Memory.putLong(value + Value.PACK, target);
    }
    write(target, place, width, number);
    Memory.putIntLittle(target + COUNT, count + 1);
    return true;
  }

  private static void copyWithGap(long set, long target, int place) {
    int old = width(set);
    int width = width(target);
    int count = count(set);
    for (int i = 0; i < count; i++) {
      write(target, i < place ? i : i + 1, width, read(set, i, old));
    }
  }

  static boolean remove(Workbench bench, long value, long number) {
    long set = Memory.getLong(value + Value.PACK);
    int place = search(set, number);
    if (place < 0) {
      return false;
    }
    int width = width(set);
    int count = count(set);
    long at = set + NUMBERS + (long) place * width;
    Memory.copy(at + width, at, (count - place - 1) * width);
    int before = blockBytes(set);
    int bytes = before - width;
    if (Allocator.blockBytes(before) != Allocator.blockBytes(bytes)) {
      long target = Value.allocate(bench, value, bytes);
      Memory.copy(set, target, bytes);
      Value.release(bench, value, set, before);
      Memory.putLong(value + Value.PACK, target);
      set = target;
    }
    Memory.putIntLittle(set + COUNT, count - 1);
    return true;
  }

  /// The index of the number, or -(place where it belongs) - 1.
  private static int search(long set, long number) {
    int width = width(set);
    int low = 0;
    int high = count(set) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long there = read(set, middle, width);
      if (there < number) {
        low = middle + 1;
      } else if (there > number) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -low - 1;
  }

  private static int width(long set) {
    return Memory.getIntLittle(set);
  }

  private static int widthOf(long number) {
    if (number == (short) number) {
      return 2;
    }
    return number == (int) number ? 4 : 8;
  }

  private static long read(long set, int index, int width) {
    long at = set + NUMBERS + (long) index * width;
    return switch (width) {
      case 2 -> Memory.getShortLittle(at);
      case 4 -> Memory.getIntLittle(at);
      default -> Memory.getLongLittle(at);
    };
  }

  private static void write(long set, int index, int width, long number) {
    long at = set + NUMBERS + (long) index * width;
    switch (width) {
      case 2 -> Memory.putShortLittle(at, (short) number);
      case 4 -> Memory.putIntLittle(at, (int) number);
      default -> Memory.putLongLittle(at, number);
    }
  }

  static void check(long set) {
    for (int i = 1; i < count(set); i++) {
      if (get(set, i - 1) >= get(set, i)) {
        throw new IllegalStateException("numbers " + (i - 1) + " and " + i + " are out of order");
      }
    }
  }
}
