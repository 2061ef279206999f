package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.RouteTables;
import io.scorta.control.network.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationResponse;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociationState;

/// EC2's actions on route tables and their associations.
final class Ec2RouteTableRows {
  private static final String LOCAL = "local";
  private static final RouteTableAssociationState ASSOCIATED =
      RouteTableAssociationState.builder().state("associated").build();

  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateRouteTable", CreateRouteTableRequest::builder, Ec2RouteTableRows::create),
          row("DeleteRouteTable", DeleteRouteTableRequest::builder, Ec2RouteTableRows::delete),
          row(
              "AssociateRouteTable",
              AssociateRouteTableRequest::builder,
              Ec2RouteTableRows::associate),
          row(
              "DisassociateRouteTable",
              DisassociateRouteTableRequest::builder,
              Ec2RouteTableRows::disassociate),
          row(
              "ReplaceRouteTableAssociation",
              ReplaceRouteTableAssociationRequest::builder,
              Ec2RouteTableRows::replace),
          row(
              "DescribeRouteTables",
              DescribeRouteTablesRequest::builder,
              Ec2RouteTableRows::describe));

  private Ec2RouteTableRows() {}

  private static CreateRouteTableResponse create(CreateRouteTableRequest request, Call call) {
    RouteTable table =
        call.submit(
            new RouteTables.Create(
                Accepts.required("VpcId", request.vpcId()),
                Ec2View.tagsFor(ResourceKind.ROUTE_TABLE, request.tagSpecifications())));
    return CreateRouteTableResponse.builder()
        .routeTable(shape(Ec2View.of(call), table))
        .clientToken(request.clientToken())
        .build();
  }

  private static DeleteRouteTableResponse delete(DeleteRouteTableRequest request, Call call) {
    call.submit(new RouteTables.Delete(Accepts.required("RouteTableId", request.routeTableId())));
    return DeleteRouteTableResponse.builder().build();
  }

  private static AssociateRouteTableResponse associate(
      AssociateRouteTableRequest request, Call call) {
    Accepts.only(request, "RouteTableId", "SubnetId");
    String id =
        call.submit(
            new RouteTables.Associate(
                Accepts.required("RouteTableId", request.routeTableId()),
                Accepts.required("SubnetId", request.subnetId())));
    call.awaitNetwork();
    return AssociateRouteTableResponse.builder()
        .associationId(id)
        .associationState(ASSOCIATED)
        .build();
  }

  private static DisassociateRouteTableResponse disassociate(
      DisassociateRouteTableRequest request, Call call) {
    call.submit(
        new RouteTables.Disassociate(Accepts.required("AssociationId", request.associationId())));
    call.awaitNetwork();
    return DisassociateRouteTableResponse.builder().build();
  }

  private static ReplaceRouteTableAssociationResponse replace(
      ReplaceRouteTableAssociationRequest request, Call call) {
    RouteTables.Replaced replaced =
        call.submit(
            new RouteTables.Replace(
                Accepts.required("AssociationId", request.associationId()),
                Accepts.required("RouteTableId", request.routeTableId())));
    call.awaitNetwork();
    return ReplaceRouteTableAssociationResponse.builder()
        .newAssociationId(replaced.associationId())
        .associationState(ASSOCIATED)
        .build();
  }

  private static DescribeRouteTablesResponse describe(
      DescribeRouteTablesRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<RouteTable> named =
        view.named(NetworkKinds.ROUTE_TABLE, ResourceKind.ROUTE_TABLE, request.routeTableIds());
    Pages.Page<RouteTable> page =
        Pages.EC2.page(
            filters(view).select(request.filters(), named),
            RouteTable::id,
            request.nextToken(),
            request.maxResults());
    return DescribeRouteTablesResponse.builder()
        .routeTables(page.items().stream().map(table -> shape(view, table)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static Filters<RouteTable> filters(Ec2View view) {
    return Filters.<RouteTable>none()
        .with("route-table-id", RouteTable::id)
        .with("vpc-id", RouteTable::vpcId)
        .with("owner-id", RouteTable::owner)
        .withEach("association.route-table-association-id", Ec2RouteTableRows::associationIds)
        .withEach(
            "association.route-table-id",
            table -> associationIds(table).isEmpty() ? List.<String>of() : List.of(table.id()))
        .withEach("association.subnet-id", table -> table.associations().values())
        .withEach("association.main", Ec2RouteTableRows::mainFlags)
        .withEach("route.destination-cidr-block", routes(r -> r.destination().toString()))
        .withEach("route.destination-prefix-list-id", table -> table.prefixRoutes().keySet())
        .withEach("route.vpc-peering-connection-id", Ec2RouteTableRows::peeringIds)
        .withEach("route.nat-gateway-id", Ec2RouteTableRows::natIds)
        .withEach("route.gateway-id", routes(Ec2RouteTableRows::gatewayId))
        .withEach("route.origin", routes(Ec2RouteTableRows::origin))
        .withEach("route.instance-id", table -> instanceIds(view, table))
        .withEach(
            "route.state",
            table -> table.routes().stream().map(r -> state(view, table, r.target())).toList())
        .withTags(table -> view.tagMap(table.id()));
  }

  private static Function<RouteTable, List<String>> routes(Function<Route, String> property) {
    return table -> table.routes().stream().map(property).filter(p -> !p.isEmpty()).toList();
  }

  private static List<String> associationIds(RouteTable table) {
    return Stream.concat(
            table.mainAssociationId().stream(), table.associations().keySet().stream().sorted())
        .toList();
  }

  private static List<String> mainFlags(RouteTable table) {
    List<String> flags = new ArrayList<>();
    table.mainAssociationId().ifPresent(_ -> flags.add("true"));
    if (!table.associations().isEmpty()) {
      flags.add("false");
    }
    return flags;
  }

  private static List<String> instanceIds(Ec2View view, RouteTable table) {
    return table.routes().stream()
        .flatMap(route -> Ec2InterfaceShapes.instanceBehind(view, route.target()).stream())
        .toList();
  }

  private static String gatewayId(Route route) {
    return switch (route.target()) {
      case RouteTarget.Local _ -> LOCAL;
      case RouteTarget.Gateway(String id) -> id;
      case RouteTarget.Interface _, RouteTarget.Peering _, RouteTarget.NatGateway _ -> "";
    };
  }

  private static String origin(Route route) {
    return route.target() instanceof RouteTarget.Local ? "CreateRouteTable" : "CreateRoute";
  }

  private static List<String> natIds(RouteTable table) {
    return Stream.concat(
            table.routes().stream().map(Route::target), table.prefixRoutes().values().stream())
        .flatMap(
            it -> it instanceof RouteTarget.NatGateway(String id, _) ? Stream.of(id) : Stream.of())
        .toList();
  }

  private static List<String> peeringIds(RouteTable table) {
    return Stream.concat(
            table.routes().stream().map(Route::target), table.prefixRoutes().values().stream())
        .flatMap(it -> it instanceof RouteTarget.Peering(String id) ? Stream.of(id) : Stream.of())
        .toList();
  }

  private static String state(Ec2View view, RouteTable table, RouteTarget target) {
    return Routes.isActive(view.state(), table, target) ? "active" : "blackhole";
  }

  private static software.amazon.awssdk.services.ec2.model.RouteTable shape(
      Ec2View view, RouteTable table) {
    return software.amazon.awssdk.services.ec2.model.RouteTable.builder()
        .routeTableId(table.id())
        .vpcId(table.vpcId())
        .ownerId(table.owner())
        .routes(routes(view, table))
        .associations(associations(table))
        .propagatingVgws(List.of())
        .tags(view.tags(table.id()))
        .build();
  }

  private static List<software.amazon.awssdk.services.ec2.model.Route> routes(
      Ec2View view, RouteTable table) {
    List<software.amazon.awssdk.services.ec2.model.Route> shapes = new ArrayList<>();
    for (Route route : table.routes()) {
      shapes.add(
          route(view, table, route.target())
              .destinationCidrBlock(route.destination().toString())
              .origin(origin(route))
              .build());
    }
    new TreeMap<>(table.prefixRoutes())
        .forEach(
            (listId, target) ->
                shapes.add(
                    route(view, table, target)
                        .destinationPrefixListId(listId)
                        .origin("CreateRoute")
                        .build()));
    return shapes;
  }

  private static software.amazon.awssdk.services.ec2.model.Route.Builder route(
      Ec2View view, RouteTable table, RouteTarget target) {
    var shape =
        software.amazon.awssdk.services.ec2.model.Route.builder().state(state(view, table, target));
    switch (target) {
      case RouteTarget.Local _ -> shape.gatewayId(LOCAL);
      case RouteTarget.Gateway(String id) -> shape.gatewayId(id);
      case RouteTarget.Peering(String id) -> shape.vpcPeeringConnectionId(id);
      case RouteTarget.NatGateway(String id, _) -> shape.natGatewayId(id);
      case RouteTarget.Interface(String id) -> {
        shape.networkInterfaceId(id);
        Ec2InterfaceShapes.instanceBehind(view, target)
            .ifPresent(instance -> shape.instanceId(instance).instanceOwnerId(table.owner()));
      }
    }
    return shape;
  }

  private static List<RouteTableAssociation> associations(RouteTable table) {
    List<RouteTableAssociation> shapes = new ArrayList<>();
    for (String id : associationIds(table)) {
      shapes.add(
          RouteTableAssociation.builder()
              .routeTableAssociationId(id)
              .routeTableId(table.id())
              .subnetId(table.associations().get(id))
              .main(!table.associations().containsKey(id))
              .associationState(ASSOCIATED)
              .build());
    }
    return shapes;
  }
}
