package io.scorta.access.guest;

import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The targets that `-j` loads.
final class TargetExtensions {
  static final Set<String> NAMES =
      Set.of("ACCEPT", "DROP", "RETURN", "REJECT", "DNAT", "SNAT", "MASQUERADE", "REDIRECT");

  /// Targets of the real tool that steer nothing that is simulated here.
  private static final Set<String> NOT_OFFERED =
      Set.of(
          "LOG",
          "NFLOG",
          "MARK",
          "CONNMARK",
          "TCPMSS",
          "TPROXY",
          "CT",
          "NOTRACK",
          "QUEUE",
          "NFQUEUE",
          "SET",
          "NETMAP",
          "AUDIT",
          "TRACE",
          "TOS",
          "DSCP",
          "TTL",
          "CLASSIFY");

  private TargetExtensions() {}

  static RuleExtension<GuestTarget> load(String name) {
    return switch (name) {
      case "ACCEPT" -> plain(name, new GuestTarget.Accept());
      case "DROP" -> plain(name, new GuestTarget.Drop());
      case "RETURN" -> plain(name, new GuestTarget.Return());
      case "REJECT" ->
          new Loaded(
              name,
              "reject-with",
              (value, _) -> reject(value),
              new GuestTarget.Reject("icmp-port-unreachable"));
      case "DNAT" -> new Loaded(name, "to-destination", TargetExtensions::dnat, null);
      case "SNAT" -> new Loaded(name, "to-source", TargetExtensions::snat, null);
      case "MASQUERADE" ->
          new Loaded(
              name,
              "to-ports",
              TargetExtensions::masquerade,
              new GuestTarget.Masquerade(Optional.empty()));
      case "REDIRECT" ->
          new Loaded(name, "to-ports", TargetExtensions::redirect, new GuestTarget.Redirect(0));
      default -> {
        if (NOT_OFFERED.contains(name)) {
          throw IptablesFaults.notOffered("target " + name);
        }
        yield plain(name, new GuestTarget.Jump(name));
      }
    };
  }

  private static RuleExtension<GuestTarget> plain(String name, GuestTarget target) {
    return new Loaded(name, "", (_, _) -> target, target);
  }

  /// One port, or a range `A-B`.
  private static PortRange ports(String text) {
    int dash = text.indexOf('-');
    String low = dash < 0 ? text : text.substring(0, dash);
    int first = port(low);
    if (dash < 0) {
      return PortRange.of(first);
    }
    String high = text.substring(dash + 1);
    int last = port(high);
    if (last < first) {
      throw IptablesFaults.usage("Port range `" + high + "' funky");
    }
    return new PortRange(first, last);
  }

  private static int port(String text) {
    int port = IptablesNames.number(text, PortRange.PORT_MAX);
    if (port < 0) {
      throw IptablesFaults.usage("Port `" + text + "' not valid");
    }
    return port;
  }

  private static void needPorts(boolean portsKnown) {
    if (!portsKnown) {
      throw IptablesFaults.usage("Need TCP, UDP, SCTP or DCCP with port specification");
    }
  }

  private static int singlePort(String target, PortRange range) {
    if (range.first() != range.last()) {
      throw IptablesFaults.notOffered(target + " to a range of ports");
    }
    if (range.first() == 0) {
      throw IptablesFaults.notOffered(target + " to port 0");
    }
    return range.first();
  }

  private static GuestTarget dnat(String value, boolean portsKnown) {
    Endpoint to = Endpoint.read("DNAT", value, portsKnown);
    int port = to.ports().map(range -> singlePort("DNAT", range)).orElse(0);
    return new GuestTarget.Dnat(to.address(), port);
  }

  private static GuestTarget snat(String value, boolean portsKnown) {
    Endpoint to = Endpoint.read("SNAT", value, portsKnown);
    return new GuestTarget.Snat(to.address(), to.ports());
  }

  private static GuestTarget masquerade(String value, boolean portsKnown) {
    needPorts(portsKnown);
    return new GuestTarget.Masquerade(Optional.of(ports(value)));
  }

  private static GuestTarget redirect(String value, boolean portsKnown) {
    needPorts(portsKnown);
    return new GuestTarget.Redirect(singlePort("REDIRECT", ports(value)));
  }

  private static GuestTarget reject(String value) {
    return IptablesNames.rejection(value)
        .map(GuestTarget.Reject::new)
        .orElseThrow(() -> IptablesFaults.usage("unknown reject type \"" + value + "\""));
  }

  /// An address and perhaps ports, as DNAT and SNAT take them.
  private record Endpoint(int address, Optional<PortRange> ports) {
    static Endpoint read(String target, String value, boolean portsKnown) {
      int colon = value.indexOf(':');
      String host = colon < 0 ? value : value.substring(0, colon);
      Optional<PortRange> ports = Optional.empty();
      if (colon >= 0) {
        ports = Optional.of(TargetExtensions.ports(value.substring(colon + 1)));
        needPorts(portsKnown);
      }
      if (host.isEmpty()) {
        throw IptablesFaults.notOffered(target + " without an address");
      }
      if (host.contains("-")) {
        throw IptablesFaults.notOffered(target + " to a range of addresses");
      }
      try {
        return new Endpoint(Ipv4.parse(host), ports);
      } catch (IllegalArgumentException _) {
        throw IptablesFaults.usage("Bad IP address \"" + host + "\"");
      }
    }
  }

  /// Turns an option's value into a target, knowing whether the rule is about TCP or UDP.
  @FunctionalInterface
  private interface Reader {
    GuestTarget read(String value, boolean portsKnown);
  }

  /// A target with at most one option.
  private static final class Loaded implements RuleExtension<GuestTarget> {
    private final String name;
    private final String option;
    private final Reader reader;
    private @Nullable GuestTarget target;
    private boolean isGiven;

    Loaded(String name, String option, Reader reader, @Nullable GuestTarget withoutOption) {
      this.name = name;
      this.option = option;
      this.reader = reader;
      this.target = withoutOption;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> options() {
      return option.isEmpty() ? List.of() : List.of(option);
    }

    @Override
    public void take(String given, String value, boolean negated, Protocol about) {
      if (negated) {
        throw IptablesFaults.usage(
            "%s: option \"--%s\" cannot be inverted.\n".formatted(name, option));
      }
      if (isGiven) {
        throw IptablesFaults.usage(
            "%s: option \"--%s\" can only be used once.\n".formatted(name, option));
      }
      isGiven = true;
      target = reader.read(value, about.hasPorts());
    }

    @Override
    public GuestTarget build() {
      if (target == null) {
        throw IptablesFaults.usage(
            "%s: option \"--%s\" must be specified\n".formatted(name, option));
      }
      return target;
    }
  }
}
