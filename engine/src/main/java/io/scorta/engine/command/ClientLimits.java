package io.scorta.engine.command;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `client-output-buffer-limit`: how much may wait to be sent, by class of client.
public record ClientLimits(Limit normal, Limit replica, Limit pubsub) {
  /// A hard limit, and a soft one that may be passed for some seconds; 0 for none.
  public record Limit(long hardBytes, long softBytes, long softSeconds) {
    private String text() {
      return hardBytes + " " + softBytes + " " + softSeconds;
    }
  }

  static final ClientLimits STANDARD =
      new ClientLimits(
          new Limit(0, 0, 0),
          new Limit(256L << 20, 64L << 20, 60),
          new Limit(32L << 20, 8L << 20, 60));

  static @Nullable String fault(String text) {
    List<String> words = List.of(text.trim().split("\\s+"));
    if (words.size() % 4 != 0) {
      return "Wrong number of arguments in buffer limit configuration.";
    }
    for (int i = 0; i < words.size(); i += 4) {
      if (!List.of("normal", "slave", "replica", "pubsub")
          .contains(words.get(i).toLowerCase(Locale.ROOT))) {
        return "Invalid client class specified in buffer limit configuration.";
      }
      boolean bad =
          MemorySize.parse(words.get(i + 1)) < 0 || MemorySize.parse(words.get(i + 2)) < 0;
      if (bad || !words.get(i + 3).matches("[0-9]{1,9}")) {
        return "Error in hard, soft or soft_seconds setting in buffer limit configuration.";
      }
    }
    return null;
  }

  static ClientLimits parse(String text) {
    return STANDARD.with(text);
  }

  /// These limits with those classes replaced that the text names.
  ClientLimits with(String text) {
    ClientLimits result = this;
    String[] words = text.trim().split("\\s+");
    for (int i = 0; i < words.length; i += 4) {
      Limit limit =
          new Limit(
              MemorySize.parse(words[i + 1]),
              MemorySize.parse(words[i + 2]),
              Long.parseLong(words[i + 3]));
      result =
          switch (words[i].toLowerCase(Locale.ROOT)) {
            case "normal" -> new ClientLimits(limit, result.replica, result.pubsub);
            case "pubsub" -> new ClientLimits(result.normal, result.replica, limit);
            default -> new ClientLimits(result.normal, limit, result.pubsub);
          };
    }
    return result;
  }

  String text() {
    return "normal %s slave %s pubsub %s".formatted(normal.text(), replica.text(), pubsub.text());
  }
}
