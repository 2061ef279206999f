package io.scorta.aws.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CacheNode;
import software.amazon.awssdk.services.elasticache.model.CreateUserResponse;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheSubnetGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheClustersResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeReplicationGroupsResponse;
import software.amazon.awssdk.services.elasticache.model.NodeGroup;
import software.amazon.awssdk.services.elasticache.model.NodeGroupMember;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.elasticache.model.SecurityGroupMembership;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// The shape of replies and errors, byte for byte but for the golden files' indentation.
class ResponseGoldenTest {
  private static final QueryCodec ELASTICACHE =
      new QueryCodec(Wire.QUERY, "http://elasticache.amazonaws.com/doc/2015-02-02/");
  private static final QueryCodec EC2 =
      new QueryCodec(Wire.EC2, "http://ec2.amazonaws.com/doc/2016-11-15/");
  private static final QueryCodec STS =
      new QueryCodec(Wire.QUERY, "https://sts.amazonaws.com/doc/2011-06-15/");

  @Test
  void cacheClustersNameTheirItemsAndLeaveOutWhatIsUnset() {
    assertGolden(
        ELASTICACHE,
        "DescribeCacheClusters",
        DescribeCacheClustersResponse.builder()
            .cacheClusters(
                CacheCluster.builder()
                    .cacheClusterId("sessions")
                    .cacheClusterStatus("available")
                    .cacheClusterCreateTime(Instant.parse("2026-03-01T12:00:00Z"))
                    .numCacheNodes(1)
                    .autoMinorVersionUpgrade(true)
                    .cacheNodes(
                        CacheNode.builder()
                            .cacheNodeId("0001")
                            .endpoint(e -> e.address("sessions.example").port(11211))
                            .cacheNodeCreateTime(Instant.parse("2026-03-01T12:00:01.5Z"))
                            .build())
                    .securityGroups(
                        SecurityGroupMembership.builder()
                            .securityGroupId("sg-1")
                            .status("active")
                            .build())
                    .build())
            .build());
  }

  @Test
  void replicationGroupsNest() {
    assertGolden(
        ELASTICACHE,
        "DescribeReplicationGroups",
        DescribeReplicationGroupsResponse.builder()
            .replicationGroups(
                ReplicationGroup.builder()
                    .replicationGroupId("carts")
                    .description("a < b & \"c\"")
                    .memberClusters("carts-001", "carts-002")
                    .nodeGroups(
                        NodeGroup.builder()
                            .nodeGroupId("0001")
                            .nodeGroupMembers(
                                NodeGroupMember.builder()
                                    .cacheClusterId("carts-001")
                                    .currentRole("primary")
                                    .build())
                            .build())
                    .userGroupIds("team")
                    .build())
            .marker("next")
            .build());
  }

  @Test
  void usersLieFlatInTheResult() {
    assertGolden(
        ELASTICACHE,
        "CreateUser",
        CreateUserResponse.builder()
            .userId("u-1")
            .userName("ann")
            .status("active")
            .userGroupIds("team")
            .authentication(a -> a.type("no-password").passwordCount(0))
            .build());
  }

  @Test
  void replyWithoutFieldsHasNoResultElement() {
    assertGolden(
        ELASTICACHE, "DeleteCacheSubnetGroup", DeleteCacheSubnetGroupResponse.builder().build());
  }

  @Test
  void callerIdentity() {
    assertGolden(
        STS,
        "GetCallerIdentity",
        GetCallerIdentityResponse.builder()
            .userId("000000000001")
            .account("000000000001")
            .arn("arn:aws:iam::000000000001:root")
            .build());
  }

  @Test
  void securityGroupsHaveItemsInEveryList() {
    assertGolden(
        EC2,
        "DescribeSecurityGroups",
        DescribeSecurityGroupsResponse.builder()
            .securityGroups(
                SecurityGroup.builder()
                    .groupId("sg-1")
                    .groupName("web")
                    .ipPermissions(
                        IpPermission.builder()
                            .ipProtocol("tcp")
                            .fromPort(22)
                            .toPort(22)
                            .ipRanges(IpRange.builder().cidrIp("10.0.0.0/8").build())
                            .userIdGroupPairs(
                                UserIdGroupPair.builder()
                                    .groupId("sg-2")
                                    .userId("000000000001")
                                    .build())
                            .build())
                    .tags(Tag.builder().key("Name").value("web").build())
                    .build())
            .build());
  }

  @Test
  void emptyListThatWasSetIsAnEmptyElement() {
    assertGolden(
        EC2,
        "AuthorizeSecurityGroupIngress",
        AuthorizeSecurityGroupIngressResponse.builder()
            .returnValue(true)
            .securityGroupRules(List.of())
            .build());
  }

  @Test
  void ec2SaysTrueWhereItHasNothingToSay() {
    assertGolden(EC2, "DeleteVpc", DeleteVpcResponse.builder().build());
  }

  @Test
  void errorsHaveTheFormOfTheirService() {
    assertThat(
            ELASTICACHE.encodeError(
                "CacheClusterNotFound", "CacheCluster <x> not found", "Sender", "request-1"))
        .isEqualTo(golden("ErrorOfElastiCache"));
    assertThat(EC2.encodeError("InvalidVpcID.NotFound", "No vpc-1", "Sender", "request-1"))
        .isEqualTo(golden("ErrorOfEc2"));
  }

  @Test
  void whatXmlCannotCarryIsReplaced() {
    assertThat(STS.encodeError("C", "a\u0000b\ud800c\uffffd\r\n\t😀", "Sender", "r"))
        .contains("<Message>a\ufffdb\ufffdc\ufffdd&#xD;\n\t😀</Message>");
  }

  private static void assertGolden(QueryCodec codec, String action, SdkPojo response) {
    assertThat(codec.encode(action, response, "request-1")).isEqualTo(golden(action));
  }

  private static String golden(String name) {
    String file = name + ".xml";
    try (InputStream in = ResponseGoldenTest.class.getResourceAsStream(file)) {
      String text =
          new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
      return text.replaceAll("\\n\\s*", "").replace("?>", "?>\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
