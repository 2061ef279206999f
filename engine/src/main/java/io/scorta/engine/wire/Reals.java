package io.scorta.engine.wire;

import java.math.BigDecimal;

/// Floating point numbers as text, in the form that servers of this protocol print: the shortest
/// that reads back, plain where a C program would print it plain.
public final class Reals {
  private static final double WHOLE_MAX = 1e17;
  private static final int PLAIN_EXPONENT_MAX = 21;
  private static final int PLAIN_EXPONENT_MIN = -7;

  private Reals() {}

  public static String text(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (value == Math.rint(value) && Math.abs(value) < WHOLE_MAX) {
      return Long.toString((long) value);
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent < PLAIN_EXPONENT_MAX && exponent >= PLAIN_EXPONENT_MIN) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "")
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + Math.abs(exponent);
  }
}
