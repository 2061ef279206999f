package io.scorta.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Where a command stream gets its words: few keys, so that commands meet, members and numbers of
/// every kind. Holds the command that is being put together.
final class Vocabulary {
  static final String FAR_FUTURE = "4102444800";
  static final String[] TYPES = {"str", "hash", "list", "set", "zset", "geo", "hll", "stream"};

  /// Types whose keys other commands meet; scores of places stay apart, as equal ones have no
  /// order.
  private static final String[] MET = {"str", "hash", "list", "set", "zset", "hll", "stream"};

  private static final int KEYS_PER_TYPE = 3;

  private static final int FEW = 40;
  private static final int MANY = 2000;

  private final Random random;
  private final int members;
  private List<String> words = new ArrayList<>();

  Vocabulary(long seed) {
    random = new Random(seed);
    // Few members meet often; many make collections large.
    members = seed % 3 == 0 ? MANY : FEW;
  }

  /// All keys that streams use.
  static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (String type : TYPES) {
      for (int i = 0; i < KEYS_PER_TYPE; i++) {
        keys.add(type + ":" + i);
      }
    }
    return keys;
  }

  /// Begins another command.
  void clear() {
    words = new ArrayList<>();
  }

  List<String> words() {
    return words;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  void say(String... more) {
    words.addAll(Arrays.asList(more));
  }

  String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  String key(String type) {
    String family = chance(3) ? pick(MET) : type;
    return family + ":" + random.nextInt(KEYS_PER_TYPE);
  }

  String word() {
    int n = random.nextInt(members);
    return switch (random.nextInt(10)) {
      case 0 -> Integer.toString(n * 7919 - 100_000);
      case 1, 2, 3 -> Integer.toString(n);
      case 4 -> n % 4 == 0 ? "long-" + "x".repeat(60 + n % FEW) : "m" + n;
      case 5 -> n % 5 == 0 ? "" : "\u00fe\r\n\u0000" + n;
      case 6 -> n % 8 == 0 ? "big".repeat(1500) + n % FEW : "0" + n;
      default -> "m" + n;
    };
  }

  String number(int range) {
    return Integer.toString(random.nextInt(2 * range + 1) - range);
  }

  String score() {
    return switch (random.nextInt(12)) {
      case 0 -> pick("inf", "-inf", "+inf", "1e20", "-1e300", "3.0", "0x1p4", "1e-7");
      case 1, 2 -> Double.toString(random.nextInt(1000) / 10.0);
      case 3 -> Double.toString(random.nextGaussian());
      case 4 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 5 -> Long.toString(random.nextLong());
      default -> number(20);
    };
  }
}
