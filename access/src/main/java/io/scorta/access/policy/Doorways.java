package io.scorta.access.policy;

import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.PortRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the doorways of all running instances.
///
/// Per port the first rule that leads to a listening node counts; conditions other than the port
/// are left to the judgement of each connection. A port range is followed up to
/// [#PORTS_PER_RULE_MAX] ports.
final class Doorways {
  static final int PORTS_PER_RULE_MAX = 1024;
  private static final int CHAIN_MAX = 5;
  private static final Set<String> OTHER_CHAINS = Set.of("INPUT", "OUTPUT", "POSTROUTING");

  private final Atlas atlas;

  Doorways(Atlas atlas) {
    this.atlas = atlas;
  }

  List<Doorway> list() {
    List<Doorway> doorways = new ArrayList<>();
    for (int number = 0; number < atlas.size(); number++) {
      Optional<Guest> guest = atlas.guest(number);
      if (guest.isPresent() && atlas.isUp(number) && guest.get().ipForward()) {
        collect(number, guest.get(), doorways);
      }
    }
    return doorways;
  }

  private void collect(int number, Guest guest, List<Doorway> doorways) {
    Set<Integer> taken = new HashSet<>();
    for (GuestRule rule : arrivalRules(guest)) {
      for (int port : ports(number, rule)) {
        if (!taken.contains(port)) {
          follow(number, rule, port, 0)
              .ifPresent(
                  doorway -> {
                    taken.add(port);
                    doorways.add(doorway);
                  });
        }
      }
    }
  }

  private Optional<Doorway> follow(int number, GuestRule rule, int port, int depth) {
    if (!(rule.target().orElse(null) instanceof GuestTarget.Dnat(int address, int to))) {
      return Optional.empty();
    }
    NetworkInterface it = atlas.at(number);
    int next = atlas.number(it.vpcId(), address);
    int nextPort = to == 0 ? port : to;
    if (next == Atlas.NOBODY || next == number || depth > CHAIN_MAX) {
      return Optional.empty();
    }
    if (atlas.at(next).holder() == NetworkInterface.Holder.CACHE_NODE) {
      return atlas.listens(next, nextPort)
          ? Optional.of(new Doorway(it.id(), port, atlas.at(next).id(), nextPort))
          : Optional.empty();
    }
    return atlas.guest(next).stream()
        .flatMap(guest -> arrivalRules(guest).stream())
        .filter(further -> admitsPort(further, nextPort))
        .flatMap(further -> follow(next, further, nextPort, depth + 1).stream())
        .findFirst()
        .map(end -> new Doorway(it.id(), port, end.targetInterfaceId(), end.targetPort()));
  }

  private static List<GuestRule> arrivalRules(Guest guest) {
    return guest.table(GuestTable.NAT).map(GuestTable::chains).orElse(List.of()).stream()
        .filter(chain -> !OTHER_CHAINS.contains(chain.name()))
        .map(GuestChain::rules)
        .flatMap(List::stream)
        .filter(rule -> rule.target().orElse(null) instanceof GuestTarget.Dnat)
        .toList();
  }

  /// The ports that a rule names, or those on which its target listens.
  private List<Integer> ports(int number, GuestRule rule) {
    List<Integer> ports = new ArrayList<>();
    for (GuestMatch match : rule.matches()) {
      for (PortRange range : ranges(match)) {
        for (int p = range.first(); p <= range.last() && ports.size() < PORTS_PER_RULE_MAX; p++) {
          ports.add(p);
        }
      }
    }
    if (ports.isEmpty()
        && rule.target().orElse(null) instanceof GuestTarget.Dnat(int address, int to)) {
      int next = atlas.number(atlas.at(number).vpcId(), address);
      if (next != Atlas.NOBODY && to == 0) {
        atlas.listenerPorts(next).forEach(ports::add);
      } else {
        ports.add(to);
      }
    }
    return ports.stream().filter(port -> admitsPort(rule, port)).toList();
  }

  private static boolean admitsPort(GuestRule rule, int port) {
    for (GuestMatch match : rule.matches()) {
      List<PortRange> ranges = ranges(match);
      if (!ranges.isEmpty()
          && ranges.stream().noneMatch(range -> range.contains(port)) != isNegated(match)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNegated(GuestMatch match) {
    return switch (match) {
      case GuestMatch.Ports ports -> ports.destinationNegated();
      case GuestMatch.Multiport ports -> ports.negated();
      default -> false;
    };
  }

  private static List<PortRange> ranges(GuestMatch match) {
    return switch (match) {
      case GuestMatch.Ports ports -> ports.destination().map(List::of).orElse(List.of());
      case GuestMatch.Multiport ports when ports.side() != GuestMatch.Side.SOURCE -> ports.ranges();
      default -> List.of();
    };
  }
}
