package io.scorta.engine.memory;

/// The sizes that blocks come in: multiples of 16 bytes, from 256 bytes up about 12 % apart.
///
/// ```
/// 16 32 48 … 256 | 288 320 … 512 | 576 640 … 1024 | … | 57344 61440 65536
///   16 apart     |   32 apart    |    64 apart    |   |    4096 apart
/// ```
///
/// A doubling above 256 has eight steps, so a class follows from the leading bits of the size.
final class SizeClasses {
  static final int COUNT = 80;
  static final int BLOCK_BYTES_MAX = 64 << 10;

  private static final int LINEAR_MAX = 256;
  private static final int LINEAR_COUNT = LINEAR_MAX / 16;
  private static final int[] BYTES = new int[COUNT];

  static {
    for (int i = 0; i < COUNT; i++) {
      if (i < LINEAR_COUNT) {
        BYTES[i] = (i + 1) * 16;
      } else {
        int doubling = (i - LINEAR_COUNT) / 8;
        int step = (i - LINEAR_COUNT) % 8 + 1;
        BYTES[i] = (LINEAR_MAX << doubling) + step * (32 << doubling);
      }
    }
  }

  private SizeClasses() {}

  /// The number of the smallest class that holds `bytes`, which is at most [#BLOCK_BYTES_MAX].
  static int of(int bytes) {
    if (bytes <= LINEAR_MAX) {
      return bytes <= 16 ? 0 : (bytes - 1) >>> 4;
    }
    int doubling = 31 - Integer.numberOfLeadingZeros(bytes - 1) - 8;
    int step = ((bytes - 1) >>> (doubling + 5)) & 7;
    return LINEAR_COUNT + doubling * 8 + step;
  }

  static int bytes(int sizeClass) {
    return BYTES[sizeClass];
  }
}
