package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.Vpc;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Commands on the routes of a table.
public final class Routes {
  private Routes() {}

  /// What a caller named as the next hop.
  public sealed interface Hop {
    record Gateway(String id) implements Hop {}

    record Interface(String id) implements Hop {}

    /// The instance's only interface.
    record Host(String id) implements Hop {}
  }

  public record Create(String routeTableId, String destination, Hop hop)
      implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      RouteTable table = edit.routeTable(routeTableId);
      Cidr block = Faults.block("destinationCidrBlock", destination);
      if (find(table, block).isPresent()) {
        throw Refusal.of(
            "RouteAlreadyExists",
            "The route identified by %s already exists: replace or delete it",
            block);
      }
      edit.room(
          table.routes().size(), Limits.ROUTES_PER_TABLE, "RouteLimitExceeded", "routes per table");
      RouteTarget target = target(edit, table, hop);
      refuseInsideVpc(edit.vpc(table.vpcId()), block, target);
      List<Route> routes = new ArrayList<>(table.routes());
      routes.add(new Route(block, target));
      edit.put(NetworkKinds.ROUTE_TABLE, routeTableId, RouteTables.withRoutes(table, routes));
      return true;
    }

    private static void refuseInsideVpc(Vpc vpc, Cidr block, RouteTarget target) {
      boolean inside = vpc.cidrs().stream().anyMatch(whole -> whole.contains(block));
      if (inside && !(target instanceof RouteTarget.Interface)) {
        throw Faults.value(
            "The destination CIDR block %s is equal to or more specific than one of this VPC's CIDR"
                + " blocks. This route can target only an interface or an instance.",
            block);
      }
    }
  }

  public record Replace(String routeTableId, String destination, Hop hop)
      implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      RouteTable table = edit.routeTable(routeTableId);
      Cidr block = Faults.block("destinationCidrBlock", destination);
      Route present =
          find(table, block)
              .orElseThrow(
                  () ->
                      Faults.value(
                          "There is no route defined for '%s' in the route table. Use CreateRoute"
                              + " instead.",
                          block));
      refuseLocal(present, routeTableId, "replace");
      RouteTarget target = target(edit, table, hop);
      List<Route> routes = new ArrayList<>(table.routes());
      routes.set(routes.indexOf(present), new Route(block, target));
      edit.put(NetworkKinds.ROUTE_TABLE, routeTableId, RouteTables.withRoutes(table, routes));
      return true;
    }
  }

  public record Delete(String routeTableId, String destination) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      RouteTable table = edit.routeTable(routeTableId);
      Cidr block = Faults.block("destinationCidrBlock", destination);
      Route present =
          find(table, block)
              .orElseThrow(
                  () ->
                      Refusal.of(
                          "InvalidRoute.NotFound",
                          "no route with destination-cidr-block %s in route table %s",
                          block,
                          routeTableId));
      refuseLocal(present, routeTableId, "remove");
      List<Route> routes = new ArrayList<>(table.routes());
      routes.remove(present);
      edit.put(NetworkKinds.ROUTE_TABLE, routeTableId, RouteTables.withRoutes(table, routes));
      return true;
    }
  }

  /// Whether a route leads somewhere: its target exists and belongs to the table's VPC.
  public static boolean isActive(State state, RouteTable table, Route route) {
    return switch (route.target()) {
      case RouteTarget.Local _ -> true;
      case RouteTarget.Gateway(String id) ->
          state
              .find(table.owner(), NetworkKinds.INTERNET_GATEWAY, id)
              .flatMap(InternetGateway::vpcId)
              .equals(Optional.of(table.vpcId()));
      case RouteTarget.Interface(String id) ->
          state.find(table.owner(), NetworkKinds.NETWORK_INTERFACE, id).isPresent();
    };
  }

  private static Optional<Route> find(RouteTable table, Cidr block) {
    return table.routes().stream().filter(r -> r.destination().equals(block)).findFirst();
  }

  private static void refuseLocal(Route route, String tableId, String verb) {
    if (route.target() instanceof RouteTarget.Local) {
      throw Faults.value(
          "cannot %s local route %s in route table %s", verb, route.destination(), tableId);
    }
  }

  private static RouteTarget target(Edit edit, RouteTable table, Hop hop) {
    return switch (hop) {
      case Hop.Gateway(String id) -> gateway(edit, table, id);
      case Hop.Interface(String id) -> through(table, edit.networkInterface(id));
      case Hop.Host(String id) ->
          through(table, edit.networkInterface(Instances.require(edit, id).networkInterfaceId()));
    };
  }

  private static RouteTarget gateway(Edit edit, RouteTable table, String id) {
    if (!ResourceKind.INTERNET_GATEWAY.isWellFormed(id)) {
      throw Refusal.of(
          "InvalidGatewayID.NotFound",
          "The gateway ID '%s' does not exist: give the id of an internet gateway, igw-...",
          id);
    }
    InternetGateway gateway =
        edit.find(NetworkKinds.INTERNET_GATEWAY, id)
            .orElseThrow(
                () ->
                    Refusal.of(
                        "InvalidGatewayID.NotFound", "The gateway ID '%s' does not exist", id));
    if (!gateway.vpcId().equals(Optional.of(table.vpcId()))) {
      throw Faults.value(
          "route table %s and network gateway %s belong to different networks: attach the gateway"
              + " to %s first",
          table.id(), id, table.vpcId());
    }
    return new RouteTarget.Gateway(id);
  }

  private static RouteTarget through(RouteTable table, NetworkInterface target) {
    if (!target.vpcId().equals(table.vpcId())) {
      throw Faults.value(
          "route table %s and interface %s belong to different networks", table.id(), target.id());
    }
    return new RouteTarget.Interface(target.id());
  }
}
