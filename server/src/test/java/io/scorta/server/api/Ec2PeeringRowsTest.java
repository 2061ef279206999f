package io.scorta.server.api;

import static io.scorta.server.api.Ec2Site.filter;
import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.control.network.Accounts;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnection;

/// VPC peering within an account and between two, through the SDK's client.
class Ec2PeeringRowsTest {
  private final Ec2Site site = new Ec2Site();
  private final Ec2Client ec2 = site.client();
  private final String vpc = site.vpc();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void connectionIsAskedForAcceptedRoutedAndDeleted() {
    String other = vpc(ec2, "10.1.0.0/16");
    VpcPeeringConnection asked =
        ec2.createVpcPeeringConnection(r -> r.vpcId(vpc).peerVpcId(other)).vpcPeeringConnection();
    String id = asked.vpcPeeringConnectionId();
    assertThat(asked.status().codeAsString()).isEqualTo("pending-acceptance");
    assertThat(asked.expirationTime()).isNotNull();
    String table =
        ec2.describeRouteTables(r -> r.filters(filter("vpc-id", vpc)))
            .routeTables()
            .getFirst()
            .routeTableId();
    ec2.createRoute(
        r -> r.routeTableId(table).destinationCidrBlock("10.1.0.0/16").vpcPeeringConnectionId(id));
    assertThat(route(table).stateAsString()).isEqualTo("blackhole");
    ec2.acceptVpcPeeringConnection(r -> r.vpcPeeringConnectionId(id));
    assertThat(route(table).stateAsString()).isEqualTo("active");
    assertThat(route(table).vpcPeeringConnectionId()).isEqualTo(id);
    assertThat(
            ec2.describeVpcPeeringConnections(
                    r ->
                        r.filters(
                            filter("status-code", "active"),
                            filter("accepter-vpc-info.cidr-block", "10.1.0.0/16")))
                .vpcPeeringConnections())
        .hasSize(1);
    assertThat(
            ec2.modifyVpcPeeringConnectionOptions(
                    r ->
                        r.vpcPeeringConnectionId(id)
                            .requesterPeeringConnectionOptions(
                                o -> o.allowDnsResolutionFromRemoteVpc(true)))
                .requesterPeeringConnectionOptions()
                .allowDnsResolutionFromRemoteVpc())
        .isTrue();
    site.assertFault(
        "InvalidStateTransition",
        e -> e.acceptVpcPeeringConnection(r -> r.vpcPeeringConnectionId(id)));
    site.assertFault("DependencyViolation", e -> e.deleteVpc(r -> r.vpcId(other)));
    ec2.deleteVpcPeeringConnection(r -> r.vpcPeeringConnectionId(id));
    assertThat(route(table).stateAsString()).isEqualTo("blackhole");
    ec2.deleteVpc(r -> r.vpcId(other));
  }

  @Test
  void overlappingOrUnknownPeersFail() {
    String same = vpc(ec2, "10.0.128.0/17");
    assertThat(status(ec2.createVpcPeeringConnection(r -> r.vpcId(vpc).peerVpcId(same))))
        .isEqualTo("failed");
    assertThat(status(ec2.createVpcPeeringConnection(r -> r.vpcId(vpc).peerVpcId("vpc-12345678"))))
        .isEqualTo("failed");
    String other = vpc(ec2, "10.1.0.0/16");
    ec2.createVpcPeeringConnection(r -> r.vpcId(vpc).peerVpcId(other));
    site.assertFault(
        "VpcPeeringConnectionAlreadyExists",
        e -> e.createVpcPeeringConnection(r -> r.vpcId(other).peerVpcId(vpc)));
    site.assertFault(
        "InvalidVpcPeeringConnectionID.NotFound",
        e -> e.deleteVpcPeeringConnection(r -> r.vpcPeeringConnectionId("pcx-12345678")));
  }

  @Test
  void accountsPeerAndNameEachOthersGroups() {
    site.endpoint().plane().submit(Endpoint.SECOND.account(), new Accounts.Open());
    try (Ec2Client theirs = site.endpoint().client(Ec2Client.builder(), Endpoint.SECOND)) {
      String other = vpc(theirs, "10.1.0.0/16");
      String id =
          ec2.createVpcPeeringConnection(
                  r -> r.vpcId(vpc).peerVpcId(other).peerOwnerId(Endpoint.SECOND.account()))
              .vpcPeeringConnection()
              .vpcPeeringConnectionId();
      site.assertFault(
          "OperationNotPermitted",
          e -> e.acceptVpcPeeringConnection(r -> r.vpcPeeringConnectionId(id)));
      theirs.acceptVpcPeeringConnection(r -> r.vpcPeeringConnectionId(id));
      String group = site.group(vpc, "cache");
      String theirGroup =
          theirs
              .createSecurityGroup(r -> r.groupName("app").description("app").vpcId(other))
              .groupId();
      site.assertFault(
          "InvalidGroup.NotFound",
          e ->
              e.authorizeSecurityGroupIngress(
                  r -> r.groupId(group).ipPermissions(from("sg-12345678"))));
      ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(from(theirGroup)));
      UserIdGroupPair shown = pair(group);
      assertThat(shown.userId()).isEqualTo(Endpoint.SECOND.account());
      assertThat(shown.vpcPeeringConnectionId()).isEqualTo(id);
      assertThat(shown.peeringStatus()).isEqualTo("active");
      assertThat(
              theirs
                  .describeSecurityGroupReferences(r -> r.groupId(theirGroup))
                  .securityGroupReferenceSet()
                  .getFirst()
                  .referencingVpcId())
          .isEqualTo(vpc);
      assertThat(ec2.describeStaleSecurityGroups(r -> r.vpcId(vpc)).staleSecurityGroupSet())
          .isEmpty();
      theirs.deleteVpcPeeringConnection(r -> r.vpcPeeringConnectionId(id));
      assertThat(pair(group).peeringStatus()).isEqualTo("deleted");
      var stale =
          ec2.describeStaleSecurityGroups(r -> r.vpcId(vpc)).staleSecurityGroupSet().getFirst();
      assertThat(stale.groupId()).isEqualTo(group);
      assertThat(stale.staleIpPermissions().getFirst().userIdGroupPairs().getFirst().groupId())
          .isEqualTo(theirGroup);
      theirs.deleteSecurityGroup(r -> r.groupId(theirGroup));
      assertThat(ec2.describeStaleSecurityGroups(r -> r.vpcId(vpc)).staleSecurityGroupSet())
          .hasSize(1);
    }
  }

  private UserIdGroupPair pair(String group) {
    return ec2.describeSecurityGroups(r -> r.groupIds(group))
        .securityGroups()
        .getFirst()
        .ipPermissions()
        .getFirst()
        .userIdGroupPairs()
        .getFirst();
  }

  private static IpPermission from(String group) {
    return IpPermission.builder()
        .ipProtocol("tcp")
        .fromPort(6379)
        .toPort(6379)
        .userIdGroupPairs(
            UserIdGroupPair.builder().groupId(group).userId(Endpoint.SECOND.account()).build())
        .build();
  }

  private Route route(String table) {
    List<Route> routes =
        ec2.describeRouteTables(r -> r.routeTableIds(table)).routeTables().getFirst().routes();
    return routes.getLast();
  }

  private static String status(
      software.amazon.awssdk.services.ec2.model.CreateVpcPeeringConnectionResponse made) {
    return made.vpcPeeringConnection().status().codeAsString();
  }

  private static String vpc(Ec2Client client, String cidr) {
    return client.createVpc(r -> r.cidrBlock(cidr)).vpc().vpcId();
  }
}
