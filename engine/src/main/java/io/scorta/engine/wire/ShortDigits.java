package io.scorta.engine.wire;

import java.math.BigInteger;

/// Finds decimal digits that read back as a given double, nearly always the fewest.
///
/// This is Loitsch's Grisu2 ("Printing floating-point numbers quickly and accurately with
/// integers", 2010). About one double in a thousand gets a digit more than needed. Servers of this
/// protocol print with this algorithm, and clients compare what they print, so the JDK's always
/// shortest form would not do.
///
/// A number is a 64-bit fraction times a power of two. It and the borders of its rounding interval
/// are multiplied by a power of ten that brings their exponent between -60 and -32; digits of the
/// upper border are then cut off one by one until the rest lies within the interval.
final class ShortDigits {
  /// No double needs more.
  static final int LENGTH_MAX = 17 + 1;

  private static final long HIDDEN_BIT = 1L << 52;
  private static final int BIAS = 1023 + 52;
  private static final double LOG10_OF_2 = 0.30102999566398114;

  private static final int POWER_FIRST = -348;
  private static final int POWER_STEP = 8;
  private static final int POWER_COUNT = 87;
  private static final int EXPONENT_MIN = -60;
  private static final int EXPONENT_MAX = -32;
  private static final long[] FRACTIONS = new long[POWER_COUNT];
  private static final int[] EXPONENTS = new int[POWER_COUNT];
  private static final long[] TENS = new long[20];

  static {
    for (int i = 0; i < POWER_COUNT; i++) {
      setPower(i, POWER_FIRST + i * POWER_STEP);
    }
    TENS[0] = 1;
    for (int i = 1; i < TENS.length; i++) {
      TENS[i] = TENS[i - 1] * 10;
    }
  }

  private final byte[] digits;
  private int count;
  private int power;

  private ShortDigits(byte[] digits) {
    this.digits = digits;
  }

  /// The digits of a positive finite number, without leading zeros.
  static ShortDigits of(double value) {
    ShortDigits made = new ShortDigits(new byte[LENGTH_MAX]);
    made.find(value);
    return made;
  }

  int count() {
    return count;
  }

  byte digit(int index) {
    return digits[index];
  }

  /// The number is the digits times ten to this power.
  int power() {
    return power;
  }

  /// The 64 leading bits of a power of ten, rounded to nearest.
  private static void setPower(int index, int exponent) {
    BigInteger ten = BigInteger.TEN.pow(Math.abs(exponent));
    BigInteger value = ten;
    int shift = 0;
    if (exponent < 0) {
      shift = ten.bitLength() + 66;
      value = BigInteger.ONE.shiftLeft(shift).divide(ten);
    }
    int drop = value.bitLength() - 64;
    BigInteger fraction = value;
    if (drop > 0) {
      fraction = value.shiftRight(drop);
      if (value.testBit(drop - 1)) {
        fraction = fraction.add(BigInteger.ONE);
      }
    } else {
      fraction = value.shiftLeft(-drop);
    }
    FRACTIONS[index] = fraction.longValue();
    EXPONENTS[index] = drop - shift;
  }

  private void find(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & (HIDDEN_BIT - 1);
    int exponent = (int) (bits >>> 52);
    if (exponent != 0) {
      fraction += HIDDEN_BIT;
      exponent -= BIAS;
    } else {
      exponent = 1 - BIAS;
    }
    int upShift = Long.numberOfLeadingZeros((fraction << 1) + 1);
    long upper = (fraction << 1) + 1 << upShift;
    int top = exponent - 1 - upShift;
    // Below a power of two the numbers lie twice as close.
    int downShift = fraction == HIDDEN_BIT ? 2 : 1;
    long lower = (fraction << downShift) - 1 << exponent - downShift - top;
    long middle = fraction << Long.numberOfLeadingZeros(fraction);
    int index = powerIndex(top);
    power = -(POWER_FIRST + index * POWER_STEP);
    long scale = FRACTIONS[index];
    long high = multiply(upper, scale) - 1;
    long low = multiply(lower, scale) + 1;
    generate(multiply(middle, scale), high, high - low, -(top + EXPONENTS[index] + 64));
  }

  private static int powerIndex(int exponent) {
    int estimate = (int) (-(exponent + POWER_COUNT) * LOG10_OF_2);
    int index = (estimate - POWER_FIRST) / POWER_STEP;
    // The estimate is off by a few steps at most.
    while (true) {
      int reached = exponent + EXPONENTS[index] + 64;
      if (reached < EXPONENT_MIN) {
        index++;
      } else if (reached > EXPONENT_MAX) {
        index--;
      } else {
        return index;
      }
    }
  }

  /// The upper half of the product, rounded.
  private static long multiply(long a, long b) {
    long low = a * b;
    return Math.unsignedMultiplyHigh(a, b) + (low >>> 63);
  }

  private void generate(long middle, long high, long interval, int shift) {
    long one = 1L << shift;
    long distance = high - middle;
    long whole = high >>> shift;
    long part = high & (one - 1);
    long delta = interval;
    int left = 10;
    while (left > 0) {
      long ten = TENS[left - 1];
      append(whole / ten);
      whole %= ten;
      left--;
      long rest = (whole << shift) + part;
      if (Long.compareUnsigned(rest, delta) <= 0) {
        power += left;
        round(delta, rest, ten << shift, distance);
        return;
      }
    }
    long unit = 10;
    // The interval grows tenfold with each digit and overtakes the rest within 18 digits.
    while (true) {
      part *= 10;
      delta *= 10;
      left--;
      append(part >>> shift);
      part &= one - 1;
      if (Long.compareUnsigned(part, delta) < 0) {
        power += left;
        round(delta, part, one, distance * unit);
        return;
      }
      unit *= 10;
    }
  }

  private void append(long digit) {
    if (digit != 0 || count > 0) {
      digits[count++] = (byte) ('0' + digit);
    }
  }

  /// Lowers the last digit while that comes nearer to the number itself.
  private void round(long delta, long rest, long unit, long distance) {
    long at = rest;
    while (Long.compareUnsigned(at, distance) < 0
        && Long.compareUnsigned(delta - at, unit) >= 0
        && (Long.compareUnsigned(at + unit, distance) < 0
            || Long.compareUnsigned(distance - at, at + unit - distance) > 0)) {
      digits[count - 1]--;
      at += unit;
    }
  }
}
