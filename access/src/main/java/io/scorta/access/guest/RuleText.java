package io.scorta.access.guest;

import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestMatch.ConnectionState;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.PortRange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Rules as options, the way `-S` and `iptables-save` print them and `iptables-restore` reads them.
public final class RuleText {
  private RuleText() {}

  /// `-A CHAIN ...`, without a line's end.
  public static String append(String chain, GuestRule rule) {
    StringBuilder text = new StringBuilder("-A ").append(chain);
    for (GuestMatch match : rule.matches()) {
      text.append(' ').append(match(match));
    }
    rule.target().ifPresent(target -> text.append(" -j ").append(target(target)));
    return text.toString();
  }

  private static String match(GuestMatch match) {
    return switch (match) {
      case GuestMatch.Source source -> not(source.negated()) + "-s " + source.block();
      case GuestMatch.Destination to -> not(to.negated()) + "-d " + to.block();
      case GuestMatch.InInterface in -> not(in.negated()) + "-i " + in.name();
      case GuestMatch.OutInterface out -> not(out.negated()) + "-o " + out.name();
      case GuestMatch.OfProtocol of ->
          not(of.negated()) + "-p " + IptablesNames.nameOf(of.protocol());
      case GuestMatch.Ports ports -> ports(ports);
      case GuestMatch.Multiport ports ->
          "-m multiport %s--%s %s"
              .formatted(not(ports.negated()), side(ports.side()), list(ports.ranges()));
      case GuestMatch.State state ->
          "-m %s %s--%s %s"
              .formatted(
                  state.byStateModule() ? "state" : "conntrack",
                  not(state.negated()),
                  state.byStateModule() ? "state" : "ctstate",
                  states(state.states()));
      case GuestMatch.Comment comment -> "-m comment --comment " + quoted(comment.text());
    };
  }

  private static String ports(GuestMatch.Ports ports) {
    return "-m "
        + ports.protocol()
        + option(ports.source(), ports.sourceNegated(), "sport")
        + option(ports.destination(), ports.destinationNegated(), "dport");
  }

  private static String option(Optional<PortRange> range, boolean negated, String name) {
    return range.map(ports -> " " + not(negated) + "--" + name + " " + range(ports)).orElse("");
  }

  private static String target(GuestTarget target) {
    return switch (target) {
      case GuestTarget.Dnat(int address, int port) ->
          "DNAT --to-destination " + Ipv4.format(address) + (port == 0 ? "" : ":" + port);
      case GuestTarget.Snat(int address, Optional<PortRange> ports) ->
          "SNAT --to-source "
              + Ipv4.format(address)
              + ports.map(range -> ":" + dashed(range)).orElse("");
      case GuestTarget.Masquerade(Optional<PortRange> ports) ->
          "MASQUERADE" + ports.map(range -> " --to-ports " + dashed(range)).orElse("");
      case GuestTarget.Redirect(int port) -> "REDIRECT" + (port == 0 ? "" : " --to-ports " + port);
      case GuestTarget.Accept _ -> "ACCEPT";
      case GuestTarget.Drop _ -> "DROP";
      case GuestTarget.Reject(String with) -> "REJECT --reject-with " + with;
      case GuestTarget.Return _ -> "RETURN";
      case GuestTarget.Jump(String chain) -> chain;
    };
  }

  /// The name that a listing shows in its target column.
  static String name(GuestTarget target) {
    String text = target(target);
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  static String side(GuestMatch.Side side) {
    return switch (side) {
      case SOURCE -> "sports";
      case DESTINATION -> "dports";
      case EITHER -> "ports";
    };
  }

  static String states(List<ConnectionState> states) {
    return states.stream().map(Enum::name).collect(Collectors.joining(","));
  }

  static String list(List<PortRange> ranges) {
    return ranges.stream().map(RuleText::range).collect(Collectors.joining(","));
  }

  static String range(PortRange range) {
    return range.first() == range.last()
        ? Integer.toString(range.first())
        : range.first() + ":" + range.last();
  }

  static String dashed(PortRange range) {
    return range(range).replace(':', '-');
  }

  private static String not(boolean negated) {
    return negated ? "! " : "";
  }

  /// Quotes unless all characters are letters, digits, `_` or `-`.
  private static String quoted(String text) {
    boolean isPlain =
        !text.isEmpty()
            && text.chars()
                .allMatch(
                    c ->
                        c >= '0' && c <= '9'
                            || c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c == '_'
                            || c == '-');
    if (isPlain) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '\'') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
