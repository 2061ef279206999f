package io.scorta.server.api;

import static io.scorta.server.api.Ec2Site.filter;
import static io.scorta.server.api.Ec2Site.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleDescription;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/// Security groups and their rules, through the SDK's client.
class Ec2GroupRowsTest {
  private final Ec2Site site = new Ec2Site();
  private final Ec2Client ec2 = site.client();
  private String vpc = "";
  private String group = "";

  @BeforeEach
  void aGroup() {
    vpc = site.vpc();
    group = site.group(vpc, "cache");
  }

  @Test
  void groupIsLentToAnotherVpcAndTakenBack() {
    String home = site.vpc();
    String other = ec2.createVpc(r -> r.cidrBlock("10.1.0.0/16")).vpc().vpcId();
    String group = site.group(home, "shared");
    String subnet = site.subnet(other, "10.1.0.0/24");
    site.assertFault(
        "InvalidParameter", e -> e.createNetworkInterface(r -> r.subnetId(subnet).groups(group)));
    assertThat(ec2.associateSecurityGroupVpc(r -> r.groupId(group).vpcId(other)).stateAsString())
        .isEqualTo("associated");
    var made =
        ec2.createNetworkInterface(
                r -> r.subnetId(subnet).groups(group).privateIpAddress("10.1.0.9"))
            .networkInterface();
    assertThat(made.statusAsString()).isEqualTo("available");
    assertThat(made.attachment()).isNull();
    assertThat(
            ec2.describeSecurityGroupVpcAssociations(r -> r.filters(filter("vpc-id", other)))
                .securityGroupVpcAssociations()
                .getFirst()
                .groupId())
        .isEqualTo(group);
    assertThat(
            ec2.getSecurityGroupsForVpc(r -> r.vpcId(other)).securityGroupForVpcs().stream()
                .map(it -> it.groupId()))
        .contains(group)
        .hasSize(2);
    site.assertFault("DependencyViolation", e -> e.deleteSecurityGroup(r -> r.groupId(group)));
    site.assertFault(
        "DependencyViolation",
        e -> e.disassociateSecurityGroupVpc(r -> r.groupId(group).vpcId(other)));
    ec2.deleteNetworkInterface(r -> r.networkInterfaceId(made.networkInterfaceId()));
    ec2.disassociateSecurityGroupVpc(r -> r.groupId(group).vpcId(other));
    ec2.deleteSecurityGroup(r -> r.groupId(group));
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void groupIsNamedByIdAndArn() {
    var made = ec2.createSecurityGroup(r -> r.groupName("nat").description("nat host").vpcId(vpc));
    assertThat(made.securityGroupArn())
        .isEqualTo("arn:aws:ec2:us-east-1:000000000001:security-group/" + made.groupId());
    SecurityGroup shown = shown(made.groupId());
    assertThat(shown.ipPermissions()).isEmpty();
    assertThat(shown.ipPermissionsEgress())
        .singleElement()
        .satisfies(p -> assertThat(p.ipProtocol()).isEqualTo("-1"))
        .satisfies(p -> assertThat(p.fromPort()).isNull());
    assertThat(ec2.deleteSecurityGroup(r -> r.groupId(made.groupId())).groupId())
        .isEqualTo(made.groupId());
  }

  @Test
  void authorizedRulesComeBackWithIdsOnceInForce() {
    int awaited = site.endpoint().plane().awaited();
    var answer =
        ec2.authorizeSecurityGroupIngress(
            r -> r.groupId(group).ipPermissions(tcp(6379, 6379, "10.0.0.0/16")));
    assertThat(site.endpoint().plane().awaited()).isEqualTo(awaited + 1);
    assertThat(answer.returnValue()).isTrue();
    SecurityGroupRule rule = answer.securityGroupRules().getFirst();
    assertThat(rule.securityGroupRuleId()).startsWith("sgr-");
    assertThat(rule.isEgress()).isFalse();
    assertThat(rule.cidrIpv4()).isEqualTo("10.0.0.0/16");
    assertThat(rule.groupOwnerId()).isEqualTo("000000000001");
    site.assertFault(
        "InvalidPermission.Duplicate",
        e ->
            e.authorizeSecurityGroupIngress(
                r -> r.groupId(group).ipPermissions(tcp(6379, 6379, "10.0.0.0/16"))));
  }

  @Test
  void permissionFansOutAndIsShownTogether() {
    String nat = site.group(vpc, "nat");
    IpPermission wide =
        IpPermission.builder()
            .ipProtocol("tcp")
            .fromPort(11211)
            .toPort(11213)
            .ipRanges(
                IpRange.builder().cidrIp("198.51.100.27/32").description("office").build(),
                IpRange.builder().cidrIp("10.0.0.0/16").build())
            .ipv6Ranges(Ipv6Range.builder().cidrIpv6("2001:DB8::/32").build())
            .userIdGroupPairs(UserIdGroupPair.builder().groupId(nat).build())
            .build();
    var rules =
        ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(wide))
            .securityGroupRules();
    assertThat(rules).hasSize(4);
    IpPermission shown = shown(group).ipPermissions().getFirst();
    assertThat(shown(group).ipPermissions()).hasSize(1);
    assertThat(shown.ipRanges()).extracting(IpRange::description).containsExactly("office", null);
    assertThat(shown.ipv6Ranges()).extracting(Ipv6Range::cidrIpv6).containsExactly("2001:db8::/32");
    assertThat(shown.userIdGroupPairs()).extracting(UserIdGroupPair::groupId).containsExactly(nat);
    assertThat(
            ec2.describeSecurityGroups(r -> r.filters(filter("ip-permission.group-id", nat)))
                .securityGroups())
        .extracting(SecurityGroup::groupId)
        .containsExactly(group);
    assertThat(
            ec2.describeSecurityGroups(
                    r ->
                        r.filters(
                            filter("ip-permission.from-port", "11211"),
                            filter("ip-permission.cidr", "198.51.*")))
                .securityGroups())
        .hasSize(1);
  }

  @Test
  void terraformsRevokeOfTheDefaultEgressMatchesThePortlessRule() {
    IpPermission all =
        IpPermission.builder()
            .ipProtocol("-1")
            .fromPort(0)
            .toPort(0)
            .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
            .build();
    var revoked = ec2.revokeSecurityGroupEgress(r -> r.groupId(group).ipPermissions(all));
    assertThat(revoked.revokedSecurityGroupRules())
        .extracting(RevokedSecurityGroupRule::isEgress)
        .containsExactly(true);
    IpPermission six =
        IpPermission.builder()
            .ipProtocol("-1")
            .fromPort(0)
            .toPort(0)
            .ipv6Ranges(Ipv6Range.builder().cidrIpv6("::/0").build())
            .build();
    site.assertFault(
        "InvalidPermission.NotFound",
        e -> e.revokeSecurityGroupEgress(r -> r.groupId(group).ipPermissions(six)));
    assertThat(shown(group).ipPermissionsEgress()).isEmpty();
  }

  @Test
  void ruleIsModifiedDescribedAndRevokedById() {
    String id =
        ec2.authorizeSecurityGroupIngress(
                r -> r.groupId(group).ipPermissions(tcp(6379, 6379, "10.0.0.0/16")))
            .securityGroupRules()
            .getFirst()
            .securityGroupRuleId();
    SecurityGroupRuleRequest moved =
        SecurityGroupRuleRequest.builder()
            .ipProtocol("tcp")
            .fromPort(6380)
            .toPort(6381)
            .cidrIpv4("10.0.1.0/24")
            .description("moved")
            .build();
    var update =
        SecurityGroupRuleUpdate.builder().securityGroupRuleId(id).securityGroupRule(moved).build();
    ec2.modifySecurityGroupRules(r -> r.groupId(group).securityGroupRules(update));
    var text =
        SecurityGroupRuleDescription.builder()
            .securityGroupRuleId(id)
            .description("moved again")
            .build();
    ec2.updateSecurityGroupRuleDescriptionsIngress(
        r -> r.groupId(group).securityGroupRuleDescriptions(text));
    SecurityGroupRule rule =
        ec2.describeSecurityGroupRules(r -> r.securityGroupRuleIds(id))
            .securityGroupRules()
            .getFirst();
    assertThat(rule.fromPort()).isEqualTo(6380);
    assertThat(rule.cidrIpv4()).isEqualTo("10.0.1.0/24");
    assertThat(rule.description()).isEqualTo("moved again");
    ec2.revokeSecurityGroupIngress(r -> r.groupId(group).securityGroupRuleIds(id));
    site.assertFault(
        "InvalidSecurityGroupRuleId.NotFound",
        e -> e.describeSecurityGroupRules(r -> r.securityGroupRuleIds(id)));
  }

  @Test
  void oldFormOfParametersStillWorksInTheDefaultVpc() {
    ec2.createSecurityGroup(r -> r.groupName("web").description("web"));
    ec2.authorizeSecurityGroupIngress(
        r -> r.groupName("web").ipProtocol("tcp").fromPort(80).toPort(80).cidrIp("0.0.0.0/0"));
    ec2.authorizeSecurityGroupIngress(r -> r.groupName("web").sourceSecurityGroupName("default"));
    var web = ec2.describeSecurityGroups(r -> r.groupNames("web")).securityGroups();
    assertThat(web.getFirst().ipPermissions())
        .extracting(IpPermission::ipProtocol)
        .containsExactly("tcp", "-1");
    var revoked =
        ec2.revokeSecurityGroupIngress(
            r -> r.groupName("web").ipProtocol("tcp").fromPort(81).toPort(81).cidrIp("0.0.0.0/0"));
    assertThat(revoked.unknownIpPermissions())
        .extracting(IpPermission::fromPort)
        .containsExactly(81);
  }

  @Test
  void groupOnAnInterfaceIsNotDeleted() {
    String subnet = site.subnet(vpc, "10.0.0.0/24");
    ec2.runInstances(
        r ->
            r.imageId("ami-12345678")
                .minCount(1)
                .maxCount(1)
                .subnetId(subnet)
                .securityGroupIds(group));
    site.assertFault("DependencyViolation", e -> e.deleteSecurityGroup(r -> r.groupId(group)));
  }

  private SecurityGroup shown(String id) {
    return ec2.describeSecurityGroups(r -> r.groupIds(id)).securityGroups().getFirst();
  }
}
