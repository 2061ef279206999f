package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.control.network.Routes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteResponse;

/// EC2's actions on single routes.
final class Ec2RouteRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateRoute", CreateRouteRequest::builder, Ec2RouteRows::create),
          row("ReplaceRoute", ReplaceRouteRequest::builder, Ec2RouteRows::replace),
          row("DeleteRoute", DeleteRouteRequest::builder, Ec2RouteRows::delete));

  private Ec2RouteRows() {}

  private static CreateRouteResponse create(CreateRouteRequest request, Call call) {
    Accepts.only(
        request,
        "RouteTableId",
        "DestinationCidrBlock",
        "DestinationPrefixListId",
        "GatewayId",
        "InstanceId",
        "NetworkInterfaceId",
        "NatGatewayId",
        "VpcPeeringConnectionId");
    call.submit(
        new Routes.Create(
            table(request.routeTableId()),
            destination(request.destinationCidrBlock(), request.destinationPrefixListId()),
            hop(
                request.gatewayId(),
                request.instanceId(),
                request.networkInterfaceId(),
                request.vpcPeeringConnectionId(),
                request.natGatewayId())));
    call.awaitNetwork();
    return CreateRouteResponse.builder().returnValue(true).build();
  }

  private static ReplaceRouteResponse replace(ReplaceRouteRequest request, Call call) {
    Accepts.only(
        request,
        "RouteTableId",
        "DestinationCidrBlock",
        "DestinationPrefixListId",
        "GatewayId",
        "InstanceId",
        "NetworkInterfaceId",
        "NatGatewayId",
        "VpcPeeringConnectionId");
    call.submit(
        new Routes.Replace(
            table(request.routeTableId()),
            destination(request.destinationCidrBlock(), request.destinationPrefixListId()),
            hop(
                request.gatewayId(),
                request.instanceId(),
                request.networkInterfaceId(),
                request.vpcPeeringConnectionId(),
                request.natGatewayId())));
    call.awaitNetwork();
    return ReplaceRouteResponse.builder().build();
  }

  private static DeleteRouteResponse delete(DeleteRouteRequest request, Call call) {
    Accepts.only(request, "RouteTableId", "DestinationCidrBlock", "DestinationPrefixListId");
    call.submit(
        new Routes.Delete(
            table(request.routeTableId()),
            destination(request.destinationCidrBlock(), request.destinationPrefixListId())));
    call.awaitNetwork();
    return DeleteRouteResponse.builder().build();
  }

  private static String table(@Nullable String id) {
    return Accepts.required("RouteTableId", id);
  }

  private static String destination(@Nullable String block, @Nullable String prefixList) {
    if (block != null && prefixList != null) {
      throw new FaultException(
          "InvalidParameterCombination",
          "The request may contain only one of DestinationCidrBlock and DestinationPrefixListId");
    }
    return Accepts.required("DestinationCidrBlock", block == null ? prefixList : block);
  }

  private static Routes.Hop hop(
      @Nullable String gateway,
      @Nullable String instance,
      @Nullable String networkInterface,
      @Nullable String peering,
      @Nullable String nat) {
    List<Routes.Hop> hops = new ArrayList<>();
    if (gateway != null) {
      hops.add(new Routes.Hop.Gateway(gateway));
    }
    if (instance != null) {
      hops.add(new Routes.Hop.Host(instance));
    }
    if (networkInterface != null) {
      hops.add(new Routes.Hop.Interface(networkInterface));
    }
    if (peering != null) {
      hops.add(new Routes.Hop.Peering(peering));
    }
    if (nat != null) {
      hops.add(new Routes.Hop.Nat(nat));
    }
    if (hops.size() != 1) {
      throw new FaultException(
          hops.isEmpty() ? "MissingParameter" : "InvalidParameterCombination",
          "The request must contain exactly one of GatewayId, InstanceId, NetworkInterfaceId,"
              + " NatGatewayId and VpcPeeringConnectionId");
    }
    return hops.getFirst();
  }
}
