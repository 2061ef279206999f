package io.scorta.control.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Subnets;
import io.scorta.control.network.Vpcs;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.ClusterView;
import io.scorta.control.node.CreateCluster;
import io.scorta.control.node.DeleteCluster;
import io.scorta.control.node.Discovery;
import io.scorta.control.node.ModifyCluster;
import io.scorta.control.node.NodeObservation;
import io.scorta.control.node.NodeSpec;
import io.scorta.control.node.NodeSpecs;
import io.scorta.control.node.RebootCluster;
import io.scorta.control.node.SubnetGroups;
import io.scorta.control.param.CacheEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clusters from their creation to their end.
class ClusterLifeTest {
  private final CacheWorld world = new CacheWorld(1);

  @BeforeEach
  void privateSubnet() {
    Vpc vpc = world.submit(new Vpcs.Create("10.0.0.0/16", Map.of()));
    Subnet subnet =
        world.submit(
            new Subnets.Create(vpc.id(), "10.0.1.0/24", Optional.of("us-east-1a"), Map.of()));
    world.submit(new SubnetGroups.Create("inner", "caches", List.of(subnet.id()), Map.of()));
  }

  @Test
  void clusterIsCreatingUntilEveryNodeHasServed() {
    world.create(Requests.cluster("Sessions", "memcached", 2));
    List<NodeSpec> wanted = NodeSpecs.wanted(world.state());
    world.run(wanted.getFirst());
    assertThat(world.status("sessions")).isEqualTo("creating");
    world.run(wanted.getLast());
    assertThat(world.view("sessions").cluster().complete()).isTrue();
    world.reconcile();
    assertThat(world.status("sessions")).isEqualTo("available");
    assertThat(world.events())
        .contains("Added cache node 0001 in availability zone us-east-1a", "Cache cluster created");
  }

  @Test
  void nodesOfTheFirstClusterTakeTheAddressesFromTwoThirtyUpward() {
    world.create(Requests.cluster("mem", "memcached", 3, Requests.in("inner")));
    assertThat(NodeSpecs.wanted(world.state()))
        .extracting(spec -> Ipv4.format(spec.address()) + ":" + spec.port())
        .containsExactly("10.0.1.230:11211", "10.0.1.231:11211", "10.0.1.232:11211");
  }

  @Test
  void specSaysWhatTheNodeTypeAndTheParametersMean() {
    world.create(Requests.cluster("one", "valkey", 1));
    NodeSpec spec = NodeSpecs.wanted(world.state()).getFirst();
    assertThat(spec.engine()).isEqualTo(CacheEngine.VALKEY);
    assertThat(spec.memoryBytesMax()).isEqualTo(402653184);
    assertThat(spec.parameters())
        .containsEntry("maxmemory-policy", "volatile-lru")
        .doesNotContainKey("reserved-memory-percent");
    assertThat(spec.discovery()).isEqualTo(Discovery.NONE);
  }

  @Test
  void deletedClusterIsDeletingUntilItsNodesAreGoneAndLeavesNothingBehind() {
    long interfaces = interfaces();
    world.create(Requests.cluster("gone", "memcached", 2));
    world.reconcile();
    world.submit(new DeleteCluster("gone"));
    assertThat(world.status("gone")).isEqualTo("deleting");
    assertThat(NodeSpecs.wanted(world.state())).isEmpty();
    assertThat(NodeSpecs.ending(world.state())).hasSize(2);
    world.stop(NodeSpecs.ending(world.state()).getFirst());
    assertThat(world.status("gone")).isEqualTo("deleting");
    world.reconcile();
    assertThat(world.state().all(CacheWorld.ACCOUNT, CacheCluster.KIND)).isEmpty();
    assertThat(world.state().all(CacheWorld.ACCOUNT, NodeObservation.KIND)).isEmpty();
    assertThat(interfaces()).isEqualTo(interfaces);
    assertThat(world.refused(new DeleteCluster("gone")).code()).isEqualTo("CacheClusterNotFound");
  }

  @Test
  void idCannotBeUsedAgainBeforeItsClusterIsGone() {
    world.create(Requests.cluster("again", "valkey", 1));
    world.reconcile();
    world.submit(new DeleteCluster("again"));
    assertThat(world.refused(new CreateCluster(Requests.cluster("AGAIN", "valkey", 1))).code())
        .isEqualTo("CacheClusterAlreadyExists");
    world.reconcile();
    world.create(Requests.cluster("again", "valkey", 1));
  }

  @Test
  void removedNodeLeavesTheListAtOnceAndStopsAfterClientsHavePolled() {
    memcachedOf(3);
    world.submit(new ModifyCluster("mem", Requests.count(true, 2, "0003")));
    world.reconcile();
    Discovery after = NodeSpecs.wanted(world.state()).getFirst().discovery();
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.members())
        .extracting(Discovery.Member::nodeId)
        .containsExactly("0001", "0002");
    assertThat(NodeSpecs.wanted(world.state())).hasSize(3);
    assertThat(world.status("mem")).isEqualTo("modifying");
    world.pass(Duration.ofSeconds(59));
    assertThat(NodeSpecs.ending(world.state())).isEmpty();
    world.pass(Duration.ofSeconds(1));
    world.reconcile();
    assertThat(world.status("mem")).isEqualTo("available");
    assertThat(world.running()).hasSize(2);
    assertThat(world.events())
        .contains(
            "Decreasing number of requested nodes",
            "Removed cache node 0003",
            "Finished modifying number of nodes from 3 to 2");
  }

  @Test
  void addedNodeAppearsInTheListOnlyWhenItServes() {
    memcachedOf(1);
    world.submit(new ModifyCluster("mem", Requests.count(true, 2)));
    assertThat(NodeSpecs.wanted(world.state()).getFirst().discovery().members()).hasSize(1);
    assertThat(world.view("mem").nodes().getLast().status()).isEqualTo("creating");
    world.reconcile();
    Discovery after = NodeSpecs.wanted(world.state()).getFirst().discovery();
    assertThat(after.members()).hasSize(2);
    assertThat(after.version()).isEqualTo(2);
    assertThat(world.events()).contains("Finished modifying number of nodes from 1 to 2");
  }

  @Test
  void changeThatCanWaitShowsAsPendingUntilTheMaintenanceWindow() {
    memcachedOf(1);
    world.submit(new ModifyCluster("mem", Requests.count(false, 3)));
    assertThat(world.status("mem")).isEqualTo("available");
    assertThat(world.view("mem").cluster().pending().nodeCount()).isEqualTo(3);
    for (int hours = 0; hours < 8 * 24; hours++) {
      world.pass(Duration.ofHours(1));
      world.reconcile();
    }
    assertThat(world.view("mem").nodes()).hasSize(3);
    assertThat(world.view("mem").cluster().pending().isNone()).isTrue();
  }

  @Test
  void askingForTodaysNumberTakesBackThePendingOne() {
    memcachedOf(1);
    world.submit(new ModifyCluster("mem", Requests.count(false, 3)));
    world.submit(new ModifyCluster("mem", Requests.count(false, 1)));
    assertThat(world.view("mem").cluster().pending().isNone()).isTrue();
  }

  @Test
  void rebootGivesANewIncarnationAndIsOverWhenTheNodeServesAgain() {
    world.create(Requests.cluster("one", "valkey", 1));
    world.reconcile();
    world.submit(new RebootCluster("one", List.of("0001")));
    assertThat(world.status("one")).isEqualTo("rebooting cluster nodes");
    assertThat(world.view("one").nodes().getFirst().status()).isEqualTo("rebooting");
    assertThat(NodeSpecs.wanted(world.state()).getFirst().incarnation()).isEqualTo(2);
    world.reconcile();
    assertThat(world.status("one")).isEqualTo("available");
    assertThat(world.events()).contains("Cache node 0001 restarted");
  }

  @Test
  void versionGoesUpOnlyAndKeepsTheDataOfAValkeyNode() {
    world.create(Requests.cluster("one", Requests.software("valkey", "8.0", "")));
    world.reconcile();
    world.submit(new ModifyCluster("one", Requests.software(true, Requests.version("8.1"))));
    NodeSpec spec = NodeSpecs.wanted(world.state()).getFirst();
    assertThat(spec.engineVersion()).isEqualTo("8.1.0");
    assertThat(spec.incarnation()).isEqualTo(1);
    assertThat(world.status("one")).isEqualTo("modifying");
    world.reconcile();
    assertThat(world.status("one")).isEqualTo("available");
    assertThat(
            world
                .refused(new ModifyCluster("one", Requests.software(true, Requests.version("8.0"))))
                .code())
        .isEqualTo("InvalidParameterCombination");
  }

  @Test
  void largerNodeTypeGivesTheRunningNodeMoreMemory() {
    world.create(Requests.cluster("one", "valkey", 1));
    world.reconcile();
    world.submit(
        new ModifyCluster("one", Requests.software(true, Requests.type("cache.m6g.large"))));
    NodeSpec spec = NodeSpecs.wanted(world.state()).getFirst();
    assertThat(spec.memoryBytesMax()).isEqualTo(6854542746L - 6854542746L * 25 / 100);
    assertThat(spec.incarnation()).isEqualTo(1);
  }

  @Test
  void failedStartIsToldAsAnEventAndTriedAgain() {
    world.create(Requests.cluster("one", "valkey", 1));
    NodeSpec spec = NodeSpecs.wanted(world.state()).getFirst();
    world.submit(NodeObserved.failed(spec, "port 6379 is in use"));
    world.submit(NodeObserved.failed(spec, "port 6379 is in use"));
    assertThat(world.status("one")).isEqualTo("creating");
    assertThat(world.events())
        .containsOnlyOnce("Cache node 0001 could not be started: port 6379 is in use");
    world.reconcile();
    assertThat(world.status("one")).isEqualTo("available");
  }

  @Test
  void restartForgetsObservationsOnly() {
    memcachedOf(2);
    world.restart();
    assertThat(world.status("mem")).isEqualTo("modifying");
    world.reconcile();
    assertThat(world.status("mem")).isEqualTo("available");
    assertThat(NodeSpecs.wanted(world.state()).getFirst().discovery().version()).isEqualTo(1);
  }

  @Test
  void deletionGoesOnAfterARestart() {
    memcachedOf(2);
    world.submit(new DeleteCluster("mem"));
    world.restart();
    assertThat(world.status("mem")).isEqualTo("deleting");
    world.reconcile();
    assertThat(world.state().all(CacheWorld.ACCOUNT, CacheCluster.KIND)).isEmpty();
  }

  private ClusterView memcachedOf(int nodes) {
    world.create(Requests.cluster("mem", "memcached", nodes, Requests.in("inner")));
    world.reconcile();
    return world.view("mem");
  }

  private long interfaces() {
    return world.state().all(CacheWorld.ACCOUNT, NetworkKinds.NETWORK_INTERFACE).stream()
        .map(NetworkInterface::id)
        .count();
  }
}
