package io.scorta.server.api;

import static io.scorta.server.api.Ec2Site.filter;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AddPrefixListEntry;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.PrefixListAssociation;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.RemovePrefixListEntry;

/// Managed prefix lists, through the SDK's client.
class Ec2PrefixListRowsTest {
  private final Ec2Site site = new Ec2Site();
  private final Ec2Client ec2 = site.client();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void entriesMakeVersions() {
    ManagedPrefixList made = list(3, "198.51.100.0/24");
    assertThat(made.stateAsString()).isEqualTo("create-complete");
    assertThat(made.version()).isEqualTo(1);
    String id = made.prefixListId();
    site.assertFault(
        "PrefixListVersionMismatch",
        e -> e.modifyManagedPrefixList(r -> r.prefixListId(id).currentVersion(7L)));
    ManagedPrefixList changed =
        ec2.modifyManagedPrefixList(
                r ->
                    r.prefixListId(id)
                        .currentVersion(1L)
                        .addEntries(entry("203.0.113.0/24"))
                        .removeEntries(
                            RemovePrefixListEntry.builder().cidr("198.51.100.0/24").build()))
            .prefixList();
    assertThat(changed.version()).isEqualTo(2);
    assertThat(ec2.getManagedPrefixListEntries(r -> r.prefixListId(id)).entries())
        .extracting(PrefixListEntry::cidr)
        .containsExactly("203.0.113.0/24");
    assertThat(ec2.getManagedPrefixListEntries(r -> r.prefixListId(id).targetVersion(1L)).entries())
        .extracting(PrefixListEntry::cidr)
        .containsExactly("198.51.100.0/24");
    assertThat(
            ec2.describeManagedPrefixLists(r -> r.filters(filter("prefix-list-name", "off*")))
                .prefixLists())
        .hasSize(1);
    site.assertFault(
        "InvalidParameterCombination",
        e ->
            e.modifyManagedPrefixList(
                r ->
                    r.prefixListId(id)
                        .currentVersion(2L)
                        .maxEntries(9)
                        .addEntries(entry("10.0.0.0/8"))));
    site.assertFault("PrefixListMaxEntriesExceeded", _ -> list(1, "10.0.0.0/8", "11.0.0.0/8"));
    ec2.deleteManagedPrefixList(r -> r.prefixListId(id));
    site.assertFault(
        "InvalidPrefixListID.NotFound",
        e -> e.getManagedPrefixListEntries(r -> r.prefixListId(id)));
  }

  @Test
  void listCountsWithItsSizeWhereverItIsNamed() {
    String vpc = site.vpc();
    String group = site.group(vpc, "cache");
    String id = list(50, "198.51.100.0/24").prefixListId();
    ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(from(id)));
    String second = list(11, "192.0.2.0/24").prefixListId();
    site.assertFault(
        "RulesPerSecurityGroupLimitExceeded",
        e -> e.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(from(second))));
    site.assertFault(
        "RulesPerSecurityGroupLimitExceeded",
        e -> e.modifyManagedPrefixList(r -> r.prefixListId(id).maxEntries(61)));
    ec2.modifyManagedPrefixList(r -> r.prefixListId(id).maxEntries(60));
    String table = ec2.createRouteTable(r -> r.vpcId(vpc)).routeTable().routeTableId();
    String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    ec2.attachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc));
    site.assertFault(
        "RouteLimitExceeded",
        e ->
            e.createRoute(
                r -> r.routeTableId(table).destinationPrefixListId(id).gatewayId(gateway)));
    ec2.createRoute(r -> r.routeTableId(table).destinationPrefixListId(second).gatewayId(gateway));
    var route =
        ec2.describeRouteTables(r -> r.filters(filter("route.destination-prefix-list-id", second)))
            .routeTables()
            .getFirst()
            .routes()
            .getLast();
    assertThat(route.destinationPrefixListId()).isEqualTo(second);
    assertThat(route.gatewayId()).isEqualTo(gateway);
    assertThat(
            ec2.getManagedPrefixListAssociations(r -> r.prefixListId(second))
                .prefixListAssociations())
        .extracting(PrefixListAssociation::resourceId)
        .containsExactly(table);
    site.assertFault(
        "DependencyViolation", e -> e.deleteManagedPrefixList(r -> r.prefixListId(second)));
    ec2.deleteRoute(r -> r.routeTableId(table).destinationPrefixListId(second));
    ec2.deleteManagedPrefixList(r -> r.prefixListId(second));
    assertThat(
            ec2.describeSecurityGroups(r -> r.filters(filter("ip-permission.prefix-list-id", id)))
                .securityGroups()
                .getFirst()
                .ipPermissions()
                .getFirst()
                .prefixListIds()
                .getFirst()
                .prefixListId())
        .isEqualTo(id);
    ec2.revokeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(from(id)));
  }

  private ManagedPrefixList list(int max, String... cidrs) {
    return ec2.createManagedPrefixList(
            r ->
                r.prefixListName("offices")
                    .addressFamily("IPv4")
                    .maxEntries(max)
                    .entries(
                        java.util.Arrays.stream(cidrs).map(Ec2PrefixListRowsTest::entry).toList()))
        .prefixList();
  }

  private static AddPrefixListEntry entry(String cidr) {
    return AddPrefixListEntry.builder().cidr(cidr).description("town").build();
  }

  private static IpPermission from(String list) {
    return IpPermission.builder()
        .ipProtocol("tcp")
        .fromPort(6379)
        .toPort(6379)
        .prefixListIds(PrefixListId.builder().prefixListId(list).build())
        .build();
  }
}
