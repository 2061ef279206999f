package io.scorta.engine.memory;

import java.security.SecureRandom;

/// The 64-bit hash of byte strings that all tables use.
///
/// Each 16 bytes are folded by one 64 × 64 → 128 bit multiplication. The seeds are random for each
/// process, because clients choose the keys and must not be able to choose the collisions.
public final class Hash {
  private static final long SEED;
  private static final long FIRST;
  private static final long SECOND;

  static {
    SecureRandom random = new SecureRandom();
    SEED = random.nextLong();
    FIRST = random.nextLong() | 1;
    SECOND = random.nextLong() | 1;
  }

  private Hash() {}

  public static long of(long address, int bytes) {
    long hash = SEED ^ fold(bytes ^ FIRST, SECOND);
    int left = bytes;
    long at = address;
    while (left > 16) {
      hash = fold(Memory.getLong(at) ^ FIRST, Memory.getLong(at + 8) ^ hash);
      at += 16;
      left -= 16;
    }
    long low;
    long high;
    if (left >= 8) {
      low = Memory.getLong(at);
      high = Memory.getLong(at + left - 8);
    } else if (left >= 4) {
      low = Memory.getInt(at);
      high = Memory.getInt(at + left - 4);
    } else if (left > 0) {
      low =
          (long) Memory.getUnsignedByte(at) << 16
              | (long) Memory.getUnsignedByte(at + (left >>> 1)) << 8
              | Memory.getUnsignedByte(at + left - 1);
      high = 0;
    } else {
      low = 0;
      high = 0;
    }
    return finish(fold(low ^ SECOND, high ^ hash));
  }

  /// The hash of a number, spread as well as that of a string.
  public static long of(long number) {
    return finish(fold(number ^ FIRST, SEED ^ SECOND));
  }

  private static long finish(long hash) {
    return fold(hash ^ SEED, FIRST);
  }

  private static long fold(long a, long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }
}
