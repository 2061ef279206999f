package io.scorta.access.policy;

import io.scorta.access.guest.RuleText;
import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestMatch.ConnectionState;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the iptables rules of a guest with one interface, `eth0`, do to a packet.
///
/// A client's own port is not known when its connection is judged. A condition on it holds only
/// when it holds for every port that hosts choose from.
final class GuestPath {
  static final String DEVICE = "eth0";
  static final PortRange CLIENT_PORTS = new PortRange(32768, 60999);
  private static final int DEPTH_MAX = 16;

  /// Which packet of a connection is asked about, as connection tracking sees it.
  enum Way {
    FIRST,
    LATER,
    ANSWER
  }

  /// A packet and how it passes: the answer has its addresses and ports turned round.
  private record Probe(Packet packet, Way way, boolean comesIn, boolean goesOut, boolean diverted) {
    Probe(Packet packet, Way way, boolean comesIn, boolean goesOut) {
      this(packet, way, comesIn, goesOut, false);
    }

    int source() {
      return way == Way.ANSWER ? packet.destination() : packet.source();
    }

    int destination() {
      return way == Way.ANSWER ? packet.source() : packet.destination();
    }
  }

  /// The rule that decided, and the chain it stands in.
  private record Decision(String chain, GuestRule rule) {
    @Nullable GuestTarget target() {
      return rule.target().orElse(null);
    }
  }

  private final Guest guest;
  private final int address;

  GuestPath(Guest guest, int address) {
    this.guest = guest;
    this.address = address;
  }

  boolean forwards() {
    return guest.ipForward();
  }

  /// The packet after the destination translation of packets that come in.
  Packet arrived(Packet packet) {
    return redirected("PREROUTING", new Probe(packet, Way.FIRST, true, false));
  }

  /// The packet after the destination translation of packets that the host itself sends.
  Packet sent(Packet packet) {
    return redirected("OUTPUT", new Probe(packet, Way.FIRST, false, true));
  }

  /// The packet after the source translation of packets that go out.
  Packet departed(Packet packet) {
    Probe probe = new Probe(packet, Way.FIRST, false, true);
    return switch (target(GuestTable.NAT, "POSTROUTING", probe)) {
      case GuestTarget.Snat(int to, _) -> packet.from(to);
      case GuestTarget.Masquerade _ -> packet.from(address);
      case null, default -> packet;
    };
  }

  /// The rule that translated a packet which came in so, as iptables prints it.
  String arrivalRule(Packet packet) {
    return text("PREROUTING", new Probe(packet, Way.FIRST, true, false));
  }

  /// The rule that translated a packet which went out so, as iptables prints it.
  String departureRule(Packet packet) {
    return text("POSTROUTING", new Probe(packet, Way.FIRST, false, true));
  }

  /// Whether the filter table lets a packet that comes in for the host itself pass.
  boolean admitsInput(Packet packet, Way way) {
    return way == Way.ANSWER
        ? passes("OUTPUT", new Probe(packet, way, false, true))
        : passes("INPUT", new Probe(packet, way, true, false));
  }

  /// Whether the filter table lets a packet that the host itself sends pass.
  boolean admitsOutput(Packet packet, Way way) {
    return way == Way.ANSWER
        ? passes("INPUT", new Probe(packet, way, true, false))
        : passes("OUTPUT", new Probe(packet, way, false, true));
  }

  /// Whether the filter table lets a forwarded packet pass; `diverted` when its destination was
  /// translated.
  boolean admitsForward(Packet packet, Way way, boolean diverted) {
    return passes("FORWARD", new Probe(packet, way, true, true, diverted));
  }

  /// Whether no rule can touch a connection that the host itself opens.
  boolean isPlainSource() {
    return isEmpty(GuestTable.NAT, "OUTPUT")
        && isEmpty(GuestTable.FILTER, "OUTPUT")
        && isEmpty(GuestTable.FILTER, "INPUT")
        && rules(GuestTable.NAT, "POSTROUTING").stream().allMatch(this::keepsOwnAddress);
  }

  /// Whether no rule can touch a connection to the host itself.
  boolean isPlainTarget() {
    return isEmpty(GuestTable.NAT, "PREROUTING")
        && isEmpty(GuestTable.FILTER, "INPUT")
        && isEmpty(GuestTable.FILTER, "OUTPUT");
  }

  private boolean keepsOwnAddress(GuestRule rule) {
    return switch (rule.target().orElse(null)) {
      case GuestTarget.Snat(int to, _) -> to == address;
      case GuestTarget.Masquerade _, GuestTarget.Accept _ -> true;
      case null -> true;
      default -> false;
    };
  }

  private Packet redirected(String chain, Probe probe) {
    Packet packet = probe.packet();
    return switch (target(GuestTable.NAT, chain, probe)) {
      case GuestTarget.Dnat(int to, int port) -> packet.to(to, port == 0 ? packet.port() : port);
      case GuestTarget.Redirect(int port) -> packet.to(address, port == 0 ? packet.port() : port);
      case null, default -> packet;
    };
  }

  private String text(String chain, Probe probe) {
    Decision decision = decide(GuestTable.NAT, chain, probe);
    return decision == null ? "" : RuleText.append(decision.chain(), decision.rule());
  }

  private boolean passes(String chain, Probe probe) {
    return switch (target(GuestTable.FILTER, chain, probe)) {
      case GuestTarget.Drop _, GuestTarget.Reject _ -> false;
      case GuestTarget.Accept _ -> true;
      case null, default -> policy(GuestTable.FILTER, chain) == GuestChain.Policy.ACCEPT;
    };
  }

  private @Nullable GuestTarget target(String table, String chain, Probe probe) {
    Decision decision = decide(table, chain, probe);
    return decision == null ? null : decision.target();
  }

  private @Nullable Decision decide(String table, String chain, Probe probe) {
    GuestTable found = guest.table(table).orElse(null);
    return found == null ? null : decide(found, chain, probe, 0);
  }

  /// What ends the packet's way through a chain; null when the chain decided nothing.
  private static @Nullable Decision decide(GuestTable table, String chain, Probe probe, int depth) {
    if (depth > DEPTH_MAX) {
      return null;
    }
    for (GuestRule rule : table.chain(chain).map(GuestChain::rules).orElse(List.of())) {
      if (rule.target().isEmpty() || !applies(rule, probe)) {
        continue;
      }
      switch (rule.target().get()) {
        case GuestTarget.Return _ -> {
          return null;
        }
        case GuestTarget.Jump(String next) -> {
          Decision decided = decide(table, next, probe, depth + 1);
          if (decided != null) {
            return decided;
          }
        }
        default -> {
          return new Decision(chain, rule);
        }
      }
    }
    return null;
  }

  private static boolean applies(GuestRule rule, Probe probe) {
    for (GuestMatch match : rule.matches()) {
      if (!holds(match, probe)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(GuestMatch match, Probe probe) {
    return switch (match) {
      case GuestMatch.Source(var block, boolean not) -> block.contains(probe.source()) != not;
      case GuestMatch.Destination(var block, boolean not) ->
          block.contains(probe.destination()) != not;
      case GuestMatch.InInterface in -> in.names(probe.comesIn() ? DEVICE : "") != in.negated();
      case GuestMatch.OutInterface out -> out.names(probe.goesOut() ? DEVICE : "") != out.negated();
      case GuestMatch.OfProtocol(Protocol protocol, boolean not) ->
          covers(protocol, probe.packet().protocol()) != not;
      case GuestMatch.Ports ports -> holds(ports, probe);
      case GuestMatch.Multiport ports -> holds(ports, probe);
      case GuestMatch.State(var states, boolean not, _) -> isIn(states, probe) != not;
      case GuestMatch.Comment _ -> true;
    };
  }

  private static boolean covers(Protocol asked, Protocol actual) {
    return asked.equals(Protocol.ALL) || asked.equals(actual);
  }

  private static boolean isIn(List<ConnectionState> states, Probe probe) {
    boolean first = probe.way() == Way.FIRST;
    return states.contains(first ? ConnectionState.NEW : ConnectionState.ESTABLISHED)
        || probe.diverted() && states.contains(ConnectionState.DNAT);
  }

  private static boolean holds(GuestMatch.Ports ports, Probe probe) {
    boolean answer = probe.way() == Way.ANSWER;
    int port = probe.packet().port();
    return ports.protocol().equals(probe.packet().protocol())
        && holds(ports.source(), ports.sourceNegated(), answer, port)
        && holds(ports.destination(), ports.destinationNegated(), !answer, port);
  }

  /// `known` tells the service's port from the client's.
  private static boolean holds(
      Optional<PortRange> range, boolean negated, boolean known, int port) {
    return range.isEmpty() || holds(List.of(range.get()), negated, known, port);
  }

  private static boolean holds(GuestMatch.Multiport match, Probe probe) {
    boolean answer = probe.way() == Way.ANSWER;
    int port = probe.packet().port();
    return switch (match.side()) {
      case SOURCE -> holds(match.ranges(), match.negated(), answer, port);
      case DESTINATION -> holds(match.ranges(), match.negated(), !answer, port);
      case EITHER -> {
        boolean either =
            holds(match.ranges(), false, true, port) || holds(match.ranges(), false, false, port);
        yield either != match.negated();
      }
    };
  }

  private static boolean holds(List<PortRange> ranges, boolean negated, boolean known, int port) {
    if (known) {
      return ranges.stream().anyMatch(range -> range.contains(port)) != negated;
    }
    return negated
        ? ranges.stream().noneMatch(GuestPath::meetsClientPorts)
        : ranges.stream().anyMatch(GuestPath::coversClientPorts);
  }

  private static boolean coversClientPorts(PortRange range) {
    return range.first() <= CLIENT_PORTS.first() && range.last() >= CLIENT_PORTS.last();
  }

  private static boolean meetsClientPorts(PortRange range) {
    return range.first() <= CLIENT_PORTS.last() && range.last() >= CLIENT_PORTS.first();
  }

  private boolean isEmpty(String table, String chain) {
    return rules(table, chain).isEmpty() && policy(table, chain) == GuestChain.Policy.ACCEPT;
  }

  private List<GuestRule> rules(String table, String chain) {
    return guest
        .table(table)
        .flatMap(found -> found.chain(chain))
        .map(GuestChain::rules)
        .orElse(List.of());
  }

  private GuestChain.Policy policy(String table, String chain) {
    return guest
        .table(table)
        .flatMap(found -> found.chain(chain))
        .flatMap(GuestChain::policy)
        .orElse(GuestChain.Policy.ACCEPT);
  }
}
