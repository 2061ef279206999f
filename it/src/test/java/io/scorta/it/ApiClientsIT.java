package io.scorta.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CacheClusterNotFoundException;
import software.amazon.awssdk.services.elasticache.model.ElastiCacheException;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;

/// The aws CLI and the AWS SDK for Java talk to Scorta unmodified.
class ApiClientsIT {
  @TempDir private static Path data;
  private static Running scorta;
  private static Account account;

  @BeforeAll
  static void start() {
    scorta = Running.serve(data.resolve("data"));
    account = Account.first(scorta, data.resolve("data"));
  }

  @AfterAll
  static void stop() {
    scorta.close();
  }

  @Test
  void cliCreatesWaitsDescribesAndDeletes() {
    account
        .aws(
            "elasticache",
            "create-cache-cluster",
            "--cache-cluster-id",
            "Cli-1",
            "--engine",
            "valkey",
            "--cache-node-type",
            "cache.t3.micro",
            "--num-cache-nodes",
            "1",
            "--port",
            "7777")
        .mustSucceed();
    account
        .aws("elasticache", "wait", "cache-cluster-available", "--cache-cluster-id", "cli-1")
        .mustSucceed();
    assertThat(
            account
                .aws(
                    "elasticache",
                    "describe-cache-clusters",
                    "--show-cache-node-info",
                    "--cache-cluster-id",
                    "cli-1",
                    "--query",
                    "CacheClusters[0].[CacheClusterStatus,CacheNodes[0].Endpoint.Port]")
                .mustSucceed()
                .output()
                .strip())
        .isEqualTo("available\t7777");
    account.aws("elasticache", "delete-cache-cluster", "--cache-cluster-id", "cli-1").mustSucceed();
    account
        .aws("elasticache", "wait", "cache-cluster-deleted", "--cache-cluster-id", "cli-1")
        .mustSucceed();
  }

  @Test
  void cliShowsErrorsAsOfAws() {
    assertThat(
            account
                .aws("elasticache", "describe-cache-clusters", "--cache-cluster-id", "nowhere")
                .errors())
        .contains("(CacheClusterNotFound)");
    assertThat(account.aws("elasticache", "describe-snapshots").errors())
        .contains("(InvalidAction)");
    assertThat(account.aws("ec2", "describe-volumes-modifications").errors())
        .contains("(InvalidAction)");
    assertThat(account.aws("ec2", "describe-vpcs", "--vpc-ids", "vpc-12345678").errors())
        .contains("(InvalidVpcID.NotFound)");
  }

  @Test
  void sdkWaitersSeeAClusterComeAndGo() {
    try (ElastiCacheClient cache = account.elastiCache()) {
      cache.createCacheCluster(
          r ->
              r.cacheClusterId("waited")
                  .engine("memcached")
                  .cacheNodeType("cache.t3.micro")
                  .numCacheNodes(2));
      CacheCluster seen =
          cache
              .waiter()
              .waitUntilCacheClusterAvailable(r -> r.cacheClusterId("waited"))
              .matched()
              .response()
              .orElseThrow()
              .cacheClusters()
              .getFirst();
      assertThat(seen.numCacheNodes()).isEqualTo(2);
      assertThat(seen.configurationEndpoint().port()).isEqualTo(11211);
      cache.deleteCacheCluster(r -> r.cacheClusterId("waited"));
      assertThat(
              cache
                  .waiter()
                  .waitUntilCacheClusterDeleted(r -> r.cacheClusterId("waited"))
                  .matched()
                  .exception())
          .containsInstanceOf(CacheClusterNotFoundException.class);
    }
  }

  @Test
  void sdkWaitsForAReplicationGroupOfOneNode() {
    try (ElastiCacheClient cache = account.elastiCache()) {
      cache.createReplicationGroup(
          r ->
              r.replicationGroupId("group")
                  .replicationGroupDescription("one node")
                  .engine("valkey")
                  .cacheNodeType("cache.t3.micro")
                  .numCacheClusters(1));
      ReplicationGroup group =
          cache
              .waiter()
              .waitUntilReplicationGroupAvailable(r -> r.replicationGroupId("group"))
              .matched()
              .response()
              .orElseThrow()
              .replicationGroups()
              .getFirst();
      assertThat(group.memberClusters()).containsExactly("group-001");
      assertThat(group.nodeGroups().getFirst().primaryEndpoint().port()).isEqualTo(6379);
      cache.deleteReplicationGroup(r -> r.replicationGroupId("group"));
      cache.waiter().waitUntilReplicationGroupDeleted(r -> r.replicationGroupId("group"));
    }
  }

  @Test
  void accountsDoNotSeeEachOther() {
    Account other = Account.added(scorta, data.resolve("data"));
    try (ElastiCacheClient mine = account.elastiCache();
        ElastiCacheClient theirs = other.elastiCache();
        Ec2Client ec2 = account.ec2();
        Ec2Client theirEc2 = other.ec2()) {
      mine.createCacheParameterGroup(
          r ->
              r.cacheParameterGroupName("mine")
                  .cacheParameterGroupFamily("valkey8")
                  .description("mine"));
      assertThatThrownBy(
              () -> theirs.describeCacheParameterGroups(r -> r.cacheParameterGroupName("mine")))
          .isInstanceOfSatisfying(
              ElastiCacheException.class,
              e ->
                  assertThat(e.awsErrorDetails().errorCode())
                      .isEqualTo("CacheParameterGroupNotFound"));
      String vpc = ec2.createVpc(r -> r.cidrBlock("10.9.0.0/16")).vpc().vpcId();
      assertThatThrownBy(() -> theirEc2.describeVpcs(r -> r.vpcIds(vpc)))
          .isInstanceOf(Ec2Exception.class)
          .hasMessageContaining(vpc);
      assertThatThrownBy(() -> theirEc2.deleteVpc(r -> r.vpcId(vpc)))
          .isInstanceOf(Ec2Exception.class)
          .hasMessageContaining(vpc);
      ec2.deleteVpc(r -> r.vpcId(vpc));
      assertThat(account.sts().getCallerIdentity().account())
          .isNotEqualTo(other.sts().getCallerIdentity().account());
    }
  }

  @Test
  void everyWrongSignatureHasItsOwnError() {
    Account wrongSecret = with("AWS_SECRET_ACCESS_KEY", "wrong");
    Account unknownKey = with("AWS_ACCESS_KEY_ID", "AKIAUNKNOWNUNKNOWN00");
    List<String> call = List.of("elasticache", "describe-cache-clusters");
    assertThat(wrongSecret.aws(call.toArray(String[]::new)).errors())
        .contains("(SignatureDoesNotMatch)");
    assertThat(unknownKey.aws(call.toArray(String[]::new)).errors())
        .contains("(InvalidClientTokenId)");
  }

  @Test
  void pagesHoldEverythingOnce() {
    try (ElastiCacheClient cache = account.elastiCache()) {
      for (int i = 0; i < 45; i++) {
        String name = "page-%02d".formatted(i);
        cache.createCacheParameterGroup(
            r ->
                r.cacheParameterGroupName(name)
                    .cacheParameterGroupFamily("valkey8")
                    .description("page"));
      }
      List<String> names =
          cache.describeCacheParameterGroupsPaginator(r -> r.maxRecords(20)).stream()
              .flatMap(page -> page.cacheParameterGroups().stream())
              .map(group -> group.cacheParameterGroupName())
              .filter(name -> name.startsWith("page-"))
              .toList();
      assertThat(names).hasSize(45).doesNotHaveDuplicates();
    }
  }

  private static Account with(String name, String value) {
    java.util.Map<String, String> changed = new java.util.HashMap<>(account.environment());
    changed.put(name, value);
    return new Account(account.data(), account.api(), changed);
  }
}
