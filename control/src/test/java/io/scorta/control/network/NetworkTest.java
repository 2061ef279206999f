package io.scorta.control.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.state.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// VPCs, subnets, gateways, route tables, routes and tags.
class NetworkTest {
  private static final String UNKNOWN = "1234567890abcdef0";
  private final World world = new World();

  @Test
  void accountOpensWithDefaultVpcReachingTheOutside() {
    world.submit(new Accounts.Open());
    Vpc vpc = all(NetworkKinds.VPC).getFirst();
    assertThat(vpc.cidr()).isEqualTo(Cidr.parse("172.31.0.0/16"));
    assertThat(vpc.isDefault() && vpc.dnsHostnames()).isTrue();
    assertThat(all(NetworkKinds.SUBNET))
        .extracting(s -> s.zone() + " " + s.cidr())
        .containsExactlyInAnyOrder(
            "us-east-1a 172.31.0.0/20", "us-east-1b 172.31.16.0/20", "us-east-1c 172.31.32.0/20");
    RouteTable main = all(NetworkKinds.ROUTE_TABLE).getFirst();
    InternetGateway gateway = all(NetworkKinds.INTERNET_GATEWAY).getFirst();
    assertThat(main.isMain()).isTrue();
    assertThat(main.routes())
        .extracting(r -> r.target())
        .containsExactly(new RouteTarget.Local(), new RouteTarget.Gateway(gateway.id()));
    SecurityGroup group = all(NetworkKinds.SECURITY_GROUP).getFirst();
    assertThat(group.rules())
        .extracting(SecurityRules::text)
        .containsExactly(
            "\"peer: " + group.id() + ", ALL, ALLOW\"", "\"peer: 0.0.0.0/0, ALL, ALLOW\"");
  }

  @Test
  void accountIsOpenedOnlyOnce() {
    assertThat(world.submit(new Accounts.Open())).isTrue();
    long version = world.state().version();
    assertThat(world.submit(new Accounts.Open())).isFalse();
    assertThat(all(NetworkKinds.VPC)).hasSize(1);
    assertThat(version).isLessThanOrEqualTo(world.state().version());
  }

  @Test
  void storedNamesNeverChange() {
    assertThat(NetworkKinds.ALL.stream().filter(Kind::durable).map(Kind::name))
        .containsExactly(
            "account",
            "vpc",
            "vpc-settings",
            "subnet",
            "internet-gateway",
            "route-table",
            "security-group",
            "network-interface",
            "elastic-ip",
            "lent-ip",
            "instance",
            "instance-facts",
            "network-acl",
            "peering",
            "prefix-list",
            "insights-path",
            "insights-analysis",
            "nat-gateway",
            "group-vpc",
            "cache-security-group",
            "key-pair",
            "tags");
  }

  @Test
  void vpcNeedsBlockOfAllowedSize() {
    assertThat(world.refused(new Vpcs.Create("10.0.0.0/8", Map.of())).code())
        .isEqualTo("InvalidVpc.Range");
    assertThat(world.refused(new Vpcs.Create("10.0.0.0/29", Map.of())).code())
        .isEqualTo("InvalidVpc.Range");
    assertThat(world.refused(new Vpcs.Create("ten", Map.of())).code())
        .isEqualTo("InvalidParameterValue");
  }

  @Test
  void sixthVpcIsOneTooMany() {
    for (int i = 0; i < Limits.VPCS; i++) {
      vpc("10.0.0.0/16");
    }
    assertThat(world.refused(new Vpcs.Create("10.0.0.0/16", Map.of())).code())
        .isEqualTo("VpcLimitExceeded");
  }

  @Test
  void quotasOfGatewaysTablesAndRoutesHold() {
    String vpc = vpc("10.0.0.0/16");
    String gateway = gateway();
    world.submit(new InternetGateways.Attach(gateway, vpc));
    for (int i = 1; i < Limits.INTERNET_GATEWAYS; i++) {
      gateway();
    }
    assertThat(world.refused(new InternetGateways.Create(Map.of())).code())
        .isEqualTo("InternetGatewayLimitExceeded");
    String table = world.submit(new RouteTables.Create(vpc, Map.of())).id();
    Routes.Hop hop = new Routes.Hop.Gateway(gateway);
    for (int i = 1; i < Limits.ROUTES_PER_TABLE; i++) {
      world.submit(new Routes.Create(table, "9." + i + ".0.0/16", hop));
    }
    assertThat(world.refused(new Routes.Create(table, "8.0.0.0/8", hop)).code())
        .isEqualTo("RouteLimitExceeded");
    for (int i = 2; i < Limits.ROUTE_TABLES_PER_VPC; i++) {
      world.submit(new RouteTables.Create(vpc, Map.of()));
    }
    assertThat(world.refused(new RouteTables.Create(vpc, Map.of())).code())
        .isEqualTo("RouteTableLimitExceeded");
  }

  @Test
  void vpcIsDeletedOnlyWhenNothingIsLeftInIt() {
    String vpc = vpc("10.0.0.0/16");
    Subnet subnet = subnet(vpc, "10.0.0.0/24");
    assertThat(world.refused(new Vpcs.Delete(vpc)))
        .satisfies(fault -> assertThat(fault.code()).isEqualTo("DependencyViolation"))
        .satisfies(fault -> assertThat(fault.message()).contains(vpc, subnet.id()));
    world.submit(new Subnets.Delete(subnet.id()));
    world.submit(new Vpcs.Delete(vpc));
    assertThat(world.state().sameDurable(new World().state())).isTrue();
  }

  @Test
  void unknownAndMalformedIdsHaveTheirOwnCodes() {
    assertThat(world.refused(new Vpcs.Delete("vpc-" + UNKNOWN)).code())
        .isEqualTo("InvalidVpcID.NotFound");
    assertThat(world.refused(new Vpcs.Delete("vpc")).code()).isEqualTo("InvalidVpcID.Malformed");
    assertThat(world.refused(new Subnets.Delete("subnet-" + UNKNOWN)).code())
        .isEqualTo("InvalidSubnetID.NotFound");
    assertThat(world.refused(new InternetGateways.Delete("igw-" + UNKNOWN)).code())
        .isEqualTo("InvalidInternetGatewayID.NotFound");
    assertThat(world.refused(new RouteTables.Delete("rtb-" + UNKNOWN)).code())
        .isEqualTo("InvalidRouteTableID.NotFound");
    assertThat(world.refused(new RouteTables.Disassociate("rtbassoc-" + UNKNOWN)).code())
        .isEqualTo("InvalidAssociationID.NotFound");
  }

  @Test
  void anotherAccountsVpcDoesNotExist() {
    String vpc = vpc("10.0.0.0/16");
    assertThat(world.refused("000000000002", new Vpcs.Delete(vpc)).code())
        .isEqualTo("InvalidVpcID.NotFound");
  }

  @Test
  void subnetsLieInsideTheirVpcAndDoNotOverlap() {
    String vpc = vpc("10.0.0.0/16");
    subnet(vpc, "10.0.0.0/24");
    assertThat(refusedSubnet(vpc, "10.0.0.128/25")).isEqualTo("InvalidSubnet.Conflict");
    assertThat(refusedSubnet(vpc, "10.1.0.0/24")).isEqualTo("InvalidSubnet.Range");
    assertThat(refusedSubnet(vpc, "10.0.1.0/29")).isEqualTo("InvalidSubnet.Range");
    assertThat(
            world.refused(
                new Subnets.Create(vpc, "10.0.1.0/24", Optional.of("us-east-1z"), Map.of())))
        .satisfies(fault -> assertThat(fault.code()).isEqualTo("InvalidParameterValue"))
        .satisfies(fault -> assertThat(fault.message()).contains("us-east-1a, us-east-1b"));
    assertThat(
            world
                .submit(new Subnets.Create(vpc, "10.0.1.0/24", Optional.of("use1-az2"), Map.of()))
                .zone())
        .isEqualTo("us-east-1b");
  }

  @Test
  void zoneIdsFollowTheRegionsShortName() {
    assertThat(Zones.id("us-east-1a")).isEqualTo("use1-az1");
    assertThat(Zones.id("ap-southeast-2c")).isEqualTo("apse2-az3");
    assertThat(Zones.id("eu-central-1b")).isEqualTo("euc1-az2");
    assertThat(Zones.id("ap-northeast-1a")).isEqualTo("apne1-az1");
  }

  @Test
  void gatewayIsAttachedToOneVpcAndVpcHasOneGateway() {
    String vpc = vpc("10.0.0.0/16");
    String first = gateway();
    String second = gateway();
    world.submit(new InternetGateways.Attach(first, vpc));
    assertThat(world.refused(new InternetGateways.Attach(first, vpc)).code())
        .isEqualTo("Resource.AlreadyAssociated");
    assertThat(world.refused(new InternetGateways.Attach(second, vpc)).code())
        .isEqualTo("Resource.AlreadyAssociated");
    assertThat(world.refused(new InternetGateways.Delete(first)).code())
        .isEqualTo("DependencyViolation");
    assertThat(world.refused(new InternetGateways.Detach(second, vpc)).code())
        .isEqualTo("Gateway.NotAttached");
    world.submit(new InternetGateways.Detach(first, vpc));
    world.submit(new InternetGateways.Delete(first));
  }

  @Test
  void routeToDetachedGatewayIsBlackhole() {
    String vpc = vpc("10.0.0.0/16");
    String gateway = gateway();
    RouteTable table = world.submit(new RouteTables.Create(vpc, Map.of()));
    Routes.Create create =
        new Routes.Create(table.id(), "0.0.0.0/0", new Routes.Hop.Gateway(gateway));
    assertThat(world.refused(create).message()).contains("belong to different networks");
    world.submit(new InternetGateways.Attach(gateway, vpc));
    world.submit(create);
    assertThat(lastRouteIsActive(table.id())).isTrue();
    world.submit(new InternetGateways.Detach(gateway, vpc));
    assertThat(lastRouteIsActive(table.id())).isFalse();
  }

  @Test
  void routesAreReplacedAndDeletedButNotTheLocalOne() {
    String vpc = vpc("10.0.0.0/16");
    String gateway = gateway();
    world.submit(new InternetGateways.Attach(gateway, vpc));
    Routes.Hop hop = new Routes.Hop.Gateway(gateway);
    String table = world.submit(new RouteTables.Create(vpc, Map.of())).id();
    world.submit(new Routes.Create(table, "0.0.0.0/0", hop));
    assertThat(world.refused(new Routes.Create(table, "0.0.0.0/0", hop)).code())
        .isEqualTo("RouteAlreadyExists");
    assertThat(world.refused(new Routes.Create(table, "10.0.5.0/24", hop)).message())
        .contains("can target only an interface");
    assertThat(world.refused(new Routes.Replace(table, "9.0.0.0/8", hop)).message())
        .contains("Use CreateRoute instead");
    assertThat(world.refused(new Routes.Delete(table, "9.0.0.0/8")).code())
        .isEqualTo("InvalidRoute.NotFound");
    assertThat(world.refused(new Routes.Delete(table, "10.0.0.0/16")).message())
        .contains("cannot remove local route");
    Routes.Hop nowhere = new Routes.Hop.Gateway("igw-" + UNKNOWN);
    assertThat(world.refused(new Routes.Create(table, "8.0.0.0/8", nowhere)).code())
        .isEqualTo("InvalidGatewayID.NotFound");
    world.submit(new Routes.Delete(table, "0.0.0.0/0"));
    assertThat(routeTable(table).routes()).hasSize(1);
  }

  @Test
  void subnetUsesOneTableAtATime() {
    String vpc = vpc("10.0.0.0/16");
    String subnet = subnet(vpc, "10.0.0.0/24").id();
    String first = world.submit(new RouteTables.Create(vpc, Map.of())).id();
    String second = world.submit(new RouteTables.Create(vpc, Map.of())).id();
    String association = world.submit(new RouteTables.Associate(first, subnet));
    assertThat(world.refused(new RouteTables.Associate(second, subnet)).code())
        .isEqualTo("Resource.AlreadyAssociated");
    assertThat(world.refused(new RouteTables.Delete(first)).code())
        .isEqualTo("DependencyViolation");
    var replaced = world.submit(new RouteTables.Replace(association, second));
    assertThat(replaced.associationId()).isNotEqualTo(association);
    assertThat(routeTable(second).associations())
        .isEqualTo(Map.of(replaced.associationId(), subnet));
    world.submit(new RouteTables.Delete(first));
    world.submit(new RouteTables.Disassociate(replaced.associationId()));
    assertThat(routeTable(second).associations()).isEmpty();
  }

  @Test
  void replacingTheMainAssociationMovesTheMainRole() {
    String vpc = vpc("10.0.0.0/16");
    RouteTable main = all(NetworkKinds.ROUTE_TABLE).getFirst();
    String other = world.submit(new RouteTables.Create(vpc, Map.of())).id();
    assertThat(world.refused(new RouteTables.Delete(main.id())).code())
        .isEqualTo("DependencyViolation");
    String association = main.mainAssociationId().orElseThrow();
    assertThat(world.refused(new RouteTables.Disassociate(association)).code())
        .isEqualTo("InvalidParameterValue");
    assertThat(world.submit(new RouteTables.Replace(association, other)).main()).isTrue();
    assertThat(routeTable(other).isMain()).isTrue();
    world.submit(new RouteTables.Delete(main.id()));
  }

  @Test
  void tagsAreReplacedByKeyAndDeletedByValue() {
    String vpc = world.submit(new Vpcs.Create("10.0.0.0/16", Map.of("Name", "one"))).id();
    world.submit(new Tags.Create(List.of(vpc), Map.of("Name", "two", "team", "x")));
    assertThat(tags(vpc)).isEqualTo(Map.of("Name", "two", "team", "x"));
    world.submit(new Tags.Delete(List.of(vpc), Map.of("Name", Optional.of("one"))));
    assertThat(tags(vpc)).hasSize(2);
    world.submit(new Tags.Delete(List.of(vpc), Map.of("Name", Optional.of("two"))));
    assertThat(tags(vpc)).isEqualTo(Map.of("team", "x"));
    world.submit(new Vpcs.Delete(vpc));
    assertThat(all(NetworkKinds.TAGS)).isEmpty();
  }

  @Test
  void tagsOutsideTheirLimitsAreRefused() {
    String vpc = vpc("10.0.0.0/16");
    assertThat(refusedTag(vpc, "aws:x", "")).isEqualTo("InvalidParameterValue");
    assertThat(refusedTag(vpc, "k".repeat(129), "")).isEqualTo("InvalidParameterValue");
    assertThat(refusedTag(vpc, "k", "v".repeat(257))).isEqualTo("InvalidParameterValue");
    assertThat(refusedTag("vpc-" + UNKNOWN, "k", "v")).isEqualTo("InvalidVpcID.NotFound");
    assertThat(refusedTag("thing-1", "k", "v")).isEqualTo("InvalidID");
    for (int i = 0; i < Limits.TAGS_PER_RESOURCE; i++) {
      world.submit(new Tags.Create(List.of(vpc), Map.of("k" + i, "v")));
    }
    assertThat(refusedTag(vpc, "one more", "v")).isEqualTo("TagLimitExceeded");
  }

  private String vpc(String block) {
    return world.submit(new Vpcs.Create(block, Map.of())).id();
  }

  private Subnet subnet(String vpc, String block) {
    return world.submit(new Subnets.Create(vpc, block, Optional.empty(), Map.of()));
  }

  private String gateway() {
    return world.submit(new InternetGateways.Create(Map.of())).id();
  }

  private String refusedSubnet(String vpc, String block) {
    return world.refused(new Subnets.Create(vpc, block, Optional.empty(), Map.of())).code();
  }

  private String refusedTag(String id, String key, String value) {
    return world.refused(new Tags.Create(List.of(id), Map.of(key, value))).code();
  }

  private Map<String, String> tags(String id) {
    return Tags.of(world.state(), World.ACCOUNT, id);
  }

  private RouteTable routeTable(String id) {
    return world.state().find(World.ACCOUNT, NetworkKinds.ROUTE_TABLE, id).orElseThrow();
  }

  private boolean lastRouteIsActive(String tableId) {
    RouteTable table = routeTable(tableId);
    return Routes.isActive(world.state(), table, table.routes().getLast().target());
  }

  private <T extends Record> List<T> all(Kind<T> kind) {
    return List.copyOf(world.state().all(World.ACCOUNT, kind));
  }
}
