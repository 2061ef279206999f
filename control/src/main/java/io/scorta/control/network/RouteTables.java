package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Commands on route tables and on their associations with subnets.
public final class RouteTables {
  private RouteTables() {}

  public record Create(String vpcId, Map<String, String> tags)
      implements NetworkCommand<RouteTable> {
    public Create {
      tags = Map.copyOf(tags);
    }

    @Override
    public RouteTable run(Edit edit) {
      Vpc vpc = edit.vpc(vpcId);
      edit.room(
          edit.routeTablesOf(vpcId).size(),
          Limits.ROUTE_TABLES_PER_VPC,
          "RouteTableLimitExceeded",
          "route tables in the VPC");
      String id = edit.newId(ResourceKind.ROUTE_TABLE);
      List<Route> routes = vpc.cidrs().stream().map(RouteTables::local).toList();
      RouteTable table =
          new RouteTable(id, vpcId, edit.account(), routes, Optional.empty(), Map.of());
      edit.put(NetworkKinds.ROUTE_TABLE, id, table);
      edit.tag(id, tags);
      return table;
    }
  }

  /// Takes away a table that no subnet uses and that is not its VPC's main one.
  public record Delete(String routeTableId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      RouteTable table = edit.routeTable(routeTableId);
      if (table.isMain()) {
        throw Faults.dependency(
            ResourceKind.ROUTE_TABLE, routeTableId, "its role as the VPC's main table");
      }
      if (!table.associations().isEmpty()) {
        throw Faults.dependency(
            ResourceKind.ROUTE_TABLE,
            routeTableId,
            "the associations " + String.join(", ", table.associations().keySet()));
      }
      edit.remove(NetworkKinds.ROUTE_TABLE, routeTableId);
      return true;
    }
  }

  /// Makes a subnet use a table; the reply is the association's id.
  public record Associate(String routeTableId, String subnetId) implements NetworkCommand<String> {
    @Override
    public String run(Edit edit) {
      RouteTable table = edit.routeTable(routeTableId);
      Subnet subnet = edit.subnet(subnetId);
      if (!table.vpcId().equals(subnet.vpcId())) {
        throw Faults.value(
            "Route table %s and subnet %s belong to different networks", routeTableId, subnetId);
      }
      for (RouteTable other : edit.routeTablesOf(table.vpcId())) {
        if (other.associations().containsValue(subnetId)) {
          throw Refusal.of(
              Faults.ASSOCIATED,
              "the specified association for route table %s conflicts with an existing association:"
                  + " %s uses %s",
              routeTableId,
              subnetId,
              other.id());
        }
      }
      return associate(edit, table, subnetId);
    }
  }

  public record Disassociate(String associationId) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      RouteTable table = tableOf(edit, associationId);
      if (table.mainAssociationId().equals(Optional.of(associationId))) {
        throw Faults.value(
            "cannot disassociate the main route table association %s: replace it", associationId);
      }
      edit.put(NetworkKinds.ROUTE_TABLE, table.id(), withoutAssociation(table, associationId));
      return true;
    }
  }

  /// Makes the subnet of an association, or the VPC in the case of the main one, use another table.
  public record Replace(String associationId, String routeTableId)
      implements NetworkCommand<Replaced> {
    @Override
    public Replaced run(Edit edit) {
      RouteTable from = tableOf(edit, associationId);
      RouteTable to = edit.routeTable(routeTableId);
      if (!from.vpcId().equals(to.vpcId())) {
        throw Faults.value(
            "Route tables %s and %s belong to different networks", from.id(), routeTableId);
      }
      if (from.mainAssociationId().equals(Optional.of(associationId))) {
        return replaceMain(edit, from, to);
      }
      String subnetId = Objects.requireNonNull(from.associations().get(associationId));
      edit.put(NetworkKinds.ROUTE_TABLE, from.id(), withoutAssociation(from, associationId));
      return new Replaced(associate(edit, edit.routeTable(routeTableId), subnetId), false);
    }

    private static Replaced replaceMain(Edit edit, RouteTable from, RouteTable to) {
      String id = edit.newId(ResourceKind.ROUTE_TABLE_ASSOCIATION);
      edit.put(NetworkKinds.ROUTE_TABLE, from.id(), with(from, Optional.empty()));
      edit.put(NetworkKinds.ROUTE_TABLE, to.id(), with(edit.routeTable(to.id()), Optional.of(id)));
      return new Replaced(id, true);
    }

    private static RouteTable with(RouteTable table, Optional<String> main) {
      return new RouteTable(
          table.id(),
          table.vpcId(),
          table.owner(),
          table.routes(),
          main,
          table.associations(),
          table.prefixRoutes());
    }
  }

  /// The new association.
  public record Replaced(String associationId, boolean main) {}

  static Route local(Cidr block) {
    return new Route(block, new RouteTarget.Local());
  }

  static RouteTable withRoutes(RouteTable table, List<Route> routes) {
    return new RouteTable(
        table.id(),
        table.vpcId(),
        table.owner(),
        routes,
        table.mainAssociationId(),
        table.associations(),
        table.prefixRoutes());
  }

  static RouteTable withPrefixRoutes(RouteTable table, Map<String, RouteTarget> prefixRoutes) {
    return new RouteTable(
        table.id(),
        table.vpcId(),
        table.owner(),
        table.routes(),
        table.mainAssociationId(),
        table.associations(),
        prefixRoutes);
  }

  /// The table without its association with the subnet, if it has one.
  static Optional<RouteTable> withoutSubnet(RouteTable table, String subnetId) {
    Map<String, String> left = new HashMap<>(table.associations());
    return left.values().removeIf(subnetId::equals)
        ? Optional.of(withAssociations(table, left))
        : Optional.empty();
  }

  private static RouteTable tableOf(Edit edit, String associationId) {
    Faults.wellFormed(ResourceKind.ROUTE_TABLE_ASSOCIATION, associationId);
    return edit.all(NetworkKinds.ROUTE_TABLE).stream()
        .filter(
            table ->
                table.mainAssociationId().equals(Optional.of(associationId))
                    || table.associations().containsKey(associationId))
        .findFirst()
        .orElseThrow(() -> Faults.notFound(ResourceKind.ROUTE_TABLE_ASSOCIATION, associationId));
  }

  private static String associate(Edit edit, RouteTable table, String subnetId) {
    String id = edit.newId(ResourceKind.ROUTE_TABLE_ASSOCIATION);
    Map<String, String> more = new HashMap<>(table.associations());
    more.put(id, subnetId);
    edit.put(NetworkKinds.ROUTE_TABLE, table.id(), withAssociations(table, more));
    return id;
  }

  private static RouteTable withoutAssociation(RouteTable table, String associationId) {
    Map<String, String> left = new HashMap<>(table.associations());
    left.remove(associationId);
    return withAssociations(table, left);
  }

  private static RouteTable withAssociations(RouteTable table, Map<String, String> associations) {
    return new RouteTable(
        table.id(),
        table.vpcId(),
        table.owner(),
        table.routes(),
        table.mainAssociationId(),
        associations,
        table.prefixRoutes());
  }
}
