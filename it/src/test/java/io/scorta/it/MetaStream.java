package io.scorta.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random lines of memcached's meta commands, wrong ones among them.
///
/// `@` stands for the check-and-set number that the server told last.
final class MetaStream {
  private static final List<String> GET_FLAGS =
      List.of("c", "f", "h", "k", "l", "O7", "q", "s", "t", "u", "v", "N500", "R30", "T600");
  private static final List<String> SET_FLAGS =
      List.of("c", "C@", "F5", "I", "k", "Oabc", "q", "T900", "ME", "MA", "MP", "MR", "MS");
  private static final List<String> DELETE_FLAGS = List.of("C@", "I", "k", "O1", "q", "T800");

  /// Without `T`: where the number gets longer, memcached 1.6.18 sets the expiry of the old item.
  private static final List<String> COUNT_FLAGS =
      List.of("C@", "N300", "J13", "D5", "MI", "MD", "M+", "M-", "q", "t", "c", "v", "k");

  private static final List<String> WRONG =
      List.of(
          "Tx",
          "N",
          "Rabc",
          "Fx",
          "F99999999999999999999",
          "Mab",
          "M",
          "MX",
          "Dx",
          "J-1",
          "!",
          "b",
          "C",
          "v",
          "q",
          "Cx",
          "\u00ff",
          "E",
          "I",
          "S10");

  /// Only where nothing is changed before it is found to be too long.
  private static final String LONG_OPAQUE = "O" + "x".repeat(32);

  private final Random random;

  MetaStream(Random random) {
    this.random = random;
  }

  String next() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> line("mg", GET_FLAGS);
      case 4, 5, 6, 7 -> set();
      case 8, 9 -> line("md", DELETE_FLAGS);
      case 10, 11 -> line("ma", COUNT_FLAGS);
      case 12 -> "me " + key() + pick("", " b", " x") + "\r\n";
      case 13 -> "mg " + key() + " c\r\n";
      case 14 -> plain();
      default -> odd();
    };
  }

  private String plain() {
    String key = "k" + random.nextInt(4);
    return pick(
        "set " + key + " 9 0 2\r\n10\r\n",
        "get " + key + "\r\n",
        "touch " + key + " 1000\r\n",
        "incr " + key + " 1\r\n",
        "append " + key + " 0 0 1\r\n0\r\n",
        "delete " + key + "\r\n");
  }

  private String odd() {
    return pick(
        "mn\r\n",
        "mn x y\r\n",
        "ms k1 1 " + LONG_OPAQUE + "\r\na\r\n",
        "md k1 " + LONG_OPAQUE + "\r\n",
        "mg\r\n",
        "ms\r\n",
        "ms k1\r\n",
        "ms k1 x\r\n",
        "ms k1 -1\r\n",
        "ms k1 S2\r\n",
        "md\r\n",
        "ma\r\n",
        "me\r\n",
        "mx k1\r\n",
        "mg " + "x".repeat(251) + " v\r\n",
        "mg k1 " + "v ".repeat(25) + "\r\n",
        "md k1 a b c d e f g h i j k l m n o p q r s t\r\n",
        "ms k1 2 b\r\nab\r\n",
        "ms k1 2 c\r\nabc\r\n",
        "ms k1 1048576 k\r\n" + "x".repeat(1_048_576) + "\r\n",
        "ms k1 1048576 MA\r\n" + "x".repeat(1_048_576) + "\r\n");
  }

  private String line(String command, List<String> flags) {
    return command + " " + keyed() + some(flags) + "\r\n";
  }

  private String set() {
    String value = pick("", "1", "99", "abc", "x".repeat(random.nextInt(200)));
    int length = random.nextInt(25) == 0 ? Math.max(0, value.length() - 1) : value.length();
    String keyed = keyed();
    int blank = keyed.indexOf(' ');
    String key = blank < 0 ? keyed : keyed.substring(0, blank);
    String rest = blank < 0 ? "" : keyed.substring(blank);
    return "ms " + key + " " + length + rest + some(SET_FLAGS) + "\r\n" + value + "\r\n";
  }

  private String keyed() {
    return random.nextInt(6) == 0 ? pick("Zm9v b", "AAH/ b", "Zm9 b", "!!!! b") : key();
  }

  private String key() {
    return random.nextInt(30) == 0 ? "y".repeat(250) : "k" + random.nextInt(4);
  }

  private String some(List<String> flags) {
    List<String> chosen = new ArrayList<>(flags);
    Collections.shuffle(chosen, random);
    List<String> taken = new ArrayList<>(chosen.subList(0, random.nextInt(6)));
    if (random.nextInt(12) == 0) {
      taken.add(WRONG.get(random.nextInt(WRONG.size())));
    }
    return IntStream.range(0, taken.size())
        .mapToObj(i -> " " + taken.get(i))
        .collect(Collectors.joining());
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
