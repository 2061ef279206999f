package io.scorta.engine.command;

import io.scorta.engine.wire.Arguments;
import java.util.List;
import java.util.function.IntConsumer;

/// One rule by which keys are found among arguments: where to begin, and how to go on.
record KeySpec(List<String> flags, Begin begin, Find find) {
  /// Where the first key, or the number of keys, stands.
  sealed interface Begin {
    record Index(int index) implements Begin {}

    record Keyword(String keyword, int from) implements Begin {}

    /// Behind the last such word; shown as unknown, because options may stand in any order.
    record Last(String keyword) implements Begin {}

    record Unknown() implements Begin {}
  }

  /// How the keys follow.
  sealed interface Find {
    record Range(int last, int step, int limit) implements Find {}

    record KeyNumber(int number, int first, int step) implements Find {}

    record Unknown() implements Find {}
  }

  /// Reads `RW,access/index:1/range:0:1:0`.
  static KeySpec parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("key specification \"%s\": three parts".formatted(text));
    }
    return new KeySpec(List.of(parts[0].split(",")), begin(parts[1]), find(parts[2]));
  }

  private static Begin begin(String text) {
    String[] parts = text.split(":", -1);
    return switch (parts[0]) {
      case "index" -> new Begin.Index(Integer.parseInt(parts[1]));
      case "keyword" -> new Begin.Keyword(parts[1], Integer.parseInt(parts[2]));
      case "last" -> new Begin.Last(parts[1]);
      default -> new Begin.Unknown();
    };
  }

  private static Find find(String text) {
    String[] parts = text.split(":", -1);
    return switch (parts[0]) {
      case "range" ->
          new Find.Range(
              Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
      case "keynum" ->
          new Find.KeyNumber(
              Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
      default -> new Find.Unknown();
    };
  }

  /// Whether some keys cannot be known before the command runs.
  boolean isOpen() {
    return begin instanceof Begin.Unknown;
  }

  /// Shows the places of the keys among the arguments from `offset` on, where the command's name
  /// stands. Places beyond the arguments are left out.
  void keys(Arguments arguments, int offset, IntConsumer places) {
    int start = start(arguments, offset);
    if (start < 0) {
      return;
    }
    int end = arguments.count();
    switch (find) {
      case Find.Range(int last, int step, int limit) -> {
        int until = last >= 0 ? start + last : end + last;
        if (last == -1 && limit > 1) {
          until = start + (end - start) / limit - 1;
        }
        for (int i = start; i <= until && i < end; i += step) {
          places.accept(i);
        }
      }
      case Find.KeyNumber(int number, int first, int step) -> {
        int count = start + number < end ? count(arguments, start + number) : 0;
        for (int i = 0; i < count && start + first + i * step < end; i++) {
          places.accept(start + first + i * step);
        }
      }
      case Find.Unknown _ -> {
        // Such a command finds its keys itself.
      }
    }
  }

  /// Whether the number of keys, where there is one, fits the arguments.
  boolean fits(Arguments arguments, int offset) {
    int start = start(arguments, offset);
    if (start < 0 || !(find instanceof Find.KeyNumber(int number, int first, int step))) {
      return true;
    }
    int end = arguments.count();
    int count = start + number < end ? count(arguments, start + number) : 0;
    return count > 0 && start + first + (count - 1) * step < end;
  }

  private int start(Arguments arguments, int offset) {
    return switch (begin) {
      case Begin.Index(int index) -> offset + index < arguments.count() ? offset + index : -1;
      case Begin.Keyword(String keyword, int from) -> keyword(arguments, offset, keyword, from);
      case Begin.Last(String keyword) -> last(arguments, offset, keyword);
      case Begin.Unknown _ -> -1;
    };
  }

  private static int keyword(Arguments arguments, int offset, String keyword, int from) {
    int end = arguments.count();
    boolean forward = from >= 0;
    int i = forward ? offset + from : end + from;
    while (i > offset && i < end) {
      if (arguments.is(i, keyword)) {
        return i + 1 < end ? i + 1 : -1;
      }
      i += forward ? 1 : -1;
    }
    return -1;
  }

  private static int last(Arguments arguments, int offset, String keyword) {
    for (int i = arguments.count() - 2; i > offset; i--) {
      if (arguments.is(i, keyword)) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int count(Arguments arguments, int place) {
    int count = 0;
    for (byte b : arguments.bytes(place)) {
      if (b < '0' || b > '9' || count > arguments.count()) {
        return 0;
      }
      count = count * 10 + (b - '0');
    }
    return count;
  }
}
