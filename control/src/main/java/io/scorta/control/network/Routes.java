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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands on the routes of a table. A destination is a block, or the id of a prefix list.
public final class Routes {
  private Routes() {}

  /// What a caller named as the next hop.
  public sealed interface Hop {
    record Gateway(String id) implements Hop {}

    record Interface(String id) implements Hop {}

    /// The instance's only interface.
    record Host(String id) implements Hop {}

    record Peering(String id) implements Hop {}

    record Nat(String id) implements Hop {}
  }

  public record Create(String routeTableId, String destination, Hop hop)
      implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      RouteTable table = edit.routeTable(routeTableId);
      Destination to = named(edit, destination);
      if (find(table, to).isPresent()) {
        throw Refusal.of(
            "RouteAlreadyExists",
            "The route identified by %s already exists: replace or delete it",
            to);
      }
      RouteTarget target = target(edit, table, hop);
      refuseInsideVpc(edit.vpc(table.vpcId()), to, target);
      RouteTable changed = with(table, to, target);
      refuseTooMany(edit, changed);
      edit.put(NetworkKinds.ROUTE_TABLE, routeTableId, changed);
      return true;
    }

    private static void refuseInsideVpc(Vpc vpc, Destination to, RouteTarget target) {
      boolean inside =
          to instanceof Destination.Block(Cidr block)
              && vpc.cidrs().stream().anyMatch(whole -> whole.contains(block));
      if (inside && !(target instanceof RouteTarget.Interface)) {
        throw Faults.value(
            "The destination CIDR block %s is equal to or more specific than one of this VPC's CIDR"
                + " blocks. This route can target only an interface or an instance.",
            to);
      }
    }
  }

  public record Replace(String routeTableId, String destination, Hop hop)
      implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      RouteTable table = edit.routeTable(routeTableId);
      Destination to = named(edit, destination);
      RouteTarget present =
          find(table, to)
              .orElseThrow(
                  () ->
                      Faults.value(
                          "There is no route defined for '%s' in the route table. Use CreateRoute"
                              + " instead.",
                          to));
      refuseLocal(present, to, routeTableId, "replace");
      edit.put(NetworkKinds.ROUTE_TABLE, routeTableId, with(table, to, target(edit, table, hop)));
      return true;
    }
  }

  public record Delete(String routeTableId, String destination) implements NetworkCommand<Boolean> {
    @Override
    public Boolean run(Edit edit) {
      RouteTable table = edit.routeTable(routeTableId);
      Destination to = named(edit, destination);
      RouteTarget present =
          find(table, to)
              .orElseThrow(
                  () ->
                      Refusal.of(
                          "InvalidRoute.NotFound",
                          "no route with destination-cidr-block %s in route table %s",
                          to,
                          routeTableId));
      refuseLocal(present, to, routeTableId, "remove");
      edit.put(NetworkKinds.ROUTE_TABLE, routeTableId, without(table, to));
      return true;
    }
  }

  /// Whether a target leads somewhere: it exists and belongs to the table's VPC.
  public static boolean isActive(State state, RouteTable table, RouteTarget target) {
    return switch (target) {
      case RouteTarget.Local _ -> true;
      case RouteTarget.Gateway(String id) ->
          state
              .find(table.owner(), NetworkKinds.INTERNET_GATEWAY, id)
              .flatMap(InternetGateway::vpcId)
              .equals(Optional.of(table.vpcId()));
      case RouteTarget.Interface(String id) ->
          state.find(table.owner(), NetworkKinds.NETWORK_INTERFACE, id).isPresent();
      case RouteTarget.NatGateway(_, String id) ->
          state.find(table.owner(), NetworkKinds.NETWORK_INTERFACE, id).isPresent();
      case RouteTarget.Peering(String id) ->
          state
              .find(table.owner(), NetworkKinds.PEERING, id)
              .filter(PeeringFacts::isActive)
              .isPresent();
    };
  }

  /// Refuses a table with more routes than it may have; a prefix list counts with its size.
  static void refuseTooMany(Edit edit, RouteTable table) {
    int count = table.routes().size();
    for (String listId : table.prefixRoutes().keySet()) {
      count += PrefixLists.weight(edit, listId);
    }
    edit.room(count - 1, Limits.ROUTES_PER_TABLE, "RouteLimitExceeded", "routes per table");
  }

  /// Where a route leads to, as the caller wrote it.
  private sealed interface Destination {
    record Block(Cidr cidr) implements Destination {
      @Override
      public String toString() {
        return cidr.toString();
      }
    }

    record Listed(String prefixListId) implements Destination {
      @Override
      public String toString() {
        return prefixListId;
      }
    }
  }

  private static Destination named(Edit edit, String text) {
    return text.startsWith(ResourceKind.PREFIX_LIST.prefix() + "-")
        ? new Destination.Listed(PrefixLists.require(edit, text).id())
        : new Destination.Block(Faults.block("destinationCidrBlock", text));
  }

  private static Optional<RouteTarget> find(RouteTable table, Destination to) {
    return switch (to) {
      case Destination.Block(Cidr block) ->
          table.routes().stream()
              .filter(r -> r.destination().equals(block))
              .map(Route::target)
              .findFirst();
      case Destination.Listed(String id) -> Optional.ofNullable(table.prefixRoutes().get(id));
    };
  }

  /// The table with this route, in the place of the one that it had.
  private static RouteTable with(RouteTable table, Destination to, RouteTarget target) {
    return switch (to) {
      case Destination.Block(Cidr block) -> {
        List<Route> routes = new ArrayList<>(table.routes());
        Route route = new Route(block, target);
        Optional<Route> present =
            routes.stream().filter(r -> r.destination().equals(block)).findFirst();
        present.ifPresentOrElse(
            old -> routes.set(routes.indexOf(old), route), () -> routes.add(route));
        yield RouteTables.withRoutes(table, routes);
      }
      case Destination.Listed(String id) -> {
        Map<String, RouteTarget> routes = new HashMap<>(table.prefixRoutes());
        routes.put(id, target);
        yield RouteTables.withPrefixRoutes(table, routes);
      }
    };
  }

  private static RouteTable without(RouteTable table, Destination to) {
    return switch (to) {
      case Destination.Block(Cidr block) ->
          RouteTables.withRoutes(
              table, table.routes().stream().filter(r -> !r.destination().equals(block)).toList());
      case Destination.Listed(String id) -> {
        Map<String, RouteTarget> routes = new HashMap<>(table.prefixRoutes());
        routes.remove(id);
        yield RouteTables.withPrefixRoutes(table, routes);
      }
    };
  }

  private static void refuseLocal(RouteTarget target, Destination to, String tableId, String verb) {
    if (target instanceof RouteTarget.Local) {
      throw Faults.value("cannot %s local route %s in route table %s", verb, to, tableId);
    }
  }

  private static RouteTarget target(Edit edit, RouteTable table, Hop hop) {
    return switch (hop) {
      case Hop.Gateway(String id) -> gateway(edit, table, id);
      case Hop.Interface(String id) -> through(table, edit.networkInterface(id));
      case Hop.Host(String id) ->
          through(table, edit.networkInterface(Instances.require(edit, id).networkInterfaceId()));
      case Hop.Peering(String id) -> peering(edit, table, id);
      case Hop.Nat(String id) -> nat(edit, table, id);
    };
  }

  private static RouteTarget nat(Edit edit, RouteTable table, String id) {
    NatGateway gateway = NatGateways.require(edit, id);
    if (!gateway.vpcId().equals(table.vpcId())) {
      throw Faults.value(
          "route table %s and NAT gateway %s belong to different networks", table.id(), id);
    }
    return new RouteTarget.NatGateway(id, gateway.networkInterfaceId());
  }

  /// A request that is not answered yet may be routed to; the route leads nowhere until it is.
  private static RouteTarget peering(Edit edit, RouteTable table, String id) {
    PeeringFacts facts = Peerings.require(edit, id);
    if (!facts.isActive() && !facts.isPending(edit.context().now())) {
      throw Faults.notFound(ResourceKind.PEERING, id);
    }
    if (!facts.touches(table.vpcId())) {
      throw Faults.value(
          "route table %s and peering connection %s belong to different networks", table.id(), id);
    }
    return new RouteTarget.Peering(id);
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
