package io.scorta.access.guest;

/// POSIX regular expressions in the notation of [java.util.regex.Pattern].
///
/// In basic expressions `+ ? ( ) { } |` stand for themselves and have their meaning after a
/// backslash; in extended ones it is the other way round.
final class BasicPattern {
  private static final String SWAPPED = "+?(){}|";

  private BasicPattern() {}

  static String toJava(String expression, boolean extended) {
    if (extended) {
      return expression;
    }
    StringBuilder java = new StringBuilder();
    int at = 0;
    while (at < expression.length()) {
      char c = expression.charAt(at);
      if (c == '[') {
        int end = endOfSet(expression, at);
        java.append(expression.substring(at, end).replace("\\", "\\\\"));
        at = end;
        continue;
      }
      if (c == '\\' && at + 1 < expression.length()) {
        char escaped = expression.charAt(at + 1);
        java.append(SWAPPED.indexOf(escaped) >= 0 ? "" : "\\").append(escaped);
        at += 2;
        continue;
      }
      boolean isLeadingStar = c == '*' && java.isEmpty();
      java.append(SWAPPED.indexOf(c) >= 0 || isLeadingStar ? "\\" : "").append(c);
      at++;
    }
    return java.toString();
  }

  private static int endOfSet(String expression, int at) {
    int from = expression.startsWith("[^", at) ? at + 2 : at + 1;
    int end = expression.indexOf(']', from + 1);
    return end < 0 ? expression.length() : end + 1;
  }
}
