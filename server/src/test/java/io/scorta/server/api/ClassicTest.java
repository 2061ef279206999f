package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.access.model.CacheListener;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.Verdict;
import io.scorta.control.network.Accounts;
import io.scorta.control.network.Instances;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Networks;
import io.scorta.control.state.State;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;

/// EC2-Classic: cache security groups let EC2 groups in, and nobody else.
class ClassicTest {
  private static final int PORT = 11211;
  private static final String ME = Endpoint.FIRST.account();
  private final Endpoint endpoint =
      new Endpoint(List.of(), Tables.all().toArray(ActionTable[]::new));
  private final Ec2Client ec2 = endpoint.client(Ec2Client.builder(), Endpoint.FIRST);
  private final ElastiCacheClient cache =
      endpoint.client(ElastiCacheClient.builder(), Endpoint.FIRST);

  ClassicTest() {
    endpoint.plane().submit(ME, new Accounts.Open(true));
  }

  @AfterEach
  void close() {
    ec2.close();
    cache.close();
    endpoint.close();
  }

  @Test
  void authorizedGroupGetsInAndNobodyElse() {
    String app = launch("app");
    String other = launch("other");
    cache.createCacheSecurityGroup(r -> r.cacheSecurityGroupName("guard").description("d"));
    CacheCluster made =
        cache
            .createCacheCluster(
                r ->
                    r.cacheClusterId("old")
                        .engine("memcached")
                        .cacheNodeType("cache.t3.micro")
                        .numCacheNodes(1)
                        .cacheSecurityGroupNames("guard"))
            .cacheCluster();
    assertThat(made.cacheSecurityGroups().getFirst().cacheSecurityGroupName()).isEqualTo("guard");
    assertThat(made.securityGroups()).isEmpty();
    assertThat(made.cacheSubnetGroupName()).isNull();
    assertThat(reaches(app)).isFalse();
    var group =
        cache
            .authorizeCacheSecurityGroupIngress(
                r ->
                    r.cacheSecurityGroupName("guard")
                        .ec2SecurityGroupName("app")
                        .ec2SecurityGroupOwnerId(ME))
            .cacheSecurityGroup();
    assertThat(group.ec2SecurityGroups().getFirst().status()).isEqualTo("authorized");
    assertThat(reaches(app)).isTrue();
    assertThat(reaches(other)).isFalse();
    assertThat(reaches(launchInVpc())).isFalse();
    assertFault(
        "AuthorizationAlreadyExists",
        () ->
            cache.authorizeCacheSecurityGroupIngress(
                r ->
                    r.cacheSecurityGroupName("guard")
                        .ec2SecurityGroupName("app")
                        .ec2SecurityGroupOwnerId(ME)));
    assertFault(
        "InvalidCacheSecurityGroupState",
        () -> cache.deleteCacheSecurityGroup(r -> r.cacheSecurityGroupName("guard")));
    revoke("app");
    assertThat(reaches(app)).isFalse();
    assertFault("AuthorizationNotFound", () -> revoke("app"));
  }

  @Test
  void instanceOfClassicHasNoVpcAndAPublicAddress() {
    Instance shown =
        ec2.describeInstances(r -> r.instanceIds(launch("app")))
            .reservations()
            .getFirst()
            .instances()
            .getFirst();
    assertThat(shown.vpcId()).isNull();
    assertThat(shown.subnetId()).isNull();
    assertThat(shown.networkInterfaces()).isEmpty();
    assertThat(shown.publicIpAddress()).isNotNull();
    assertThat(shown.securityGroups().getFirst().groupName()).isEqualTo("app");
    assertThat(ec2.describeNetworkInterfaces().networkInterfaces()).isEmpty();
    assertThat(ec2.describeVpcs().vpcs()).isEmpty();
    assertThat(
            ec2.describeAccountAttributes().accountAttributes().stream()
                .filter(it -> it.attributeName().equals("supported-platforms"))
                .flatMap(it -> it.attributeValues().stream())
                .map(it -> it.attributeValue()))
        .containsExactly("EC2", "VPC");
  }

  @Test
  void accountsOfTodayHaveNoCacheSecurityGroups() {
    endpoint.plane().submit(Endpoint.SECOND.account(), new Accounts.Open());
    try (ElastiCacheClient theirs = endpoint.client(ElastiCacheClient.builder(), Endpoint.SECOND)) {
      assertFault(
          "InvalidParameterValue", () -> theirs.describeCacheSecurityGroups(r -> r.maxRecords(20)));
      assertFault(
          "InvalidParameterValue",
          () ->
              theirs.createCacheCluster(
                  r ->
                      r.cacheClusterId("a")
                          .engine("memcached")
                          .cacheNodeType("cache.t3.micro")
                          .numCacheNodes(1)
                          .cacheSecurityGroupNames("default")));
    }
    assertFault(
        "CacheSecurityGroupNotFound",
        () -> cache.describeCacheSecurityGroups(r -> r.cacheSecurityGroupName("none")));
    assertThat(cache.describeCacheSecurityGroups(r -> r.maxRecords(20)).cacheSecurityGroups())
        .extracting(it -> it.cacheSecurityGroupName())
        .containsExactly("default");
  }

  private void revoke(String group) {
    cache.revokeCacheSecurityGroupIngress(
        r ->
            r.cacheSecurityGroupName("guard")
                .ec2SecurityGroupName(group)
                .ec2SecurityGroupOwnerId(ME));
  }

  private String launch(String group) {
    ec2.createSecurityGroup(r -> r.groupName(group).description("for a test"));
    return ec2.runInstances(
            r -> r.imageId("ami-12345678").minCount(1).maxCount(1).securityGroups(group))
        .instances()
        .getFirst()
        .instanceId();
  }

  private String launchInVpc() {
    String vpc = ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16")).vpc().vpcId();
    String subnet =
        ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock("10.0.0.0/24")).subnet().subnetId();
    return ec2.runInstances(r -> r.imageId("ami-12345678").minCount(1).maxCount(1).subnetId(subnet))
        .instances()
        .getFirst()
        .instanceId();
  }

  private boolean reaches(String instance) {
    State state = endpoint.plane().state();
    String node =
        state.all(ME, NetworkKinds.NETWORK_INTERFACE).stream()
            .filter(it -> it.holder() == NetworkInterface.Holder.CACHE_NODE)
            .map(NetworkInterface::id)
            .findFirst()
            .orElseThrow();
    String source = Instances.interfaceOf(state, ME, instance).orElseThrow().id();
    Flow flow = Flow.tcp(new Party.Interface(source), new Party.Interface(node), PORT);
    return PolicyCompiler.compile(Networks.of(state, List.of(new CacheListener(node, PORT))))
            .judge(flow)
        instanceof Verdict.Allow;
  }

  private static void assertFault(String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
