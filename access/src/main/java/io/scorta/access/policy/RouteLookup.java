package io.scorta.access.policy;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes that hold for one subnet, the longest prefix first.
///
/// Traffic inside the subnet is not routed. The VPC's own blocks are local also when the table does
/// not say so; a route of the table with the same block goes first.
final class RouteLookup {
  static final RouteLookup NONE = new RouteLookup("", List.of(), false);
  private static final RouteTarget LOCAL = new RouteTarget.Local();

  private final String tableId;
  private final List<Route> routes;
  private final boolean plain;

  private RouteLookup(String tableId, List<Route> routes, boolean plain) {
    this.tableId = tableId;
    this.routes = routes;
    this.plain = plain;
  }

  static RouteLookup of(Vpc vpc, Subnet subnet, String tableId, List<Route> table) {
    List<Route> routes = new ArrayList<>(table);
    vpc.cidrs().forEach(cidr -> routes.add(new Route(cidr, LOCAL)));
    // The sort keeps the order of equal lengths.
    routes.sort(Comparator.comparingInt(route -> -route.destination().bits()));
    routes.addFirst(new Route(subnet.cidr(), LOCAL));
    return new RouteLookup(tableId, List.copyOf(routes), isPlain(vpc, table));
  }

  Optional<Route> find(int address) {
    for (Route route : routes) {
      if (route.destination().contains(address)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }

  /// The same as lines of which the longest prefix wins: what the subnet itself or an earlier line
  /// of the same block hides is left out.
  List<Route> lines(Cidr subnet) {
    Map<Cidr, Route> lines = new LinkedHashMap<>();
    for (Route route : routes) {
      if (route.destination().equals(subnet) || !subnet.contains(route.destination())) {
        lines.putIfAbsent(route.destination(), route);
      }
    }
    return List.copyOf(lines.values());
  }

  /// Whether some route, perhaps one behind the first, leads somewhere with this address.
  boolean leadsElsewhere(int address, Atlas atlas, String vpcId) {
    return routes.stream()
        .anyMatch(it -> it.destination().contains(address) && atlas.leads(it.target(), vpcId));
  }

  String tableId() {
    return tableId;
  }

  /// Whether every address of the VPC is reached without a detour.
  boolean isPlain() {
    return plain;
  }

  private static boolean isPlain(Vpc vpc, List<Route> table) {
    for (Route route : table) {
      for (Cidr cidr : vpc.cidrs()) {
        if (!(route.target() instanceof RouteTarget.Local)
            && route.destination().bits() >= cidr.bits()
            && route.destination().overlaps(cidr)) {
          return false;
        }
      }
    }
    return true;
  }
}
