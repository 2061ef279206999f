package io.scorta.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random lines of memcached's text protocol, wrong ones among them.
///
/// No expiry is near the present, so that two servers agree whatever their clocks say.
final class MemcachedStream {
  private static final String LARGE = "c".repeat(1_048_576);
  private final Random random;
  private final List<String> keys = new ArrayList<>();

  MemcachedStream(Random random) {
    this.random = random;
    IntStream.range(0, 8).forEach(i -> keys.add("k" + i));
    keys.add("x".repeat(250));
    keys.add("y".repeat(251));
  }

  String next() {
    int kind = random.nextInt(100);
    if (kind < 35) {
      return storage(pick("set", "add", "replace", "append", "prepend"), "");
    } else if (kind < 42) {
      return storage("cas", " " + pick("1", "2", "x", "99999999"));
    } else if (kind < 62) {
      return pick("get ", "gets ") + someKeys() + "\r\n";
    } else if (kind < 67) {
      return pick("gat ", "gats ") + expiry() + " " + someKeys() + "\r\n";
    } else if (kind < 75) {
      return "delete " + key() + pick("", "", " 0", " 1", " x y") + noreply() + "\r\n";
    } else if (kind < 88) {
      return pick("incr ", "decr ")
          + key()
          + " "
          + pick("1", "2", "100", number())
          + noreply()
          + "\r\n";
    } else if (kind < 92) {
      return "touch " + key() + " " + expiry() + noreply() + "\r\n";
    } else if (kind < 93) {
      return "flush_all" + pick("", " 0", " x", " -1", " 0 0") + noreply() + "\r\n";
    } else if (kind < 95) {
      return "verbosity" + pick("", " 1", " x", " 1 2") + noreply() + "\r\n";
    }
    return odd();
  }

  private String storage(String command, String unique) {
    String value = value();
    int wrong = random.nextInt(20) == 0 ? -1 : 0;
    int length = Math.max(0, value.length() + wrong);
    String flags = random.nextInt(10) > 0 ? pick("0", "1", "77", "4294967295") : number();
    return command + " " + key() + " " + flags + " " + expiry() + " " + length + unique + noreply()
        + "\r\n" + value + "\r\n";
  }

  private String odd() {
    return pick(
        "\r\n",
        "foo\r\n",
        "get\r\n",
        "gets\r\n",
        "set\r\n",
        "set a\r\n",
        "incr a\r\n",
        "incr\r\n",
        "touch a\r\n",
        "gat 1\r\n",
        "gat\r\n",
        "delete\r\n",
        "GET a\r\n",
        "  get k1\r\n",
        "get  k1  k2 \r\n",
        "get k1\n",
        "cas a 0 0 1\r\n",
        "stats nonsense\r\n",
        "delete k1 0 noreply\r\n",
        "set k1 0 0 1048576\r\n" + LARGE + "\r\n",
        "add k1 0 0 1048576 noreply\r\n" + LARGE + "\r\n");
  }

  private String value() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> pick("0", "1", "9", "10", "99", "100", "12345", "9999999999");
      case 2 -> " 12 ";
      case 3 -> "12abc";
      case 4 -> "";
      default -> bytes(random.nextInt(random.nextBoolean() ? 50 : 3000));
    };
  }

  private String bytes(int length) {
    String alphabet = "abc\0\r\n \u00ff";
    return IntStream.range(0, length)
        .mapToObj(i -> String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))))
        .collect(Collectors.joining());
  }

  private String expiry() {
    return random.nextInt(10) > 0 ? pick("0", "0", "0", "1000", "-1", "2592000") : number();
  }

  private String number() {
    return pick(
        "0",
        "1000",
        "-1",
        "abc",
        "4294967295",
        "4294967296",
        "18446744073709551615",
        "18446744073709551616",
        "12x",
        "+3000",
        "99999999999",
        "2592001",
        "1999999999");
  }

  private String someKeys() {
    return IntStream.rangeClosed(0, random.nextInt(4))
        .mapToObj(i -> key())
        .collect(Collectors.joining(" "));
  }

  private String key() {
    return keys.get(random.nextInt(keys.size()));
  }

  private String noreply() {
    return random.nextInt(7) == 0 ? " noreply" : "";
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
