package io.scorta.access.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The routes of the subnets that are associated with the table.
///
/// `associations` maps an association's id to the subnet's id. A subnet without an association uses
/// its VPC's main table, whose own association has the id `mainAssociationId`. `prefixRoutes` leads
/// to the blocks of prefix lists, by the list's id.
public record RouteTable(
    String id,
    String vpcId,
    String owner,
    List<Route> routes,
    Optional<String> mainAssociationId,
    Map<String, String> associations,
    Map<String, RouteTarget> prefixRoutes) {
  public RouteTable {
    routes = List.copyOf(routes);
    prefixRoutes = Map.copyOf(new TreeMap<>(prefixRoutes));
    associations = Map.copyOf(new TreeMap<>(associations));
  }

  /// A table without routes to prefix lists.
  public RouteTable(
      String id,
      String vpcId,
      String owner,
      List<Route> routes,
      Optional<String> mainAssociationId,
      Map<String, String> associations) {
    this(id, vpcId, owner, routes, mainAssociationId, associations, Map.of());
  }

  public boolean isMain() {
    return mainAssociationId.isPresent();
  }
}
