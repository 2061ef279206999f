package io.scorta.control.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.control.group.CreateGroup;
import io.scorta.control.group.DeleteGroup;
import io.scorta.control.group.GroupRequest;
import io.scorta.control.group.ModifyGroup;
import io.scorta.control.group.ReplicationGroup;
import io.scorta.control.node.CacheArn;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.DeleteCluster;
import io.scorta.control.node.Modification;
import io.scorta.control.node.ModifyCluster;
import io.scorta.control.node.NodeSpec;
import io.scorta.control.node.NodeSpecs;
import io.scorta.control.node.ResourceTags;
import io.scorta.control.param.CacheEngine;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Replication groups of one node.
class ReplicationGroupTest {
  private final CacheWorld world = new CacheWorld(2);

  @Test
  void groupIsAvailableWhenItsMemberIs() {
    world.submit(new CreateGroup(Requests.group("sessions")));
    assertThat(world.groupStatus("sessions")).isEqualTo("creating");
    NodeSpec spec = NodeSpecs.wanted(world.state()).getFirst();
    assertThat(spec.name()).isEqualTo("sessions-001/0001");
    assertThat(spec.port()).isEqualTo(6379);
    world.reconcile();
    assertThat(world.groupStatus("sessions")).isEqualTo("available");
    assertThat(world.events()).contains("Replication group created");
  }

  @Test
  void engineIsRedisUnlessSaid() {
    GroupRequest asked =
        new GroupRequest(
            "old",
            "as it was",
            GroupRequest.Shape.UNSAID,
            Optional.empty(),
            Requests.cluster(
                "",
                new ClusterRequest.Software(
                    Optional.empty(),
                    Optional.of("6.x"),
                    Optional.of("cache.t3.micro"),
                    Optional.empty())));
    world.submit(new CreateGroup(asked));
    NodeSpec spec = NodeSpecs.wanted(world.state()).getFirst();
    assertThat(spec.engine()).isEqualTo(CacheEngine.REDIS);
    assertThat(spec.engineVersion()).isEqualTo("6.2.6");
  }

  @Test
  void memberIsChangedAndDeletedThroughItsGroupOnly() {
    world.submit(new CreateGroup(Requests.group("sessions")));
    world.reconcile();
    assertThat(world.refused(new DeleteCluster("sessions-001")).message())
        .contains("serving as primary");
    assertThat(
            world
                .refused(
                    new ModifyCluster(
                        "sessions-001", Requests.software(true, Requests.type("cache.m6g.large"))))
                .message())
        .contains("modify the replication group");
    world.submit(modify(Requests.software(true, Requests.type("cache.m6g.large"))));
    assertThat(world.groupStatus("sessions")).isEqualTo("modifying");
    world.reconcile();
    assertThat(world.groupStatus("sessions")).isEqualTo("available");
  }

  @Test
  void nothingToModifyIsRefused() {
    world.submit(new CreateGroup(Requests.group("sessions")));
    world.reconcile();
    assertThat(world.refused(modify(Modification.NONE)).message())
        .isEqualTo("No modifications were requested");
  }

  @Test
  void retainedPrimaryLivesOnWithItsData() {
    world.submit(new CreateGroup(Requests.group("sessions")));
    world.reconcile();
    NodeSpec before = NodeSpecs.wanted(world.state()).getFirst();
    world.submit(new DeleteGroup("sessions", true));
    assertThat(world.state().all(CacheWorld.ACCOUNT, ReplicationGroup.KIND)).isEmpty();
    assertThat(NodeSpecs.wanted(world.state())).containsExactly(before);
    assertThat(world.view("sessions-001").cluster().isGrouped()).isFalse();
  }

  @Test
  void existingClusterBecomesThePrimaryWithItsData() {
    world.create(Requests.cluster("one", "valkey", 1));
    world.reconcile();
    NodeSpec before = NodeSpecs.wanted(world.state()).getFirst();
    world.submit(adopting("one", Requests.software("valkey", "cache.t3.micro"), Optional.empty()));
    assertThat(world.groupStatus("sessions")).isEqualTo("available");
    assertThat(NodeSpecs.wanted(world.state())).containsExactly(before);
    assertThat(world.events()).contains("Replication group created");
    CacheArn arn = new CacheArn(CacheArn.Type.CLUSTER, "one");
    assertThat(ResourceTags.of(world.state(), CacheWorld.ACCOUNT, arn))
        .containsEntry("team", "shop");
  }

  @Test
  void whatThePrimaryIsNotIsRefusedRatherThanIgnored() {
    world.create(Requests.cluster("one", "valkey", 1));
    world.reconcile();
    ClusterRequest.Software micro = Requests.software("valkey", "cache.t3.micro");
    assertThat(world.refused(adopting("one", micro, Optional.of(7000))).message())
        .isEqualTo(
            "Cache cluster one becomes the primary as it is, and its Port is not 7000:"
                + " leave it out.");
    ClusterRequest.Software large = Requests.software("valkey", "cache.m6g.large");
    assertThat(world.refused(adopting("one", large, Optional.empty())).code())
        .isEqualTo("InvalidParameterCombination");
    ClusterRequest.Software old = Requests.software("valkey", "7.2", "");
    assertThat(world.refused(adopting("one", old, Optional.empty())).message())
        .contains("EngineVersion");
    world.submit(adopting("one", micro, Optional.of(6379)));
  }

  private static CreateGroup adopting(
      String clusterId, ClusterRequest.Software software, Optional<Integer> port) {
    return new CreateGroup(
        new GroupRequest(
            "sessions",
            "sessions of the shop",
            GroupRequest.Shape.UNSAID,
            Optional.of(clusterId),
            new ClusterRequest(
                "",
                Optional.empty(),
                port,
                software,
                ClusterRequest.Place.UNSAID,
                ClusterRequest.Upkeep.UNSAID,
                Map.of("team", "shop"))));
  }

  @Test
  void groupIsDeletingUntilItsMemberIsGone() {
    world.submit(new CreateGroup(Requests.group("sessions")));
    world.reconcile();
    world.submit(new DeleteGroup("sessions", false));
    assertThat(world.groupStatus("sessions")).isEqualTo("deleting");
    assertThat(world.status("sessions-001")).isEqualTo("deleting");
    assertThat(world.refused(new CreateGroup(Requests.group("sessions"))).code())
        .isEqualTo("ReplicationGroupAlreadyExists");
    world.reconcile();
    assertThat(world.state().all(CacheWorld.ACCOUNT, ReplicationGroup.KIND)).isEmpty();
    assertThat(world.state().all(CacheWorld.ACCOUNT, CacheCluster.KIND)).isEmpty();
  }

  private static ModifyGroup modify(Modification asked) {
    return new ModifyGroup(
        "sessions", Optional.empty(), Optional.empty(), ModifyGroup.Failover.SAME, asked);
  }
}
