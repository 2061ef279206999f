package io.scorta.server.api;

import static io.scorta.server.api.Rows.row;

import io.scorta.access.model.Subnet;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.Addresses;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Subnets;
import io.scorta.control.network.Zones;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeResponse;

/// EC2's actions on subnets.
final class Ec2SubnetRows {
  private static final String STATE = "available";

  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateSubnet", CreateSubnetRequest::builder, Ec2SubnetRows::create),
          row("DeleteSubnet", DeleteSubnetRequest::builder, Ec2SubnetRows::delete),
          row("DescribeSubnets", DescribeSubnetsRequest::builder, Ec2SubnetRows::describe),
          row(
              "ModifySubnetAttribute",
              ModifySubnetAttributeRequest::builder,
              Ec2SubnetRows::modifyAttribute));

  private Ec2SubnetRows() {}

  private static CreateSubnetResponse create(CreateSubnetRequest request, Call call) {
    Accepts.only(
        request,
        "VpcId",
        "CidrBlock",
        "AvailabilityZone",
        "AvailabilityZoneId",
        "TagSpecifications",
        "Ipv6Native");
    Accepts.harmless("Ipv6Native", request.ipv6Native(), false);
    if (request.availabilityZone() != null && request.availabilityZoneId() != null) {
      throw new FaultException(
          "InvalidParameterCombination",
          "Only one of the parameters AvailabilityZone and AvailabilityZoneId may be specified");
    }
    Subnet subnet =
        call.submit(
            new Subnets.Create(
                Accepts.required("VpcId", request.vpcId()),
                Accepts.required("CidrBlock", request.cidrBlock()),
                Optional.ofNullable(request.availabilityZone())
                    .or(() -> Optional.ofNullable(request.availabilityZoneId())),
                Ec2View.tagsFor(ResourceKind.SUBNET, request.tagSpecifications())));
    return CreateSubnetResponse.builder().subnet(shape(Ec2View.of(call), subnet)).build();
  }

  private static DeleteSubnetResponse delete(DeleteSubnetRequest request, Call call) {
    call.submit(new Subnets.Delete(Accepts.required("SubnetId", request.subnetId())));
    return DeleteSubnetResponse.builder().build();
  }

  private static ModifySubnetAttributeResponse modifyAttribute(
      ModifySubnetAttributeRequest request, Call call) {
    Accepts.only(request, "SubnetId", "MapPublicIpOnLaunch");
    boolean on =
        Ec2VpcRows.flag(request.mapPublicIpOnLaunch())
            .orElseThrow(
                () ->
                    new FaultException(
                        "MissingParameter",
                        "The request must contain the parameter MapPublicIpOnLaunch.Value"));
    call.submit(new Subnets.MapPublicIps(Accepts.required("SubnetId", request.subnetId()), on));
    return ModifySubnetAttributeResponse.builder().build();
  }

  private static DescribeSubnetsResponse describe(DescribeSubnetsRequest request, Call call) {
    Ec2View view = Ec2View.of(call);
    List<Subnet> named = view.named(NetworkKinds.SUBNET, ResourceKind.SUBNET, request.subnetIds());
    Pages.Page<Subnet> page =
        Pages.EC2.page(
            filters(view).select(request.filters(), named),
            Subnet::id,
            request.nextToken(),
            request.maxResults());
    return DescribeSubnetsResponse.builder()
        .subnets(page.items().stream().map(subnet -> shape(view, subnet)).toList())
        .nextToken(page.marker())
        .build();
  }

  private static Filters<Subnet> filters(Ec2View view) {
    return Filters.<Subnet>none()
        .with("subnet-id", Subnet::id)
        .with("vpc-id", Subnet::vpcId)
        .with("availability-zone", Subnet::zone)
        .with("availabilityZone", Subnet::zone)
        .with("availability-zone-id", subnet -> Zones.id(subnet.zone()))
        .with("availabilityZoneId", subnet -> Zones.id(subnet.zone()))
        .with("available-ip-address-count", subnet -> Long.toString(free(view, subnet)))
        .with("cidr-block", subnet -> subnet.cidr().toString())
        .with("cidrBlock", subnet -> subnet.cidr().toString())
        .with("cidr", subnet -> subnet.cidr().toString())
        .with("default-for-az", subnet -> Boolean.toString(subnet.isDefault()))
        .with("defaultForAz", subnet -> Boolean.toString(subnet.isDefault()))
        .with("map-public-ip-on-launch", s -> Boolean.toString(s.mapPublicIpOnLaunch()))
        .with("owner-id", Subnet::owner)
        .with("subnet-arn", subnet -> view.arn(ResourceKind.SUBNET, subnet.id()))
        .with("state", _ -> STATE)
        .withTags(subnet -> view.tagMap(subnet.id()));
  }

  private static long free(Ec2View view, Subnet subnet) {
    return Addresses.freeCount(view.state(), subnet);
  }

  private static software.amazon.awssdk.services.ec2.model.Subnet shape(
      Ec2View view, Subnet subnet) {
    return software.amazon.awssdk.services.ec2.model.Subnet.builder()
        .subnetId(subnet.id())
        .subnetArn(view.arn(ResourceKind.SUBNET, subnet.id()))
        .vpcId(subnet.vpcId())
        .ownerId(subnet.owner())
        .cidrBlock(subnet.cidr().toString())
        .availabilityZone(subnet.zone())
        .availabilityZoneId(Zones.id(subnet.zone()))
        .availableIpAddressCount(Math.toIntExact(free(view, subnet)))
        .defaultForAz(subnet.isDefault())
        .mapPublicIpOnLaunch(subnet.mapPublicIpOnLaunch())
        .mapCustomerOwnedIpOnLaunch(false)
        .assignIpv6AddressOnCreation(false)
        .ipv6CidrBlockAssociationSet(List.of())
        .ipv6Native(false)
        .enableDns64(false)
        .privateDnsNameOptionsOnLaunch(
            options ->
                options
                    .hostnameType("ip-name")
                    .enableResourceNameDnsARecord(false)
                    .enableResourceNameDnsAAAARecord(false))
        .state(STATE)
        .tags(view.tags(subnet.id()))
        .build();
  }
}
