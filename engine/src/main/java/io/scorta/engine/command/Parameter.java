package io.scorta.engine.command;

import io.scorta.engine.keyspace.EventClasses;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One row of the parameter table: what CONFIG SET accepts and CONFIG GET gives back.
record Parameter(String name, Type type, String range, String standard, boolean changeable) {
  enum Type {
    FLAG,
    NUMBER,
    MEMORY,

    /// Bytes, or with `%` a part of `maxmemory`.
    SHARE,
    ENUM,
    TEXT,
    LIMITS,
    EVENTS
  }

  static Parameter parse(String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length != 5) {
      throw new IllegalArgumentException(
          "parameter row with %d cells: %s".formatted(cells.length, line));
    }
    Type type = Type.valueOf(cells[1].toUpperCase(Locale.ROOT));
    return new Parameter(cells[0], type, cells[2], cells[3], cells[4].equals("yes"));
  }

  /// Why a value is refused, or null.
  @Nullable String fault(String value) {
    return switch (type) {
      case FLAG ->
          value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("no")
              ? null
              : "argument must be 'yes' or 'no'";
      case NUMBER -> numberFault(value);
      case MEMORY -> memoryFault(value);
      case SHARE ->
          value.matches("\\d{1,2}%|100%") || MemorySize.parse(value) >= 0
              ? null
              : "argument must be a memory or percent value";
      case ENUM ->
          choices().contains(value.toLowerCase(Locale.ROOT))
              ? null
              : "argument(s) must be one of the following: " + String.join(", ", choices());
      case TEXT -> null;
      case LIMITS -> ClientLimits.fault(value);
      case EVENTS ->
          EventClasses.parse(value) >= 0
              ? null
              : "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";
    };
  }

  /// The value in the form that CONFIG GET shows.
  String normal(String value) {
    return switch (type) {
      case FLAG, ENUM -> value.toLowerCase(Locale.ROOT);
      case MEMORY -> Long.toString(MemorySize.parse(value));
      case SHARE -> value.endsWith("%") ? value : Long.toString(MemorySize.parse(value));
      case LIMITS -> ClientLimits.parse(value).text();
      case EVENTS -> EventClasses.text(EventClasses.parse(value));
      case NUMBER, TEXT -> value;
    };
  }

  private List<String> choices() {
    return List.of(range.split(","));
  }

  private @Nullable String numberFault(String value) {
    long number;
    try {
      number = Long.parseLong(value);
    } catch (NumberFormatException e) {
      return "argument couldn't be parsed into an integer";
    }
    return rangeFault(number);
  }

  private @Nullable String memoryFault(String value) {
    long bytes = MemorySize.parse(value);
    return bytes < 0 ? "argument must be a memory value" : rangeFault(bytes);
  }

  private @Nullable String rangeFault(long number) {
    int colon = range.indexOf(':');
    long least = Long.parseLong(range.substring(0, colon));
    long most = Long.parseLong(range.substring(colon + 1));
    return number < least || number > most
        ? "argument must be between %d and %d inclusive".formatted(least, most)
        : null;
  }
}
