package io.scorta.server.boot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The configuration keys of `scorta serve`.
enum OptionKey {
  DATA("data", "~/.scorta"),
  API("api", "127.0.0.1:4379"),
  NETWORK("network", "auto"),
  REGION("region", "us-east-1");

  /// Letters that may be wrong before a guess is no longer offered as what was meant.
  private static final int MISSPELLED_MAX = 3;

  private final String key;
  private final String byDefault;

  OptionKey(String key, String byDefault) {
    this.key = key;
    this.byDefault = byDefault;
  }

  String key() {
    return key;
  }

  String byDefault() {
    return byDefault;
  }

  String flag() {
    return "--" + key;
  }

  /// The name of the environment variable: `SCORTA_API` for `api`.
  String variable() {
    return "SCORTA_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  static Optional<OptionKey> of(String key) {
    return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
  }

  /// What to say of a key that there is not.
  static String unknown(String key) {
    return Arrays.stream(values())
        .filter(one -> distance(key, one.key) <= MISSPELLED_MAX)
        .min(Comparator.comparingInt(one -> distance(key, one.key)))
        .map(nearest -> "did you mean " + nearest.key + "?")
        .orElseGet(
            () ->
                "there are "
                    + Arrays.stream(values())
                        .map(OptionKey::key)
                        .collect(Collectors.joining(", ")));
  }

  /// How many letters must be put in, left out or changed to make one word of the other.
  static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    Arrays.setAll(before, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(before[j], row[j - 1]));
      }
      before = row;
    }
    return before[other.length()];
  }
}
