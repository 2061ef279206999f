package io.scorta.access.guest;

import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Names that iptables takes for numbers: protocols, services and reasons to reject.
final class IptablesNames {
  private static final Map<String, Integer> PROTOCOLS =
      Map.of(
          "icmp",
          1,
          "igmp",
          2,
          "ipencap",
          4,
          "tcp",
          6,
          "udp",
          17,
          "gre",
          47,
          "esp",
          50,
          "ah",
          51,
          "ipv6-icmp",
          58,
          "sctp",
          132);
  private static final Map<String, Integer> SERVICES =
      Map.of("ssh", 22, "smtp", 25, "domain", 53, "http", 80, "ntp", 123, "https", 443);

  /// Reasons in full; the tool accepts a beginning of any, and these short forms.
  private static final List<String> REJECTIONS =
      List.of(
          "icmp-net-unreachable",
          "icmp-host-unreachable",
          "icmp-proto-unreachable",
          "icmp-port-unreachable",
          "icmp-net-prohibited",
          "icmp-host-prohibited",
          "tcp-reset",
          "icmp-admin-prohibited");

  private static final Map<String, String> SHORT_REJECTIONS =
      Map.of(
          "net-unreach", "icmp-net-unreachable",
          "host-unreach", "icmp-host-unreachable",
          "proto-unreach", "icmp-proto-unreachable",
          "port-unreach", "icmp-port-unreachable",
          "net-prohib", "icmp-net-prohibited",
          "host-prohib", "icmp-host-prohibited",
          "tcp-rst", "tcp-reset",
          "admin-prohib", "icmp-admin-prohibited");

  private static final int PROTOCOL_MAX = 255;

  private IptablesNames() {}

  static Protocol protocol(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.equals("all")) {
      return Protocol.ALL;
    }
    Integer known = PROTOCOLS.get(name);
    int number = known != null ? known : number(name, PROTOCOL_MAX);
    if (number < 0) {
      throw IptablesFaults.usage("unknown protocol \"" + text + "\" specified");
    }
    return number == 0 ? Protocol.ALL : new Protocol(number);
  }

  static String nameOf(Protocol protocol) {
    if (protocol.equals(Protocol.ALL)) {
      return "all";
    }
    return PROTOCOLS.entrySet().stream()
        .filter(entry -> entry.getValue() == protocol.number())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> Integer.toString(protocol.number()));
  }

  /// The port of a number or a service's name.
  static int port(String text) {
    Integer known = SERVICES.get(text);
    int port = known != null ? known : number(text, PortRange.PORT_MAX);
    if (port < 0) {
      throw IptablesFaults.usage("invalid port/service `" + text + "' specified");
    }
    return port;
  }

  /// The name of a service, or the port's number when it has none.
  static String serviceOf(int port) {
    return SERVICES.entrySet().stream()
        .filter(entry -> entry.getValue() == port)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> Integer.toString(port));
  }

  /// The full reason that a text is the beginning of.
  static Optional<String> rejection(String text) {
    return SHORT_REJECTIONS.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(text))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> REJECTIONS.stream().filter(full -> full.startsWith(text)).findFirst());
  }

  /// A decimal number from 0 to the greatest allowed one, or -1.
  static int number(String text, int max) {
    if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int value = Integer.parseInt(text);
    return value <= max ? value : -1;
  }
}
