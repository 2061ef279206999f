package io.scorta.engine.command;

import java.util.Locale;

/// Sizes such as `100mb`, as configuration writes them.
public final class MemorySize {
  private MemorySize() {}

  /// The size in bytes, or -1 if the text is none.
  public static long parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int digits = 0;
    while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
      digits++;
    }
    long unit =
        switch (lower.substring(digits)) {
          case "", "b" -> 1;
          case "k" -> 1000;
          case "kb" -> 1L << 10;
          case "m" -> 1_000_000;
          case "mb" -> 1L << 20;
          case "g" -> 1_000_000_000;
          case "gb" -> 1L << 30;
          default -> -1;
        };
    if (unit < 0 || digits == 0 || digits > 18) {
      return -1;
    }
    long number = Long.parseLong(lower.substring(0, digits));
    return number > Long.MAX_VALUE / unit ? -1 : number * unit;
  }

  /// A size as people read it: `1.50M`.
  static String text(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + "B";
    }
    if (bytes < 1 << 20) {
      return "%.2fK".formatted(bytes / 1024.0);
    }
    if (bytes < 1 << 30) {
      return "%.2fM".formatted(bytes / (1024.0 * 1024));
    }
    return "%.2fG".formatted(bytes / (1024.0 * 1024 * 1024));
  }
}
