package io.scorta.server.api;

import static io.scorta.server.api.Ec2Site.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AccountAttributeName;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;

/// VPCs, subnets, zones, gateways, route tables and tags, through the SDK's client.
class Ec2NetworkRowsTest {
  private final Ec2Site site = new Ec2Site();
  private final Ec2Client ec2 = site.client();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void accountHasDefaultVpcAndThreeSubnets() {
    List<Vpc> vpcs = ec2.describeVpcs(r -> r.filters(filter("is-default", "true"))).vpcs();
    assertThat(vpcs).extracting(Vpc::cidrBlock).containsExactly("172.31.0.0/16");
    String vpc = vpcs.getFirst().vpcId();
    List<Subnet> subnets = ec2.describeSubnets(r -> r.filters(filter("vpc-id", vpc))).subnets();
    assertThat(subnets)
        .extracting(Subnet::availabilityZone, Subnet::availabilityZoneId, Subnet::defaultForAz)
        .contains(tuple("us-east-1b", "use1-az2", true))
        .hasSize(3);
    assertThat(subnets.getFirst().availableIpAddressCount()).isEqualTo(4091);
    assertThat(
            ec2.describeAccountAttributes(r -> r.attributeNames(AccountAttributeName.DEFAULT_VPC))
                .accountAttributes()
                .getFirst()
                .attributeValues()
                .getFirst()
                .attributeValue())
        .isEqualTo(vpc);
  }

  @Test
  void vpcTakesMoreBlocksAndGivesThemBack() {
    String vpc = site.vpc();
    var added =
        ec2.associateVpcCidrBlock(r -> r.vpcId(vpc).cidrBlock("10.9.0.0/16"))
            .cidrBlockAssociation();
    assertThat(
            ec2.describeRouteTables(r -> r.filters(filter("vpc-id", vpc)))
                .routeTables()
                .getFirst()
                .routes())
        .extracting(Route::destinationCidrBlock, Route::gatewayId)
        .containsExactly(tuple("10.0.0.0/16", "local"), tuple("10.9.0.0/16", "local"));
    String subnet = site.subnet(vpc, "10.9.1.0/24");
    site.assertFault(
        "DependencyViolation",
        e -> e.disassociateVpcCidrBlock(r -> r.associationId(added.associationId())));
    ec2.deleteSubnet(r -> r.subnetId(subnet));
    site.assertFault(
        "InvalidVpc.Conflict",
        e -> e.associateVpcCidrBlock(r -> r.vpcId(vpc).cidrBlock("10.9.128.0/17")));
    ec2.disassociateVpcCidrBlock(r -> r.associationId(added.associationId()));
    Vpc shown = ec2.describeVpcs(r -> r.vpcIds(vpc)).vpcs().getFirst();
    assertThat(shown.cidrBlockAssociationSet()).hasSize(1);
    site.assertFault(
        "OperationNotPermitted",
        e ->
            e.disassociateVpcCidrBlock(
                r -> r.associationId(shown.cidrBlockAssociationSet().getFirst().associationId())));
    site.assertFault(
        "InvalidVpcCidrBlockAssociationID.NotFound",
        e -> e.disassociateVpcCidrBlock(r -> r.associationId(added.associationId())));
    assertThat(ec2.describeDhcpOptions(r -> r.dhcpOptionsIds(shown.dhcpOptionsId())).dhcpOptions())
        .hasSize(1);
    site.assertFault("DefaultVpcAlreadyExists", e -> e.createDefaultVpc());
  }

  @Test
  void localZoneTakesSubnetsOnceItIsOptedInto() {
    String vpc = site.vpc();
    assertThat(ec2.describeAvailabilityZones().availabilityZones()).hasSize(3);
    AvailabilityZone local =
        ec2.describeAvailabilityZones(
                r -> r.allAvailabilityZones(true).filters(filter("zone-type", "local-zone")))
            .availabilityZones()
            .getFirst();
    assertThat(local.zoneName()).isEqualTo("us-east-1-lax-1a");
    assertThat(local.zoneId()).isEqualTo("use1-lax1-az1");
    assertThat(local.parentZoneName()).isEqualTo("us-east-1a");
    assertThat(local.optInStatusAsString()).isEqualTo("not-opted-in");
    site.assertFault(
        "InvalidParameterValue",
        e ->
            e.createSubnet(
                r -> r.vpcId(vpc).cidrBlock("10.0.8.0/24").availabilityZone(local.zoneName())));
    ec2.modifyAvailabilityZoneGroup(r -> r.groupName(local.groupName()).optInStatus("opted-in"));
    assertThat(ec2.describeAvailabilityZones().availabilityZones()).hasSize(5);
    Subnet subnet =
        ec2.createSubnet(
                r -> r.vpcId(vpc).cidrBlock("10.0.8.0/24").availabilityZone(local.zoneName()))
            .subnet();
    assertThat(subnet.availabilityZoneId()).isEqualTo("use1-lax1-az1");
    site.assertFault(
        "OperationNotPermitted",
        e ->
            e.modifyAvailabilityZoneGroup(
                r -> r.groupName(local.groupName()).optInStatus("not-opted-in")));
    site.assertFault(
        "InvalidParameterValue",
        e -> e.modifyAvailabilityZoneGroup(r -> r.groupName("us-east-1").optInStatus("opted-in")));
  }

  @Test
  void vpcIsMadeWithTagsChangedAndDeleted() {
    Vpc made =
        ec2.createVpc(
                r ->
                    r.cidrBlock("10.0.0.0/16")
                        .instanceTenancy("default")
                        .tagSpecifications(Ec2Site.name(ResourceType.VPC, "main")))
            .vpc();
    assertThat(made.tags()).extracting(Tag::value).containsExactly("main");
    assertThat(made.cidrBlockAssociationSet().getFirst().cidrBlockState().stateAsString())
        .isEqualTo("associated");
    ec2.modifyVpcAttribute(r -> r.vpcId(made.vpcId()).enableDnsHostnames(v -> v.value(true)));
    assertThat(attribute(made.vpcId(), VpcAttributeName.ENABLE_DNS_HOSTNAMES)).isTrue();
    assertThat(attribute(made.vpcId(), VpcAttributeName.ENABLE_DNS_SUPPORT)).isTrue();
    assertThat(attribute(made.vpcId(), VpcAttributeName.ENABLE_NETWORK_ADDRESS_USAGE_METRICS))
        .isFalse();
    assertThat(ec2.describeVpcs(r -> r.filters(filter("tag:Name", "ma*"))).vpcs())
        .extracting(Vpc::vpcId)
        .containsExactly(made.vpcId());
    ec2.deleteVpc(r -> r.vpcId(made.vpcId()));
    site.assertFault("InvalidVpcID.NotFound", e -> e.describeVpcs(r -> r.vpcIds(made.vpcId())));
  }

  @Test
  void whatIsNotOfferedIsRefusedNotDropped() {
    site.assertFault(
            "UnsupportedOperation",
            e -> e.createVpc(r -> r.cidrBlock("10.0.0.0/16").ipv4NetmaskLength(20)))
        .hasMessageContaining("Ipv4NetmaskLength");
    site.assertFault(
        "UnsupportedOperation",
        e -> e.createVpc(r -> r.cidrBlock("10.0.0.0/16").instanceTenancy("dedicated")));
    site.assertFault("MissingParameter", e -> e.createVpc(r -> r.instanceTenancy("default")));
    site.assertFault(
        "InvalidParameterValue",
        e ->
            e.createVpc(
                r ->
                    r.cidrBlock("10.0.0.0/16")
                        .tagSpecifications(Ec2Site.name(ResourceType.SUBNET, "x"))));
  }

  @Test
  void zonesAndRegionAreThisServersOwn() {
    assertThat(ec2.describeAvailabilityZones().availabilityZones())
        .extracting(AvailabilityZone::zoneName)
        .containsExactly("us-east-1a", "us-east-1b", "us-east-1c");
    assertThat(ec2.describeRegions().regions())
        .singleElement()
        .satisfies(region -> assertThat(region.regionName()).isEqualTo("us-east-1"));
    site.assertFault(
        "InvalidParameterValue", e -> e.describeAvailabilityZones(r -> r.zoneNames("eu-west-1a")));
  }

  @Test
  void subnetsAreShownPageByPage() {
    String vpc = site.vpc();
    for (int i = 0; i < 7; i++) {
      site.subnet(vpc, "10.0." + i + ".0/24");
    }
    var pages = ec2.describeSubnetsPaginator(r -> r.filters(filter("vpc-id", vpc)).maxResults(5));
    assertThat(pages.stream().count()).isEqualTo(2);
    assertThat(pages.subnets().stream().map(Subnet::cidrBlock).distinct()).hasSize(7);
    site.assertFault("InvalidSubnet.Conflict", _ -> site.subnet(vpc, "10.0.3.0/24"));
  }

  @Test
  void subnetMapsPublicAddressesWhenAsked() {
    String subnet = site.subnet(site.vpc(), "10.0.0.0/24");
    ec2.modifySubnetAttribute(r -> r.subnetId(subnet).mapPublicIpOnLaunch(v -> v.value(true)));
    assertThat(
            ec2.describeSubnets(r -> r.subnetIds(subnet))
                .subnets()
                .getFirst()
                .mapPublicIpOnLaunch())
        .isTrue();
  }

  @Test
  void gatewayIsAttachedAndRoutedTo() {
    String vpc = site.vpc();
    String subnet = site.subnet(vpc, "10.0.0.0/24");
    String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    ec2.attachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc));
    assertThat(
            ec2.describeInternetGateways(r -> r.filters(filter("attachment.vpc-id", vpc)))
                .internetGateways())
        .singleElement()
        .satisfies(
            g ->
                assertThat(g.attachments())
                    .extracting(InternetGatewayAttachment::stateAsString)
                    .containsExactly("available"));
    String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
    assertThat(
            ec2.createRoute(
                    r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway))
                .returnValue())
        .isTrue();
    String association =
        ec2.associateRouteTable(r -> r.routeTableId(table).subnetId(subnet)).associationId();
    RouteTable shown = only(filter("association.subnet-id", subnet));
    assertThat(shown.routes()).extracting(Route::gatewayId).containsExactly("local", gateway);
    assertThat(shown.routes())
        .extracting(Route::originAsString)
        .containsExactly("CreateRouteTable", "CreateRoute");
    assertThat(shown.associations())
        .extracting(RouteTableAssociation::routeTableAssociationId, RouteTableAssociation::main)
        .containsExactly(tuple(association, false));
    ec2.detachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc));
    assertThat(only(filter("route.state", "blackhole")).routeTableId()).isEqualTo(table);
    assertThat(only(filter("vpc-id", vpc), filter("association.main", "true")).associations())
        .extracting(RouteTableAssociation::main)
        .containsExactly(true);
  }

  @Test
  void routeNeedsExactlyOneTargetThatIsOffered() {
    String table = ec2.createRouteTable(r -> r.vpcId(site.vpc())).routeTable().routeTableId();
    site.assertFault(
        "MissingParameter",
        e -> e.createRoute(r -> r.routeTableId(table).destinationCidrBlock("0.0.0.0/0")));
    site.assertFault(
        "UnsupportedOperation",
        e ->
            e.createRoute(
                r ->
                    r.routeTableId(table)
                        .destinationCidrBlock("0.0.0.0/0")
                        .transitGatewayId("tgw-12345678")));
  }

  @Test
  void tagsAreCreatedListedAndDeleted() {
    String vpc = site.vpc();
    Tag tag = Tag.builder().key("team").value("blue").build();
    ec2.createTags(r -> r.resources(vpc).tags(tag));
    assertThat(ec2.describeTags(r -> r.filters(filter("resource-type", "vpc"))).tags())
        .extracting(TagDescription::resourceId, TagDescription::value)
        .containsExactly(tuple(vpc, "blue"));
    ec2.deleteTags(r -> r.resources(vpc).tags(Tag.builder().key("team").build()));
    assertThat(ec2.describeTags().tags()).isEmpty();
    site.assertFault(
        "InvalidVpcID.NotFound", e -> e.createTags(r -> r.resources("vpc-12345678").tags(tag)));
  }

  @Test
  void anotherAccountSeesNothing() {
    String vpc = site.vpc();
    try (Ec2Client other = site.endpoint().client(Ec2Client.builder(), Endpoint.SECOND)) {
      assertThat(other.describeVpcs().vpcs()).isEmpty();
      assertThat(other.describeVpcs(r -> r.filters(filter("vpc-id", vpc))).vpcs()).isEmpty();
    }
  }

  private boolean attribute(String vpc, VpcAttributeName name) {
    var answer = ec2.describeVpcAttribute(r -> r.vpcId(vpc).attribute(name));
    return switch (name) {
      case ENABLE_DNS_HOSTNAMES -> answer.enableDnsHostnames().value();
      case ENABLE_DNS_SUPPORT -> answer.enableDnsSupport().value();
      default -> answer.enableNetworkAddressUsageMetrics().value();
    };
  }

  private RouteTable only(Filter... filters) {
    List<RouteTable> found = ec2.describeRouteTables(r -> r.filters(filters)).routeTables();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
