package io.scorta.access.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The routes of the subnets that are associated with the table.
///
/// `associations` maps an association's id to the subnet's id. A subnet without an association uses
/// its VPC's main table, whose own association has the id `mainAssociationId`.
public record RouteTable(
    String id,
    String vpcId,
    String owner,
    List<Route> routes,
    Optional<String> mainAssociationId,
    Map<String, String> associations) {
  public RouteTable {
    routes = List.copyOf(routes);
    associations = Map.copyOf(new TreeMap<>(associations));
  }

  public boolean isMain() {
    return mainAssociationId.isPresent();
  }
}
