package io.scorta.access.policy;

import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestMatch.ConnectionState;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where a guest's destination translation can send a new TCP connection to the guest's address.
///
/// The client is not known yet, so a condition on it may or may not hold; whatever it decides, the
/// gate judges again when the client has come.
public final class PortForwards {
  /// Ports of one instance that are looked at.
  public static final int PORTS_MAX = 1_024;

  private static final String DEVICE = "eth0";
  private static final int DEPTH_MAX = 16;

  /// A destination, after translation.
  public record Destination(int address, int port) {}

  private enum Answer {
    YES,
    MAYBE,
    NO
  }

  private final GuestTable nat;
  private final int address;

  private PortForwards(GuestTable nat, int address) {
    this.nat = nat;
    this.address = address;
  }

  /// The ports that rules of the guest name or lead to, at most one more than may be forwarded.
  ///
  /// Short ranges come first, so that one wide rule does not crowd out the others. A rule for all
  /// ports adds only the port it leads to.
  public static Set<Integer> ports(Guest guest) {
    List<PortRange> ranges = new ArrayList<>();
    guest.table(GuestTable.NAT).stream()
        .flatMap(table -> table.chains().stream())
        .flatMap(chain -> chain.rules().stream())
        .forEach(rule -> addRanges(rule, ranges));
    ranges.sort(Comparator.comparingInt(range -> range.last() - range.first()));
    Set<Integer> ports = new LinkedHashSet<>();
    for (PortRange range : ranges) {
      for (int port = Math.max(1, range.first()); port <= range.last(); port++) {
        if (ports.size() > PORTS_MAX) {
          return ports;
        }
        ports.add(port);
      }
    }
    return ports;
  }

  /// Every destination that a connection to this port can get, the first in rule order first.
  public static List<Destination> destinations(Guest guest, int address, int port) {
    List<Destination> found = new ArrayList<>();
    guest
        .table(GuestTable.NAT)
        .ifPresent(table -> new PortForwards(table, address).walk("PREROUTING", port, 0, found));
    return found;
  }

  private static void addRanges(GuestRule rule, List<PortRange> ranges) {
    if (rule.target().orElse(null) instanceof GuestTarget.Dnat(_, int port) && port != 0) {
      ranges.add(PortRange.of(port));
    }
    for (GuestMatch match : rule.matches()) {
      switch (match) {
        case GuestMatch.Ports tcp when !tcp.destinationNegated() ->
            tcp.destination().ifPresent(ranges::add);
        case GuestMatch.Multiport many
            when !many.negated() && many.side() != GuestMatch.Side.SOURCE ->
            ranges.addAll(many.ranges());
        default -> {}
      }
    }
  }

  /// Follows a chain. Answers whether the packet's way certainly ends in it.
  private boolean walk(String chain, int port, int depth, List<Destination> found) {
    List<GuestRule> rules = nat.chain(chain).map(GuestChain::rules).orElse(List.of());
    for (GuestRule rule : rules) {
      Answer applies = applies(rule, port);
      GuestTarget target = rule.target().orElse(null);
      if (applies == Answer.NO || target == null) {
        continue;
      }
      boolean certain = applies == Answer.YES;
      if (target instanceof GuestTarget.Return && certain) {
        return false;
      }
      if (ends(target, port, depth, found) && certain) {
        return true;
      }
    }
    return false;
  }

  private boolean ends(GuestTarget target, int port, int depth, List<Destination> found) {
    return switch (target) {
      case GuestTarget.Dnat(int to, int toPort) -> {
        found.add(new Destination(to, toPort == 0 ? port : toPort));
        yield true;
      }
      case GuestTarget.Jump(String next) -> depth < DEPTH_MAX && walk(next, port, depth + 1, found);
      case GuestTarget.Return _ -> false;
      default -> true;
    };
  }

  private Answer applies(GuestRule rule, int port) {
    Answer all = Answer.YES;
    for (GuestMatch match : rule.matches()) {
      Answer one = applies(match, port);
      if (one == Answer.NO) {
        return Answer.NO;
      }
      all = one == Answer.MAYBE ? Answer.MAYBE : all;
    }
    return all;
  }

  private Answer applies(GuestMatch match, int port) {
    return switch (match) {
      case GuestMatch.Source(var block, boolean not) ->
          block.isAnywhere() ? known(!not) : Answer.MAYBE;
      case GuestMatch.Destination(var block, boolean not) -> known(block.contains(address) != not);
      case GuestMatch.InInterface in -> known(in.names(DEVICE) != in.negated());
      case GuestMatch.OutInterface out -> known(out.negated());
      case GuestMatch.OfProtocol(Protocol of, boolean not) ->
          known((of.equals(Protocol.ALL) || of.equals(Protocol.TCP)) != not);
      case GuestMatch.Ports ports -> applies(ports, port);
      case GuestMatch.Multiport many ->
          many.side() == GuestMatch.Side.DESTINATION
              ? known(many.ranges().stream().anyMatch(it -> it.contains(port)) != many.negated())
              : Answer.MAYBE;
      case GuestMatch.State(var states, boolean not, _) ->
          known(states.contains(ConnectionState.NEW) != not);
      case GuestMatch.Comment _ -> Answer.YES;
    };
  }

  private static Answer applies(GuestMatch.Ports ports, int port) {
    boolean wrongPort =
        ports
            .destination()
            .filter(range -> range.contains(port) == ports.destinationNegated())
            .isPresent();
    if (wrongPort || !ports.protocol().equals(Protocol.TCP)) {
      return Answer.NO;
    }
    return ports.source().isPresent() ? Answer.MAYBE : Answer.YES;
  }

  private static Answer known(boolean holds) {
    return holds ? Answer.YES : Answer.NO;
  }
}
