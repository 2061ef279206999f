package io.scorta.access.model;

import java.util.Locale;

/// An IP protocol number, 0 to 255, or -1 for all of them.
public record Protocol(int number) {
  public static final Protocol ALL = new Protocol(-1);
  public static final Protocol ICMP = new Protocol(1);
  public static final Protocol TCP = new Protocol(6);
  public static final Protocol UDP = new Protocol(17);
  public static final Protocol ICMPV6 = new Protocol(58);
  private static final int NUMBER_MAX = 255;

  public Protocol {
    if (number < -1 || number > NUMBER_MAX) {
      throw new IllegalArgumentException(
          "protocol " + number + ": give tcp, udp, icmp, icmpv6, -1 or a number 0 to 255");
    }
  }

  /// The protocol of a name or a number, as EC2 accepts them.
  ///
  /// @throws IllegalArgumentException when the text names none
  public static Protocol parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "-1", "all" -> ALL;
      case "tcp" -> TCP;
      case "udp" -> UDP;
      case "icmp" -> ICMP;
      case "icmpv6" -> ICMPV6;
      default -> ofNumber(text);
    };
  }

  private static Protocol ofNumber(String text) {
    try {
      return new Protocol(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "protocol \"" + text + "\": give tcp, udp, icmp, icmpv6, -1 or a number 0 to 255");
    }
  }

  /// Whether rules of this protocol carry port numbers.
  public boolean hasPorts() {
    return equals(TCP) || equals(UDP);
  }

  /// The name EC2 shows: `tcp`, `udp`, `icmp`, `icmpv6`, or the number.
  @Override
  public String toString() {
    return switch (number) {
      case 1 -> "icmp";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 58 -> "icmpv6";
      default -> Integer.toString(number);
    };
  }
}
