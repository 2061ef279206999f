package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.control.network.Accounts;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Subnets;
import io.scorta.control.network.Vpcs;
import io.scorta.control.node.NodeObservation;
import io.scorta.control.node.NodeSpecs;
import io.scorta.control.service.NodeObserved;
import io.scorta.control.service.NodeStopped;
import io.scorta.control.state.Command;
import io.scorta.control.state.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CacheNode;
import software.amazon.awssdk.services.elasticache.model.CreateCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupResponse;
import software.amazon.awssdk.services.elasticache.model.NodeGroup;
import software.amazon.awssdk.services.elasticache.model.Parameter;
import software.amazon.awssdk.services.elasticache.model.ParameterNameValue;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.elasticache.model.Tag;

/// ElastiCache's actions as a client of the SDK sees them; nodes run when the test says so.
class CacheApiTest {
  private static final String ACCOUNT = Endpoint.FIRST.account();
  private static final int ROUNDS_MAX = 100;
  private static final String OTHER = Endpoint.SECOND.account();
  private final Endpoint endpoint =
      new Endpoint(List.of(), Tables.all().toArray(ActionTable[]::new));
  private final ElastiCacheClient client =
      endpoint.client(ElastiCacheClient.builder(), Endpoint.FIRST);
  private String subnetId = "";

  @BeforeEach
  void journeysNetwork() {
    submit(ACCOUNT, new Accounts.Open());
    submit(OTHER, new Accounts.Open());
    var vpc = submit(ACCOUNT, new Vpcs.Create("10.0.0.0/16", Map.of()));
    subnetId =
        submit(
                ACCOUNT,
                new Subnets.Create(vpc.id(), "10.0.1.0/24", Optional.of("us-east-1a"), Map.of()))
            .id();
    client.createCacheSubnetGroup(
        r ->
            r.cacheSubnetGroupName("Inner")
                .cacheSubnetGroupDescription("caches")
                .subnetIds(subnetId));
  }

  @AfterEach
  void close() {
    client.close();
    endpoint.close();
  }

  @Test
  void createdMemcachedClusterTellsAllThatToolsReadOfIt() {
    CacheCluster created = create(r -> memcached(r, "Mem", 3));
    assertThat(created.cacheClusterStatus()).isEqualTo("creating");
    assertThat(created.arn()).isEqualTo("arn:aws:elasticache:us-east-1:000000000001:cluster:mem");
    assertThat(created.hasCacheNodes()).isFalse();
    assertThat(created.configurationEndpoint()).isNull();
    reconcile();
    CacheCluster cluster = describe("mem");
    assertThat(cluster.cacheClusterStatus()).isEqualTo("available");
    assertThat(cluster.numCacheNodes()).isEqualTo(3);
    assertThat(cluster.engineVersion()).isEqualTo("1.6.22");
    assertThat(cluster.cacheSubnetGroupName()).isEqualTo("inner");
    assertThat(cluster.cacheParameterGroup().cacheParameterGroupName())
        .isEqualTo("default.memcached1.6");
    assertThat(cluster.cacheParameterGroup().parameterApplyStatus()).isEqualTo("in-sync");
    assertThat(cluster.securityGroups())
        .singleElement()
        .satisfies(group -> assertThat(group.status()).isEqualTo("active"));
    assertThat(cluster.configurationEndpoint().address()).isEqualTo("10.0.1.230");
    assertThat(cluster.configurationEndpoint().port()).isEqualTo(11211);
    assertThat(cluster.preferredMaintenanceWindow()).hasSize("sun:05:00-sun:06:00".length());
    assertThat(cluster.preferredAvailabilityZone()).isEqualTo("us-east-1a");
    assertThat(cluster.networkTypeAsString()).isEqualTo("ipv4");
    assertThat(cluster.cacheNodes())
        .extracting(node -> node.cacheNodeId() + " " + node.endpoint().address())
        .containsExactly("0001 10.0.1.230", "0002 10.0.1.231", "0003 10.0.1.232");
    assertThat(cluster.cacheNodes()).allSatisfy(CacheApiTest::isWhole);
  }

  @Test
  void waitersSeeCreationAndDeletion() {
    create(r -> memcached(r, "mem", 1));
    reconcile();
    client.waiter().waitUntilCacheClusterAvailable(r -> r.cacheClusterId("mem"));
    client.deleteCacheCluster(r -> r.cacheClusterId("mem"));
    assertThat(describe("mem").cacheClusterStatus()).isEqualTo("deleting");
    assertThat(describe("mem").configurationEndpoint()).isNull();
    reconcile();
    client.waiter().waitUntilCacheClusterDeleted(r -> r.cacheClusterId("mem"));
    assertThat(endpoint.plane().state().all(ACCOUNT, NetworkKinds.NETWORK_INTERFACE)).isEmpty();
  }

  @Test
  void askedPortIsThePort() {
    create(r -> memcached(r, "mem", 1).port(12345));
    reconcile();
    assertThat(describe("mem").cacheNodes().getFirst().endpoint().port()).isEqualTo(12345);
    assertThat(NodeSpecs.wanted(endpoint.plane().state()).getFirst().port()).isEqualTo(12345);
  }

  @Test
  void whatIsNotBuiltIsRefusedAndNotDropped() {
    assertThatCode(() -> create(r -> memcached(r, "mem", 1).snapshotName("yesterday")))
        .isEqualTo("InvalidParameterValue");
    assertThatCode(() -> create(r -> memcached(r, "mem", 1).transitEncryptionEnabled(true)))
        .isEqualTo("InvalidParameterValue");
    assertThatCode(() -> create(r -> memcached(r, "mem", 1).cacheSecurityGroupNames("old")))
        .isEqualTo("InvalidParameterValue");
    create(r -> memcached(r, "mem", 1).transitEncryptionEnabled(false).networkType("ipv4"));
  }

  @Test
  void badRequestsGetTheirOwnCodes() {
    create(r -> memcached(r, "mem", 1));
    assertThatCode(() -> create(r -> memcached(r, "MEM", 1)))
        .isEqualTo("CacheClusterAlreadyExists");
    assertThatCode(() -> create(r -> memcached(r, "9mem", 1))).isEqualTo("InvalidParameterValue");
    assertThatCode(() -> create(r -> memcached(r, "m", 41)))
        .isEqualTo("NodeQuotaForClusterExceeded");
    assertThatCode(() -> create(r -> memcached(r, "m", 2).engine("valkey")))
        .isEqualTo("InvalidParameterValue");
    assertThatCode(() -> create(r -> memcached(r, "m", 1).engineVersion("9.9.9")))
        .isEqualTo("InvalidParameterValue");
    assertThatCode(() -> create(r -> memcached(r, "m", 1).cacheNodeType("cache.m7g.large")))
        .isEqualTo("InvalidParameterValue");
    assertThatCode(() -> create(r -> memcached(r, "m", 1).cacheSubnetGroupName("none")))
        .isEqualTo("CacheSubnetGroupNotFoundFault");
    assertThatCode(() -> create(r -> memcached(r, "m", 1).cacheParameterGroupName("none")))
        .isEqualTo("CacheParameterGroupNotFound");
    assertThatCode(
            () -> create(r -> memcached(r, "m", 1).cacheParameterGroupName("default.redis7")))
        .isEqualTo("InvalidParameterCombination");
    assertThatCode(() -> create(r -> memcached(r, "m", 1).securityGroupIds("sg-12345678")))
        .isEqualTo("InvalidParameterValue");
    assertThatCode(
            () ->
                client.rebootCacheCluster(
                    r -> r.cacheClusterId("mem").cacheNodeIdsToReboot("0001")))
        .isEqualTo("InvalidCacheClusterState");
    assertThatCode(() -> client.describeCacheClusters(r -> r.cacheClusterId("none")))
        .isEqualTo("CacheClusterNotFound");
  }

  @Test
  void accountsSeeOnlyTheirOwnCaches() {
    create(r -> memcached(r, "mem", 1));
    try (ElastiCacheClient other = endpoint.client(ElastiCacheClient.builder(), Endpoint.SECOND)) {
      assertThat(other.describeCacheClusters().cacheClusters()).isEmpty();
      assertThatCode(() -> other.deleteCacheCluster(r -> r.cacheClusterId("mem")))
          .isEqualTo("CacheClusterNotFound");
      assertThatCode(
              () ->
                  other.listTagsForResource(
                      r ->
                          r.resourceName("arn:aws:elasticache:us-east-1:000000000001:cluster:mem")))
          .isEqualTo("InvalidARN");
    }
  }

  @Test
  void groupOfOneHasItsMemberAndBothEndpoints() {
    ReplicationGroup created = createGroup(r -> r.numCacheClusters(1)).replicationGroup();
    assertThat(created.status()).isEqualTo("creating");
    assertThat(created.arn())
        .isEqualTo("arn:aws:elasticache:us-east-1:000000000001:replicationgroup:sessions");
    assertThat(created.nodeGroups().getFirst().primaryEndpoint()).isNull();
    reconcile();
    ReplicationGroup group =
        client
            .describeReplicationGroups(r -> r.replicationGroupId("sessions"))
            .replicationGroups()
            .getFirst();
    assertThat(group.status()).isEqualTo("available");
    assertThat(group.memberClusters()).containsExactly("sessions-001");
    assertThat(group.automaticFailoverAsString()).isEqualTo("disabled");
    assertThat(group.multiAZAsString()).isEqualTo("disabled");
    assertThat(group.clusterEnabled()).isFalse();
    assertThat(group.configurationEndpoint()).isNull();
    NodeGroup shard = group.nodeGroups().getFirst();
    assertThat(shard.primaryEndpoint().address()).isEqualTo("10.0.1.230");
    assertThat(shard.readerEndpoint().port()).isEqualTo(6379);
    assertThat(shard.nodeGroupMembers().getFirst().currentRole()).isEqualTo("primary");
    CacheCluster member = describe("sessions-001");
    assertThat(member.replicationGroupId()).isEqualTo("sessions");
    assertThat(member.engine()).isEqualTo("valkey");
    assertThatCode(() -> client.deleteCacheCluster(r -> r.cacheClusterId("sessions-001")))
        .isEqualTo("InvalidCacheClusterState");
    client.deleteReplicationGroup(r -> r.replicationGroupId("sessions"));
    reconcile();
    assertThatCode(() -> client.describeReplicationGroups(r -> r.replicationGroupId("sessions")))
        .isEqualTo("ReplicationGroupNotFoundFault");
    assertThatCode(() -> client.describeCacheClusters(r -> r.cacheClusterId("sessions-001")))
        .isEqualTo("CacheClusterNotFound");
  }

  @Test
  void groupsOfSeveralNodesAreRefusedWithAReason() {
    assertThatThrownBy(() -> createGroup(r -> r.numCacheClusters(3)))
        .hasMessageContaining("more than one node are not available in this version");
    assertThatThrownBy(() -> createGroup(r -> r.numNodeGroups(2)))
        .hasMessageContaining("more than one node are not available in this version");
    assertThatCode(() -> createGroup(r -> r.automaticFailoverEnabled(true)))
        .isEqualTo("InvalidParameterCombination");
  }

  @Test
  void changedParameterReachesTheWantedNode() {
    client.createCacheParameterGroup(
        r ->
            r.cacheParameterGroupName("mine")
                .cacheParameterGroupFamily("valkey8")
                .description("less is more"));
    createGroup(r -> r.cacheParameterGroupName("mine"));
    reconcile();
    client.modifyCacheParameterGroup(
        r ->
            r.cacheParameterGroupName("mine")
                .parameterNameValues(
                    value("maxmemory-policy", "allkeys-lru"),
                    value("reserved-memory-percent", "50")));
    assertThat(describe("sessions-001").cacheParameterGroup().parameterApplyStatus())
        .isEqualTo("applying");
    var spec = NodeSpecs.wanted(endpoint.plane().state()).getFirst();
    assertThat(spec.parameters()).containsEntry("maxmemory-policy", "allkeys-lru");
    assertThat(spec.memoryBytesMax()).isEqualTo(536870912 / 2);
    reconcile();
    assertThat(describe("sessions-001").cacheClusterStatus()).isEqualTo("available");
    List<Parameter> changed =
        client
            .describeCacheParameters(r -> r.cacheParameterGroupName("mine").source("user"))
            .parameters();
    assertThat(changed)
        .extracting(Parameter::parameterName)
        .containsExactly("maxmemory-policy", "reserved-memory-percent");
    client.resetCacheParameterGroup(
        r -> r.cacheParameterGroupName("mine").resetAllParameters(true));
    assertThat(NodeSpecs.wanted(endpoint.plane().state()).getFirst().parameters())
        .containsEntry("maxmemory-policy", "volatile-lru");
    assertThatCode(() -> client.deleteCacheParameterGroup(r -> r.cacheParameterGroupName("mine")))
        .isEqualTo("InvalidCacheParameterGroupState");
  }

  @Test
  void parametersThatWaitForARebootAreToldAsPending() {
    client.createCacheParameterGroup(
        r ->
            r.cacheParameterGroupName("mine")
                .cacheParameterGroupFamily("memcached1.6")
                .description("more for items"));
    create(r -> memcached(r, "mem", 1).cacheParameterGroupName("mine"));
    reconcile();
    setParameter("memcached_connections_overhead", "12");
    CacheCluster pending = describe("mem");
    assertThat(pending.cacheClusterStatus()).isEqualTo("available");
    assertThat(pending.cacheParameterGroup().parameterApplyStatus()).isEqualTo("pending-reboot");
    assertThat(pending.cacheParameterGroup().cacheNodeIdsToReboot()).containsExactly("0001");
    assertThat(NodeSpecs.wanted(endpoint.plane().state()).getFirst().memoryBytesMax())
        .isEqualTo(412L << 20);
    client.rebootCacheCluster(r -> r.cacheClusterId("mem").cacheNodeIdsToReboot("0001"));
    assertThat(NodeSpecs.wanted(endpoint.plane().state()).getFirst().memoryBytesMax())
        .isEqualTo(500L << 20);
    reconcile();
    assertThat(describe("mem").cacheParameterGroup().parameterApplyStatus()).isEqualTo("in-sync");
  }

  @Test
  void badParametersAreRefused() {
    client.createCacheParameterGroup(
        r ->
            r.cacheParameterGroupName("mine").cacheParameterGroupFamily("redis7").description("d"));
    assertThatThrownBy(() -> setParameter("nonsense", "1"))
        .hasMessageContaining("Parameter nonsense doesn't exist");
    assertThatCode(() -> setParameter("maxmemory-policy", "sometimes"))
        .isEqualTo("InvalidParameterValue");
    assertThatCode(() -> setParameter("cluster-enabled", "yes")).isEqualTo("InvalidParameterValue");
    assertThatCode(
            () ->
                client.modifyCacheParameterGroup(
                    r ->
                        r.cacheParameterGroupName("default.redis7")
                            .parameterNameValues(value("timeout", "1"))))
        .isEqualTo("InvalidCacheParameterGroupState");
  }

  @Test
  void familiesShowTheirDefaults() {
    assertThat(client.describeCacheParameterGroups().cacheParameterGroups())
        .extracting(group -> group.cacheParameterGroupName())
        .contains("default.valkey8", "default.redis7", "default.memcached1.6");
    var defaults =
        client
            .describeEngineDefaultParameters(r -> r.cacheParameterGroupFamily("valkey8"))
            .engineDefaults();
    assertThat(defaults.parameters())
        .anySatisfy(
            row -> {
              assertThat(row.parameterName()).isEqualTo("maxmemory-policy");
              assertThat(row.isModifiable()).isTrue();
              assertThat(row.changeTypeAsString()).isEqualTo("immediate");
            });
    assertThat(defaults.cacheNodeTypeSpecificParameters().getFirst().cacheNodeTypeSpecificValues())
        .anySatisfy(value -> assertThat(value.value()).isEqualTo("536870912"));
  }

  @Test
  void subnetGroupInUseStays() {
    create(r -> memcached(r, "mem", 1));
    assertThatCode(() -> client.deleteCacheSubnetGroup(r -> r.cacheSubnetGroupName("inner")))
        .isEqualTo("CacheSubnetGroupInUse");
    assertThat(client.describeCacheSubnetGroups().cacheSubnetGroups())
        .extracting(group -> group.cacheSubnetGroupName())
        .containsExactly("default", "inner");
    assertThat(
            client
                .describeCacheSubnetGroups(r -> r.cacheSubnetGroupName("inner"))
                .cacheSubnetGroups()
                .getFirst()
                .subnets()
                .getFirst()
                .subnetIdentifier())
        .isEqualTo(subnetId);
  }

  @Test
  void tagsFollowTheirResource() {
    String arn = createGroup(r -> r.tags(tag("team", "web"))).replicationGroup().arn();
    assertThatThrownBy(() -> client.addTagsToResource(r -> r.resourceName(arn).tags(tag("a", "b"))))
        .hasMessageContaining("Cluster not in available state to perform tagging operations");
    reconcile();
    client.addTagsToResource(r -> r.resourceName(arn).tags(tag("stage", "test")));
    assertThat(client.listTagsForResource(r -> r.resourceName(arn)).tagList())
        .containsExactly(tag("stage", "test"), tag("team", "web"));
    String member = describe("sessions-001").arn();
    assertThat(client.listTagsForResource(r -> r.resourceName(member)).tagList()).hasSize(2);
    client.removeTagsFromResource(r -> r.resourceName(arn).tagKeys("team"));
    assertThat(client.listTagsForResource(r -> r.resourceName(member)).tagList())
        .containsExactly(tag("stage", "test"));
    assertThatCode(() -> client.removeTagsFromResource(r -> r.resourceName(arn).tagKeys("team")))
        .isEqualTo("TagNotFound");
  }

  @Test
  void eventsTellWhatHappened() {
    create(r -> memcached(r, "mem", 1));
    reconcile();
    Instant start = MemoryPlane.NOW.minusSeconds(60);
    assertThat(
            client
                .describeEvents(
                    r -> r.startTime(start).sourceType("cache-cluster").sourceIdentifier("mem"))
                .events())
        .extracting(event -> event.message())
        .containsExactly(
            "Added cache node 0001 in availability zone us-east-1a", "Cache cluster created");
    assertThatCode(() -> client.describeEvents(r -> r.sourceIdentifier("mem")))
        .isEqualTo("InvalidParameterCombination");
  }

  @Test
  void versionsAndNodeTypesThatAreOfferedAreAccepted() {
    for (var version : client.describeCacheEngineVersions().cacheEngineVersions()) {
      String id = version.engine() + "-" + version.engineVersion().replace('.', '-');
      create(
          r -> memcached(r, id, 1).engine(version.engine()).engineVersion(version.engineVersion()));
    }
    reconcile();
    assertThat(
            client
                .listAllowedNodeTypeModifications(r -> r.cacheClusterId("valkey-8-0"))
                .scaleUpModifications())
        .contains("cache.m6g.large")
        .doesNotContain("cache.t3.micro");
    client.modifyCacheCluster(
        r ->
            r.cacheClusterId("valkey-8-0").cacheNodeType("cache.m6g.large").applyImmediately(true));
    reconcile();
    assertThat(describe("valkey-8-0").cacheNodeType()).isEqualTo("cache.m6g.large");
  }

  @Test
  void pagesGiveEveryClusterOnce() {
    for (int i = 0; i < 45; i++) {
      String id = "c" + i;
      create(r -> memcached(r, id, 1));
    }
    assertThat(
            client.describeCacheClustersPaginator(r -> r.maxRecords(20)).cacheClusters().stream()
                .map(CacheCluster::cacheClusterId)
                .distinct())
        .hasSize(45);
  }

  @Test
  void securityGroupsChangeOnceTheNetworkHasThem() {
    create(r -> memcached(r, "mem", 1));
    reconcile();
    String groupId = describe("mem").securityGroups().getFirst().securityGroupId();
    int before = endpoint.plane().awaited();
    client.modifyCacheCluster(r -> r.cacheClusterId("mem").securityGroupIds(groupId));
    assertThat(endpoint.plane().awaited()).isEqualTo(before + 1);
    assertThatCode(() -> client.modifyCacheCluster(r -> r.cacheClusterId("mem")))
        .isEqualTo("InvalidParameterCombination");
  }

  private void setParameter(String name, String value) {
    client.modifyCacheParameterGroup(
        r -> r.cacheParameterGroupName("mine").parameterNameValues(value(name, value)));
  }

  private static void isWhole(CacheNode node) {
    assertThat(node.cacheNodeStatus()).isEqualTo("available");
    assertThat(node.customerAvailabilityZone()).isEqualTo("us-east-1a");
    assertThat(node.cacheNodeCreateTime()).isEqualTo(MemoryPlane.NOW);
    assertThat(node.parameterGroupStatus()).isEqualTo("in-sync");
    assertThat(node.endpoint().port()).isEqualTo(11211);
  }

  private CacheCluster create(Consumer<CreateCacheClusterRequest.Builder> request) {
    return client.createCacheCluster(request).cacheCluster();
  }

  private CreateReplicationGroupResponse createGroup(
      Consumer<CreateReplicationGroupRequest.Builder> more) {
    return client.createReplicationGroup(
        r -> {
          r.replicationGroupId("Sessions")
              .replicationGroupDescription("sessions of the shop")
              .engine("valkey")
              .cacheNodeType("cache.t3.micro")
              .cacheSubnetGroupName("inner");
          more.accept(r);
        });
  }

  private CacheCluster describe(String id) {
    return client
        .describeCacheClusters(r -> r.cacheClusterId(id).showCacheNodeInfo(true))
        .cacheClusters()
        .getFirst();
  }

  private static CreateCacheClusterRequest.Builder memcached(
      CreateCacheClusterRequest.Builder request, String id, int nodes) {
    return request
        .cacheClusterId(id)
        .engine("memcached")
        .cacheNodeType("cache.t3.micro")
        .numCacheNodes(nodes)
        .cacheSubnetGroupName("inner");
  }

  private static ParameterNameValue value(String name, String value) {
    return ParameterNameValue.builder().parameterName(name).parameterValue(value).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /// The error code that the call ends with.
  private static AbstractStringAssert<?> assertThatCode(Runnable call) {
    try {
      call.run();
    } catch (AwsServiceException refused) {
      return assertThat(refused.awsErrorDetails().errorCode());
    }
    throw new AssertionError("the call was answered");
  }

  /// Does what the runner of nodes would do, until nothing changes.
  private void reconcile() {
    for (int round = 0; round < ROUNDS_MAX && !isSettled(); round++) {
      NodeSpecs.wanted(endpoint.plane().state())
          .forEach(spec -> submit(spec.account(), NodeObserved.running(spec)));
      NodeSpecs.ending(endpoint.plane().state())
          .forEach(
              spec -> submit(spec.account(), new NodeStopped(spec.clusterId(), spec.nodeId())));
    }
    assertThat(isSettled()).as("the runner comes to rest").isTrue();
  }

  private boolean isSettled() {
    var state = endpoint.plane().state();
    boolean inForce =
        NodeSpecs.wanted(state).stream()
            .allMatch(
                spec ->
                    state
                        .find(spec.account(), NodeObservation.KIND, spec.name())
                        .filter(seen -> seen.applied().equals(spec))
                        .isPresent());
    return inForce && NodeSpecs.ending(state).isEmpty();
  }

  private <R> R submit(String account, Command<R> command) {
    return switch (endpoint.plane().submit(account, command)) {
      case Decision.Accepted<R> accepted -> accepted.reply();
      case Decision.Refused<R> refused -> throw new AssertionError(refused.fault().toString());
    };
  }
}
