package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;

/// Strings as rows of bits; bit 0 is the highest of the first byte.
final class Bits {
  private static final int BITS_MAX = 64;

  private Bits() {}

  static boolean get(long address, long bit) {
    return (Memory.getByte(address + (bit >>> 3)) >> (7 - (bit & 7)) & 1) != 0;
  }

  static void set(long address, long bit, boolean on) {
    int mask = 0x80 >>> (bit & 7);
    int old = Memory.getUnsignedByte(address + (bit >>> 3));
    Memory.putByte(address + (bit >>> 3), (byte) (on ? old | mask : old & ~mask));
  }

  /// How many bits are set from one to before another.
  static long count(long address, long from, long to) {
    long sum = 0;
    long bit = from;
    while (bit < to && (bit & 7) != 0) {
      sum += get(address, bit++) ? 1 : 0;
    }
    for (; bit + BITS_MAX <= to; bit += BITS_MAX) {
      sum += Long.bitCount(Memory.getLong(address + (bit >>> 3)));
    }
    for (; bit + 8 <= to; bit += 8) {
      sum += Integer.bitCount(Memory.getUnsignedByte(address + (bit >>> 3)));
    }
    while (bit < to) {
      sum += get(address, bit++) ? 1 : 0;
    }
    return sum;
  }

  /// The first bit that is on, or off, from one to before another; `to` if there is none.
  static long find(long address, long from, long to, boolean on) {
    long bit = from;
    for (; bit < to && (bit & 7) != 0; bit++) {
      if (get(address, bit) == on) {
        return bit;
      }
    }
    long skipped = on ? 0 : -1L;
    while (bit + BITS_MAX <= to && Memory.getLong(address + (bit >>> 3)) == skipped) {
      bit += BITS_MAX;
    }
    while (bit + 8 <= to && Memory.getByte(address + (bit >>> 3)) == (byte) skipped) {
      bit += 8;
    }
    while (bit < to && get(address, bit) != on) {
      bit++;
    }
    return bit;
  }

  /// Reads a number of 1 to 64 bits, the highest first. What lies beyond `length` bytes is zero.
  static long number(long address, int length, long from, int bits) {
    long end = (long) length << 3;
    long number = 0;
    for (long bit = from; bit < from + bits; bit++) {
      number = number << 1 | (bit < end && get(address, bit) ? 1 : 0);
    }
    return number;
  }

  /// Writes the lowest bits of a number.
  static void write(long address, long from, int bits, long number) {
    for (int i = 0; i < bits; i++) {
      set(address, from + i, (number >>> (bits - 1 - i) & 1) != 0);
    }
  }
}
