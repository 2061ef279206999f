package io.scorta.engine.wire;

/// Floating point numbers as text, in the form that servers of this protocol print: few digits that
/// read back, plain while the text stays short.
public final class Reals {
  /// Whole numbers up to here are printed as such, however long.
  private static final double WHOLE_MAX = Long.MAX_VALUE / 2.0;

  /// How many zeros may follow the digits of a whole number before it gets an exponent.
  private static final int ZEROS_MAX = 7;

  private static final int FRACTION_SHIFT_MAX = 7;
  private static final int SMALL_EXPONENT = 4;

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
    if (value == Math.rint(value) && Math.abs(value) <= WHOLE_MAX) {
      return Long.toString((long) value);
    }
    ShortDigits found = ShortDigits.of(Math.abs(value));
    StringBuilder digits = new StringBuilder(ShortDigits.LENGTH_MAX);
    for (int i = 0; i < found.count(); i++) {
      digits.append((char) found.digit(i));
    }
    String text = text(digits.toString(), found.power());
    return value < 0 ? "-" + text : text;
  }

  /// The number `digits` × 10^`power`.
  private static String text(String digits, int power) {
    int exponent = power + digits.length() - 1;
    if (power >= 0 && exponent < digits.length() + ZEROS_MAX) {
      return digits + "0".repeat(power);
    }
    if (power < 0 && (power > -FRACTION_SHIFT_MAX || Math.abs(exponent) < SMALL_EXPONENT)) {
      int whole = digits.length() + power;
      return whole <= 0
          ? "0." + "0".repeat(-whole) + digits
          : digits.substring(0, whole) + "." + digits.substring(whole);
    }
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
