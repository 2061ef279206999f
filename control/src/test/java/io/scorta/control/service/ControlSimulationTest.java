package io.scorta.control.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.NetworkInterface;
import io.scorta.control.group.CreateGroup;
import io.scorta.control.group.DeleteGroup;
import io.scorta.control.group.ReplicationGroup;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheNode;
import io.scorta.control.node.ClusterView;
import io.scorta.control.node.CreateCluster;
import io.scorta.control.node.DeleteCluster;
import io.scorta.control.node.Discovery;
import io.scorta.control.node.ModifyCluster;
import io.scorta.control.node.NodeSpec;
import io.scorta.control.node.NodeSpecs;
import io.scorta.control.node.ParameterGroups;
import io.scorta.control.node.RebootCluster;
import io.scorta.control.state.Command;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random requests, observations that come late, twice or never, failed starts and restarts of the
/// process: after each step the state is sound, and in the end every request has ended.
class ControlSimulationTest {
  private static final int SEEDS = 60;
  private static final int STEPS = 150;
  private static final List<String> CLUSTERS = List.of("a", "b", "c", "g1-001");
  private static final List<String> GROUPS = List.of("g1", "g2");
  private static final List<String> ENGINES = List.of("memcached", "valkey", "redis");

  private final Map<String, Discovery> lastTold = new HashMap<>();

  static Stream<Integer> seeds() {
    return Stream.iterate(1, seed -> seed + 1).limit(SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRequestEndsAndNothingLeaks(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CacheWorld world = new CacheWorld(seed);
    world.submit(new ParameterGroups.Create("mine", "valkey8", "ours", Map.of()));
    for (int step = 0; step < STEPS; step++) {
      step(world, random);
      check(world);
    }
    settle(world);
    assertThat(clusters(world))
        .allSatisfy(cluster -> assertThat(world.status(cluster.id())).isEqualTo("available"));
    assertThat(world.state().all(CacheWorld.ACCOUNT, ReplicationGroup.KIND))
        .allSatisfy(group -> assertThat(world.groupStatus(group.id())).isEqualTo("available"));
    deleteAll(world);
    assertThat(clusters(world)).isEmpty();
    assertThat(world.state().all(CacheWorld.ACCOUNT, ReplicationGroup.KIND)).isEmpty();
    assertThat(world.state().all(CacheWorld.ACCOUNT, NetworkKinds.NETWORK_INTERFACE)).isEmpty();
    assertThat(world.running()).isEmpty();
  }

  private static void step(CacheWorld world, SplittableRandom random) {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> world.attempt(request(world, random));
      case 3, 4 ->
          NodeSpecs.wanted(world.state()).stream()
              .filter(_ -> random.nextBoolean())
              .forEach(world::run);
      case 5 ->
          NodeSpecs.ending(world.state()).stream()
              .filter(_ -> random.nextBoolean())
              .forEach(world::stop);
      case 6 ->
          NodeSpecs.wanted(world.state()).stream()
              .filter(_ -> random.nextInt(4) == 0)
              .forEach(spec -> fail(world, spec));
      case 7 -> world.pass(Duration.ofSeconds(random.nextInt(100)));
      case 8 -> lateObservation(world, random);
      default -> {
        if (random.nextInt(4) == 0) {
          world.restart();
        } else {
          world.reconcile();
        }
      }
    }
  }

  private static Command<?> request(CacheWorld world, SplittableRandom random) {
    String cluster = pick(random, CLUSTERS);
    String group = pick(random, GROUPS);
    boolean now = random.nextBoolean();
    return switch (random.nextInt(10)) {
      case 0, 1 -> {
        String engine = pick(random, ENGINES);
        int count = engine.equals("memcached") ? 1 + random.nextInt(4) : 1;
        yield new CreateCluster(Requests.cluster(cluster, engine, count));
      }
      case 2 -> new CreateGroup(Requests.group(group));
      case 3 -> new DeleteCluster(cluster);
      case 4 -> new DeleteGroup(group, random.nextBoolean());
      case 5, 6 -> resize(world, random, cluster);
      case 7 -> new RebootCluster(cluster, List.of("0001"));
      case 8 ->
          new ModifyCluster(cluster, Requests.software(now, Requests.type("cache.m6g.large")));
      default ->
          new ParameterGroups.Modify(
              "mine",
              Map.of("maxmemory-policy", random.nextBoolean() ? "allkeys-lru" : "noeviction"));
    };
  }

  /// Another number of nodes, with those to remove named as tools do it: from the highest down.
  private static Command<?> resize(CacheWorld world, SplittableRandom random, String id) {
    int present =
        world
            .state()
            .find(CacheWorld.ACCOUNT, CacheCluster.KIND, id)
            .map(cluster -> cluster.askedNodes().size())
            .orElse(1);
    int count = 1 + random.nextInt(5);
    String[] removed =
        Stream.iterate(present, number -> number > count, number -> number - 1)
            .map("%04d"::formatted)
            .toArray(String[]::new);
    return new ModifyCluster(id, Requests.count(random.nextInt(4) > 0, count, removed));
  }

  private static void fail(CacheWorld world, NodeSpec spec) {
    world.running().remove(spec.account() + "/" + spec.name());
    world.submit(NodeObserved.failed(spec, "no memory left"));
  }

  /// What was true of a node a while ago, or of one that never was.
  private static void lateObservation(CacheWorld world, SplittableRandom random) {
    List<NodeSpec> running = List.copyOf(world.running().values());
    if (running.isEmpty() || random.nextBoolean()) {
      world.submit(new NodeStopped("never-was", "0001"));
    } else {
      world.submit(NodeObserved.running(running.get(random.nextInt(running.size()))));
    }
  }

  private void check(CacheWorld world) {
    assertThat(world.state().sameDurable(world.stored())).isTrue();
    List<String> seats =
        clusters(world).stream()
            .flatMap(cluster -> cluster.nodes().stream())
            .map(node -> node.seat().networkInterfaceId())
            .toList();
    assertThat(world.state().all(CacheWorld.ACCOUNT, NetworkKinds.NETWORK_INTERFACE))
        .extracting(NetworkInterface::id)
        .containsExactlyInAnyOrderElementsOf(seats);
    assertThat(world.state().all(CacheWorld.ACCOUNT, NetworkKinds.NETWORK_INTERFACE))
        .extracting(NetworkInterface::address)
        .doesNotHaveDuplicates();
    clusters(world).forEach(cluster -> checkCluster(world, cluster));
    world
        .state()
        .all(CacheWorld.ACCOUNT, ReplicationGroup.KIND)
        .forEach(group -> assertThat(world.groupStatus(group.id())).isNotEmpty());
  }

  private void checkCluster(CacheWorld world, CacheCluster cluster) {
    assertThat(cluster.nodes()).extracting(CacheNode::id).doesNotHaveDuplicates();
    assertThat(cluster.nodes()).isNotEmpty();
    ClusterView view = ClusterView.of(world.state(), CacheWorld.ACCOUNT, cluster);
    assertThat(view.nodes().stream().map(node -> node.wanted().discovery()).distinct()).hasSize(1);
    Discovery told = view.nodes().getFirst().wanted().discovery();
    if (!cluster.deleting()) {
      checkVersion(cluster.id() + "@" + cluster.nodes().getFirst().seat(), told);
    }
    assertThat(told.members())
        .allSatisfy(
            member ->
                assertThat(cluster.nodes())
                    .anySatisfy(
                        node -> {
                          assertThat(node.id()).isEqualTo(member.nodeId());
                          assertThat(node.stage()).isEqualTo(CacheNode.Stage.MEMBER);
                        }));
  }

  /// Two different lists never have the same version, and a later one has the higher version.
  private void checkVersion(String cluster, Discovery told) {
    Discovery before = lastTold.put(cluster, told);
    if (before != null && !before.members().equals(told.members())) {
      assertThat(told.version()).isGreaterThan(before.version());
    }
    if (before != null) {
      assertThat(told.version()).isGreaterThanOrEqualTo(before.version());
    }
  }

  private static void settle(CacheWorld world) {
    for (int round = 0; round < 3; round++) {
      world.reconcile();
      world.pass(Duration.ofSeconds(61));
    }
    world.reconcile();
  }

  private static void deleteAll(CacheWorld world) {
    List.copyOf(world.state().all(CacheWorld.ACCOUNT, ReplicationGroup.KIND))
        .forEach(group -> world.submit(new DeleteGroup(group.id(), false)));
    clusters(world).stream()
        .filter(cluster -> !cluster.deleting())
        .forEach(cluster -> world.submit(new DeleteCluster(cluster.id())));
    settle(world);
  }

  private static List<CacheCluster> clusters(CacheWorld world) {
    return List.copyOf(world.state().all(CacheWorld.ACCOUNT, CacheCluster.KIND));
  }

  private static <T> T pick(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
