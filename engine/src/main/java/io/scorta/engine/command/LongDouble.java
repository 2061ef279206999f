package io.scorta.engine.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A floating point number of the wider format that C calls `long double`: 64 bits of mantissa.
///
/// INCRBYFLOAT computes with it and prints 17 decimals without trailing zeros. Java has no such
/// type, so the value is a decimal that is rounded to 64 bits after each operation.
record LongDouble(@Nullable BigDecimal value) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,5})?");
  private static final Pattern INFINITY = Pattern.compile("[+-]?(?i:inf|infinity)");
  private static final Pattern HEXADECIMAL = Pattern.compile("[+-]?0[xX]");
  private static final int MANTISSA_BITS = 64;
  private static final int DECIMALS = 17;
  private static final int LENGTH_MAX = 5 * 1024 - 1;
  private static final int EXPONENT_MAX = 4932;

  /// The number that a text stands for, or null; infinite ones have no value.
  static @Nullable LongDouble parse(String text) {
    if (INFINITY.matcher(text).matches()) {
      return new LongDouble(null);
    }
    if (HEXADECIMAL.matcher(text).lookingAt()) {
      double value = RealText.parse(text, true);
      return Double.isFinite(value) ? new LongDouble(new BigDecimal(value)) : null;
    }
    if (text.length() > LENGTH_MAX || !NUMBER.matcher(text).matches()) {
      return null;
    }
    BigDecimal exact = new BigDecimal(text);
    int exponent = exact.precision() - exact.scale();
    if (exact.signum() != 0 && Math.abs(exponent) > EXPONENT_MAX) {
      return null;
    }
    return new LongDouble(round(exact));
  }

  /// The sum, or null if it is not finite.
  @Nullable BigDecimal plus(LongDouble other) {
    return value == null || other.value == null ? null : round(value.add(other.value));
  }

  /// 17 decimals at most, without trailing zeros.
  static String text(BigDecimal number) {
    BigDecimal rounded = number.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  /// The nearest number with 64 significant bits.
  private static BigDecimal round(BigDecimal exact) {
    if (exact.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal magnitude = exact.abs();
    int shift = MANTISSA_BITS - binaryExponent(magnitude);
    BigDecimal scale = power(Math.abs(shift));
    BigDecimal scaled =
        shift >= 0 ? magnitude.multiply(scale) : magnitude.divide(scale, MathContext.DECIMAL128);
    BigDecimal whole = scaled.setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal result = shift >= 0 ? whole.divide(scale) : whole.multiply(scale);
    return exact.signum() < 0 ? result.negate() : result;
  }

  /// The least e with magnitude < 2^e.
  private static int binaryExponent(BigDecimal magnitude) {
    if (magnitude.compareTo(BigDecimal.ONE) >= 0) {
      return magnitude.toBigInteger().bitLength();
    }
    BigDecimal inverse = BigDecimal.ONE.divide(magnitude, MathContext.DECIMAL128);
    int exponent = 1 - inverse.toBigInteger().bitLength();
    return magnitude.multiply(power(-exponent)).compareTo(BigDecimal.ONE) >= 0
        ? exponent + 1
        : exponent;
  }

  private static BigDecimal power(int exponent) {
    return new BigDecimal(BigInteger.TWO.pow(exponent));
  }
}
