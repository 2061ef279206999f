package io.scorta.engine.memory;

/// Whole numbers as decimal text in memory.
public final class Digits {
  /// No 64-bit number needs more characters.
  public static final int LENGTH_MAX = 20;

  private Digits() {}

  /// Whether the text is a 64-bit number in its one canonical form: no plus sign, no leading zero,
  /// no minus zero, no blanks. What passes is restored exactly by [#write].
  public static boolean isLong(long address, int length) {
    if (length == 0 || length > LENGTH_MAX) {
      return false;
    }
    boolean negative = Memory.getByte(address) == '-';
    int start = negative ? 1 : 0;
    int digits = length - start;
    if (digits == 0 || digits > 19) {
      return false;
    }
    int first = Memory.getByte(address + start);
    if (first == '0') {
      return length == 1;
    }
    for (int i = start; i < length; i++) {
      int c = Memory.getByte(address + i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    if (digits < 19) {
      return true;
    }
    // Nineteen digits may pass the limit; the sum then wraps to the other sign.
    long magnitude = magnitude(address + start, digits);
    return magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE);
  }

  /// The number that [#isLong] accepted.
  public static long parse(long address, int length) {
    boolean negative = Memory.getByte(address) == '-';
    long magnitude = negative ? magnitude(address + 1, length - 1) : magnitude(address, length);
    return negative ? -magnitude : magnitude;
  }

  private static long magnitude(long address, int digits) {
    long sum = 0;
    for (int i = 0; i < digits; i++) {
      sum = sum * 10 + (Memory.getByte(address + i) - '0');
    }
    return sum;
  }

  /// How many characters [#write] makes.
  public static int length(long value) {
    if (value == Long.MIN_VALUE) {
      return LENGTH_MAX;
    }
    long rest = Math.abs(value);
    int length = value < 0 ? 2 : 1;
    while (rest >= 10) {
      rest /= 10;
      length++;
    }
    return length;
  }

  /// Writes the canonical form and tells its length; the target has [#LENGTH_MAX] bytes or knows
  /// that [#length] fits.
  public static int write(long value, long address) {
    int length = length(value);
    int end = value < 0 ? 1 : 0;
    if (value < 0) {
      Memory.putByte(address, (byte) '-');
    }
    // Working on negative numbers includes the smallest one, which has no positive twin.
    long rest = value < 0 ? value : -value;
    for (int i = length - 1; i >= end; i--) {
      long quotient = rest / 10;
      Memory.putByte(address + i, (byte) ('0' - (rest - quotient * 10)));
      rest = quotient;
    }
    return length;
  }
}
