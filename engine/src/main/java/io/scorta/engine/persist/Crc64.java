package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;

/// The checksum of RDB: 64 bits with the polynomial of Jones, lowest bit first, from zero on.
final class Crc64 {
  /// The polynomial 0xad93d23594c935a9 with its bits reversed.
  private static final long POLYNOMIAL = Long.reverse(0xad93d23594c935a9L);

  private static final long[] TABLE = new long[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
      }
      TABLE[i] = crc;
    }
  }

  private Crc64() {}

  /// Goes on with a checksum, which begins with 0.
  static long of(long crc, long address, int length) {
    long sum = crc;
    for (int i = 0; i < length; i++) {
      sum = TABLE[(int) (sum ^ Memory.getByte(address + i)) & 0xff] ^ sum >>> 8;
    }
    return sum;
  }
}
