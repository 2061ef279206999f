package io.scorta.access.guest;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gathers the parts of a rule in any order and puts them in the one order that iptables shows.
final class RuleBuilder {
  private static final int INTERFACE_CHARACTERS_MAX = 15;
  private static final int OCTETS = 4;
  private static final int ADDRESS_BITS = 32;

  private @Nullable String sources;
  private @Nullable String destinations;
  private boolean sourceNegated;
  private boolean destinationNegated;
  private GuestMatch.@Nullable InInterface in;
  private GuestMatch.@Nullable OutInterface out;
  private GuestMatch.@Nullable OfProtocol protocol;
  private final List<RuleExtension<GuestMatch>> matches = new ArrayList<>();
  private @Nullable RuleExtension<GuestTarget> target;

  void source(String text, boolean negated) {
    refuseSecond(sources != null, "-s");
    sources = text;
    sourceNegated = negated;
  }

  void destination(String text, boolean negated) {
    refuseSecond(destinations != null, "-d");
    destinations = text;
    destinationNegated = negated;
  }

  void in(String name, boolean negated) {
    refuseSecond(in != null, "-i");
    in = new GuestMatch.InInterface(interfaceName(name), negated);
  }

  void out(String name, boolean negated) {
    refuseSecond(out != null, "-o");
    out = new GuestMatch.OutInterface(interfaceName(name), negated);
  }

  void protocol(String name, boolean negated) {
    refuseSecond(protocol != null, "-p");
    Protocol parsed = IptablesNames.protocol(name);
    if (negated && parsed.equals(Protocol.ALL)) {
      throw IptablesFaults.usage("rule would never match protocol");
    }
    protocol = new GuestMatch.OfProtocol(parsed, negated);
  }

  void match(String name) {
    boolean isPorts = name.equals("tcp") || name.equals("udp");
    if (isPorts && matches.stream().anyMatch(match -> match.name().equals(name))) {
      throw IptablesFaults.notOffered("\"-m " + name + "\" twice in a rule");
    }
    matches.add(MatchExtensions.load(name));
  }

  void target(String name) {
    refuseSecond(target != null, "-j");
    target = TargetExtensions.load(name);
  }

  /// The protocol that the rule is said to be about by now.
  Protocol about() {
    return protocol == null ? Protocol.ALL : protocol.protocol();
  }

  /// The protocol whose match is loaded unasked when an option of it comes up.
  Optional<String> loadableProtocol() {
    if (protocol == null || protocol.negated() || !protocol.protocol().hasPorts()) {
      return Optional.empty();
    }
    String name = protocol.protocol().toString();
    return matches.stream().anyMatch(match -> match.name().equals(name))
        ? Optional.empty()
        : Optional.of(name);
  }

  /// The loaded extensions, the newest first, in which an option is looked for.
  List<RuleExtension<?>> extensions() {
    List<RuleExtension<?>> all = new ArrayList<>();
    if (target != null) {
      all.add(target);
    }
    all.addAll(matches.reversed());
    return all;
  }

  boolean hasIn() {
    return in != null;
  }

  boolean hasOut() {
    return out != null;
  }

  /// The rules: one for each pair of source and destination, as a list of addresses means.
  ///
  /// Mistakes are told in the tool's order: in extensions first, in addresses last.
  List<GuestRule> build(String table) {
    List<GuestMatch> rest = new ArrayList<>();
    addIfMeant(rest);
    for (RuleExtension<GuestMatch> match : matches) {
      rest.add(match.build());
    }
    Optional<GuestTarget> then = Optional.ofNullable(target).map(RuleExtension::build);
    then.ifPresent(built -> RuleCheck.purpose(table, built));
    List<Cidr> froms = blocks(sources, sourceNegated);
    List<Cidr> tos = blocks(destinations, destinationNegated);
    if ((long) froms.size() * tos.size() > GuestLimits.RULES_MAX) {
      throw IptablesFaults.notOffered(
          "a rule for more than %d pairs of addresses".formatted(GuestLimits.RULES_MAX));
    }
    List<GuestRule> rules = new ArrayList<>();
    for (Cidr from : froms) {
      for (Cidr to : tos) {
        List<GuestMatch> all = new ArrayList<>();
        if (sourceNegated || !from.isAnywhere()) {
          all.add(new GuestMatch.Source(from, sourceNegated));
        }
        if (destinationNegated || !to.isAnywhere()) {
          all.add(new GuestMatch.Destination(to, destinationNegated));
        }
        all.addAll(rest);
        rules.add(new GuestRule(all, then));
      }
    }
    return rules;
  }

  private void addIfMeant(List<GuestMatch> rest) {
    if (in != null && !in.name().equals("+")) {
      rest.add(in);
    }
    if (out != null && !out.name().equals("+")) {
      rest.add(out);
    }
    if (protocol != null && !protocol.protocol().equals(Protocol.ALL)) {
      rest.add(protocol);
    }
  }

  private static List<Cidr> blocks(@Nullable String text, boolean negated) {
    if (text == null) {
      return List.of(Cidr.ANYWHERE);
    }
    String[] parts = text.split(",", -1);
    if (negated && parts.length > 1) {
      throw IptablesFaults.usage("! not allowed with multiple source or destination IP addresses");
    }
    List<Cidr> blocks = new ArrayList<>();
    for (String part : parts) {
      blocks.add(block(part.strip()));
    }
    return blocks;
  }

  private static Cidr block(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    int bits = slash < 0 ? ADDRESS_BITS : bits(text.substring(slash + 1));
    try {
      return new Cidr(Ipv4.parse(slash < 0 ? host : padded(host)), bits);
    } catch (IllegalArgumentException _) {
      throw IptablesFaults.usage("host/network `" + host + "' not found");
    }
  }

  /// `10/8` means `10.0.0.0/8`.
  private static String padded(String host) {
    int octets = host.split("\\.", -1).length;
    return host + ".0".repeat(Math.max(0, OCTETS - octets));
  }

  private static int bits(String text) {
    int bits = IptablesNames.number(text, ADDRESS_BITS);
    if (bits >= 0) {
      return bits;
    }
    try {
      int mask = Ipv4.parse(text);
      int ones = Integer.bitCount(mask);
      if (ones != 0 && mask != -1 << ADDRESS_BITS - ones) {
        throw IptablesFaults.notOffered("mask " + text + " with a gap");
      }
      return ones;
    } catch (IllegalArgumentException _) {
      throw IptablesFaults.usage("invalid mask `" + text + "' specified");
    }
  }

  private static String interfaceName(String name) {
    if (name.isEmpty()) {
      throw IptablesFaults.usage("Empty interface is likely to be undesired");
    }
    if (name.length() > INTERFACE_CHARACTERS_MAX) {
      throw IptablesFaults.usage(
          "interface name `%s' must be shorter than IFNAMSIZ (%d)"
              .formatted(name, INTERFACE_CHARACTERS_MAX));
    }
    if (name.contains("/") || name.chars().anyMatch(Character::isWhitespace)) {
      throw IptablesFaults.usage("interface name `" + name + "' has a wrong character");
    }
    return name;
  }

  private static void refuseSecond(boolean isGiven, String option) {
    if (isGiven) {
      throw IptablesFaults.usage("multiple " + option + " flags not allowed");
    }
  }
}
