package io.scorta.aws.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.elasticache.model.CreateCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheParameterGroupRequest;
import software.amazon.awssdk.services.elasticache.model.ParameterNameValue;
import software.amazon.awssdk.services.elasticache.model.SourceType;

class RequestDecoderTest {
  private static final QueryCodec QUERY = new QueryCodec(Wire.QUERY, "urn:q");
  private static final QueryCodec EC2 = new QueryCodec(Wire.EC2, "urn:e");

  @Test
  void listsAreSortedByNumberAndMayHaveGaps() {
    var request =
        QUERY
            .decode(
                form(
                    "SecurityGroupIds.SecurityGroupId.10=c&SecurityGroupIds.SecurityGroupId.2=b"
                        + "&SecurityGroupIds.SecurityGroupId.1=a"),
                CreateCacheClusterRequest.builder())
            .build();
    assertThat(request.securityGroupIds()).containsExactly("a", "b", "c");
  }

  @Test
  void memberIsUnderstoodInEveryList() {
    var request =
        QUERY
            .decode(
                form(
                    "ParameterNameValues.member.1.ParameterName=maxmemory-policy"
                        + "&ParameterNameValues.member.1.ParameterValue=noeviction"),
                ModifyCacheParameterGroupRequest.builder())
            .build();
    assertThat(request.parameterNameValues())
        .containsExactly(
            ParameterNameValue.builder()
                .parameterName("maxmemory-policy")
                .parameterValue("noeviction")
                .build());
  }

  @Test
  void nameAloneIsAnEmptyListWhichIsNotTheSameAsAbsent() {
    var empty =
        QUERY.decode(form("SecurityGroupIds="), CreateCacheClusterRequest.builder()).build();
    var absent = QUERY.decode(form(""), CreateCacheClusterRequest.builder()).build();
    assertThat(empty.hasSecurityGroupIds()).isTrue();
    assertThat(empty.securityGroupIds()).isEmpty();
    assertThat(absent.securityGroupIds()).isInstanceOf(SdkAutoConstructList.class);
  }

  @Test
  void shardsCarryListsOfTheirOwn() {
    var request =
        QUERY
            .decode(
                form(
                    "NodeGroupConfiguration.NodeGroupConfiguration.1.ReplicaAvailabilityZones"
                        + ".AvailabilityZone.1=us-east-1a"
                        + "&NodeGroupConfiguration.NodeGroupConfiguration.1.ReplicaCount=2"),
                CreateReplicationGroupRequest.builder())
            .build();
    assertThat(request.nodeGroupConfiguration().getFirst().replicaCount()).isEqualTo(2);
    assertThat(request.nodeGroupConfiguration().getFirst().replicaAvailabilityZones())
        .containsExactly("us-east-1a");
  }

  @Test
  void listsOfEc2HaveNoItemName() {
    var request =
        EC2.decode(
                form(
                    "GroupId=sg-1&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=11211"
                        + "&IpPermissions.1.Groups.1.GroupId=sg-2"
                        + "&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0%2F8"),
                AuthorizeSecurityGroupIngressRequest.builder())
            .build();
    var permission = request.ipPermissions().getFirst();
    assertThat(permission.fromPort()).isEqualTo(11211);
    assertThat(permission.userIdGroupPairs().getFirst().groupId()).isEqualTo("sg-2");
    assertThat(permission.ipRanges().getFirst().cidrIp()).isEqualTo("10.0.0.0/8");
  }

  @Test
  void envelopeAndSignatureAreNoParametersOfTheAction() {
    var request =
        EC2.decode(
                form("Action=DescribeVpcs&Version=2016-11-15&X-Amz-Date=now&VpcId.1=vpc-1"),
                DescribeVpcsRequest.builder())
            .build();
    assertThat(request.vpcIds()).containsExactly("vpc-1");
  }

  @Test
  void parameterThatNoFieldHasIsNamed() {
    assertFault(QUERY, "Colour=red", "InvalidParameterValue", "The parameter Colour ");
    assertFault(QUERY, "Tags.Tag.1.Colour=red", "InvalidParameterValue", "Tags.Tag.1.Colour ");
    assertFault(QUERY, "Tags.Other.1.Key=red", "InvalidParameterValue", "Tags.Other.1.Key ");
    assertFault(QUERY, "Tags.Tag.one.Key=red", "InvalidParameterValue", "Tags.Tag.one ");
    assertFault(QUERY, "Port.1=6379", "InvalidParameterValue", "Port.1 ");
    assertFault(QUERY, "Port=6379&Port.1=1", "InvalidParameterValue", "Port.1 ");
    assertThatThrownBy(() -> EC2.decode(form("Colour=red"), CreateVpcRequest.builder()))
        .isInstanceOfSatisfying(
            WireFault.class, fault -> assertThat(fault.code()).isEqualTo("UnknownParameter"));
  }

  @Test
  void valuesMustHaveTheirType() {
    assertFault(QUERY, "Port=high", "InvalidParameterValue", "Value (high) for parameter Port");
    assertFault(QUERY, "Port=99999999999", "InvalidParameterValue", "a whole number");
    assertFault(QUERY, "Port=", "InvalidParameterValue", "a whole number");
    assertFault(QUERY, "AutoMinorVersionUpgrade=yes", "InvalidParameterValue", "true or false");
    assertFault(QUERY, "Tags=red", "InvalidParameterValue", "Tags is a list");
  }

  @Test
  void enumsAreCheckedAndTheMessageListsThem() {
    assertFault(
        QUERY, "AZMode=here", "InvalidParameterValue", "valid values are single-az, cross-az");
    assertThatThrownBy(
            () -> QUERY.decode(form("SourceType=elsewhere"), DescribeEventsRequest.builder()))
        .hasMessageContaining("cache-cluster");
    var request =
        QUERY.decode(form("SourceType=replication-group"), DescribeEventsRequest.builder()).build();
    assertThat(request.sourceType()).isEqualTo(SourceType.REPLICATION_GROUP);
  }

  @Test
  void enumsInListsAndStructuresAreCheckedToo() {
    assertThatThrownBy(
            () ->
                EC2.decode(
                    form("TagSpecification.1.ResourceType=castle"), CreateVpcRequest.builder()))
        .hasMessageContaining("TagSpecification.1.ResourceType");
    assertFault(
        QUERY,
        "LogDeliveryConfigurations.LogDeliveryConfigurationRequest.1.LogType=novel",
        "InvalidParameterValue",
        "slow-log");
  }

  @Test
  void timesMayCarryAnOffset() {
    var request =
        QUERY
            .decode(
                form("StartTime=2026-03-01T13:00:00%2B01:00&EndTime=2026-03-01T12:00:00.5Z"),
                DescribeEventsRequest.builder())
            .build();
    assertThat(request.startTime()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(request.endTime()).isEqualTo(Instant.parse("2026-03-01T12:00:00.5Z"));
    assertThatThrownBy(() -> QUERY.decode(form("StartTime=noon"), DescribeEventsRequest.builder()))
        .hasMessageContaining("ISO 8601");
  }

  @Test
  void bytesAreBase64() {
    var request =
        EC2.decode(form("PublicKeyMaterial=c3No"), ImportKeyPairRequest.builder()).build();
    assertThat(request.publicKeyMaterial().asUtf8String()).isEqualTo("ssh");
    assertThatThrownBy(
            () -> EC2.decode(form("PublicKeyMaterial=%21"), ImportKeyPairRequest.builder()))
        .hasMessageContaining("base64");
  }

  @Test
  void limitsAreRefusedByName() {
    String tooMany =
        IntStream.rangeClosed(1, Limits.LIST_MEMBERS_MAX + 1)
            .mapToObj("SecurityGroupIds.SecurityGroupId.%d=a"::formatted)
            .collect(Collectors.joining("&"));
    assertFault(QUERY, tooMany, "InvalidParameterValue", "SecurityGroupIds has more than");
    assertFault(
        QUERY, "Tags.Tag.0.Key=a", "InvalidParameterValue", "Tags.Tag.0 has an index outside");
    assertFault(QUERY, "Tags.Tag.1000001.Key=a", "InvalidParameterValue", "has an index outside");
    assertFault(QUERY, "A" + ".1".repeat(20) + "=a", "InvalidParameterValue", "segments");
    String tooLarge = "A=" + "a".repeat(Limits.BODY_BYTES_MAX);
    assertFault(QUERY, tooLarge, "InvalidParameterValue", "larger than");
  }

  @Test
  void nameGivenTwiceIsRefused() {
    assertFault(QUERY, "Port=1&Port=2", "InvalidParameterValue", "Port is given more than once");
    assertFault(
        QUERY,
        "Tags.Tag.1.Key=a&Tags.member.1.Key=b",
        "InvalidParameterValue",
        "Tags.member.1 gives a list member a second time");
  }

  @Test
  void brokenPercentSignIsMalformed() {
    assertFault(QUERY, "Engine=%4", "MalformedQueryString", "%");
    assertFault(QUERY, "Engine=%zz", "MalformedQueryString", "%");
  }

  private static void assertFault(QueryCodec codec, String text, String code, String message) {
    assertThatThrownBy(() -> codec.decode(form(text), CreateCacheClusterRequest.builder()))
        .isInstanceOfSatisfying(
            WireFault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(code);
              assertThat(fault.message()).contains(message);
            });
  }

  private static Form form(String text) {
    return Form.parse("", text.getBytes(StandardCharsets.UTF_8));
  }
}
