package io.scorta.access.loopback;

import java.util.Arrays;

/// A map from addresses, or addresses with ports, to numbers: open addressing, linear probing, at
/// most half full. Filled once, then only read, without allocation.
final class AddressTable {
  /// What [#get] answers for a key that is not there; no value may be equal to it.
  static final long NONE = Long.MIN_VALUE;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final long[] keys;
  private final long[] values;
  private final int shift;
  private final int mask;

  AddressTable(int sizeMax) {
    int capacity = Integer.highestOneBit(Math.max(4, sizeMax) * 2 - 1) << 1;
    keys = new long[capacity];
    values = new long[capacity];
    Arrays.fill(values, NONE);
    mask = capacity - 1;
    shift = Long.numberOfLeadingZeros(mask);
  }

  void put(long key, long value) {
    int at = slot(key);
    keys[at] = key;
    values[at] = value;
  }

  long get(long key) {
    return values[slot(key)];
  }

  /// The slot of a key, or the free one where it would go. One is always free.
  private int slot(long key) {
    int at = (int) (key * MIX >>> shift);
    while (values[at] != NONE && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }

  static long key(int address) {
    return Integer.toUnsignedLong(address);
  }

  static long key(int address, int port) {
    return Integer.toUnsignedLong(address) << 16 | port;
  }
}
