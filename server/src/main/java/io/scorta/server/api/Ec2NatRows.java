package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Ipv4;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.NatGateway;
import io.scorta.control.network.NatGateways;
import io.scorta.control.network.NetworkKinds;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;

/// EC2's actions on NAT gateways.
final class Ec2NatRows {
  private static final String PUBLIC = "public";

  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateNatGateway", CreateNatGatewayRequest::builder, Ec2NatRows::create),
          row("DeleteNatGateway", DeleteNatGatewayRequest::builder, Ec2NatRows::delete),
          row("DescribeNatGateways", DescribeNatGatewaysRequest::builder, Ec2NatRows::describe));

  private Ec2NatRows() {}

  private static CreateNatGatewayResponse create(CreateNatGatewayRequest request, Call call) {
    Accepts.only(
        request,
        "SubnetId",
        "AllocationId",
        "ConnectivityType",
        "PrivateIpAddress",
        "TagSpecifications");
    Accepts.harmless("ConnectivityType", request.connectivityTypeAsString(), PUBLIC);
    NatGateway made =
        call.submit(
            new NatGateways.Create(
                Accepts.required("SubnetId", request.subnetId()),
                Accepts.required("AllocationId", request.allocationId()),
                Optional.ofNullable(request.privateIpAddress()).map(Ec2InterfaceRows::address),
                Ec2View.tagsFor(ResourceKind.NAT_GATEWAY, request.tagSpecifications())));
    call.awaitNetwork();
    return CreateNatGatewayResponse.builder()
        .natGateway(shape(Ec2View.of(call), made))
        .clientToken(request.clientToken())
        .build();
  }

  private static DeleteNatGatewayResponse delete(DeleteNatGatewayRequest request, Call call) {
    NatGateway deleted =
        call.submit(
            new NatGateways.Delete(Accepts.required("NatGatewayId", request.natGatewayId())));
    call.awaitNetwork();
    return DeleteNatGatewayResponse.builder().natGatewayId(deleted.id()).build();
  }

  private static DescribeNatGatewaysResponse describe(
      DescribeNatGatewaysRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<NatGateway> named =
        view
            .named(NetworkKinds.NAT_GATEWAY, ResourceKind.NAT_GATEWAY, request.natGatewayIds())
            .stream()
            .filter(it -> it.shows(call.now()))
            .toList();
    Filters<NatGateway> filters =
        Filters.<NatGateway>none()
            .with("nat-gateway-id", NatGateway::id)
            .with("state", NatGateway::stateName)
            .with("subnet-id", NatGateway::subnetId)
            .with("vpc-id", NatGateway::vpcId)
            .withTags(it -> view.tagMap(it.id()));
    Pages.Page<NatGateway> page =
        Pages.EC2.page(
            filters.select(request.filter(), named),
            NatGateway::id,
            request.nextToken(),
            request.maxResults());
    return DescribeNatGatewaysResponse.builder()
        .natGateways(page.items().stream().map(it -> shape(view, it)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static software.amazon.awssdk.services.ec2.model.NatGateway shape(
      Ec2View view, NatGateway gateway) {
    return software.amazon.awssdk.services.ec2.model.NatGateway.builder()
        .natGatewayId(gateway.id())
        .vpcId(gateway.vpcId())
        .subnetId(gateway.subnetId())
        .state(gateway.stateName())
        .createTime(gateway.createdAt())
        .deleteTime(gateway.deletedAt().orElse(null))
        .connectivityType(PUBLIC)
        .natGatewayAddresses(
            NatGatewayAddress.builder()
                .allocationId(gateway.allocationId())
                .networkInterfaceId(gateway.networkInterfaceId())
                .privateIp(Ipv4.format(gateway.privateAddress()))
                .publicIp(Ipv4.format(gateway.publicAddress()))
                .isPrimary(true)
                .status("succeeded")
                .build())
        .tags(view.tags(gateway.id()))
        .build();
  }
}
