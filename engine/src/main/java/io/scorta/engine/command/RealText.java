package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Floating point arguments, read as C's `strtod` reads them: decimal or hexadecimal, `inf` and
/// `infinity` in any case.
final class RealText {
  /// Whole numbers of so many digits are exact in a double.
  private static final int EXACT_DIGITS = 15;

  private RealText() {}

  /// The number, or NaN if the text is none. Strict reading also refuses blanks before the number
  /// and what is too large or too small for a double.
  static double parse(long address, int length, boolean strict) {
    if (length > 0 && length <= EXACT_DIGITS) {
      long sum = 0;
      int start = length > 1 && Memory.getByte(address) == '-' ? 1 : 0;
      int i = start;
      for (; i < length; i++) {
        int c = Memory.getByte(address + i);
        if (c < '0' || c > '9') {
          break;
        }
        sum = sum * 10 + (c - '0');
      }
      if (i == length) {
        return start == 1 ? -(double) sum : sum;
      }
    }
    return parse(new String(Memory.bytes(address, length), StandardCharsets.ISO_8859_1), strict);
  }

  static double parse(String text, boolean strict) {
    int at = 0;
    while (!strict && at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      // strtod reads nothing as zero, and a range does not ask whether it read anything.
      return strict || at > 0 ? Double.NaN : 0;
    }
    boolean negative = text.charAt(at) == '-';
    if (negative || text.charAt(at) == '+') {
      at++;
    }
    double magnitude = magnitude(text.substring(at).toLowerCase(Locale.ROOT), strict);
    return negative ? -magnitude : magnitude;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static double magnitude(String text, boolean strict) {
    if (text.equals("inf") || text.equals("infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    boolean hexadecimal = text.startsWith("0x");
    if (!isNumber(text, hexadecimal)) {
      return Double.NaN;
    }
    double value = Double.parseDouble(hexadecimal && text.indexOf('p') < 0 ? text + "p0" : text);
    if (strict && (Double.isInfinite(value) || (value == 0 && hasOtherThanZero(text)))) {
      return Double.NaN;
    }
    return value;
  }

  private static boolean isNumber(String text, boolean hexadecimal) {
    int at = hexadecimal ? 2 : 0;
    int digits = 0;
    boolean point = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (isDigit(c) || (hexadecimal && c >= 'a' && c <= 'f')) {
        digits++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return false;
    }
    return at == text.length()
        || (text.charAt(at) == (hexadecimal ? 'p' : 'e') && isExponent(text, at + 1));
  }

  private static boolean isExponent(String text, int start) {
    int at = start;
    if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      at++;
    }
    if (at == text.length()) {
      return false;
    }
    for (; at < text.length(); at++) {
      if (!isDigit(text.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean hasOtherThanZero(String text) {
    for (int i = text.startsWith("0x") ? 2 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'e' || c == 'p') {
        return false;
      }
      if (c != '0' && c != '.') {
        return true;
      }
    }
    return false;
  }
}
