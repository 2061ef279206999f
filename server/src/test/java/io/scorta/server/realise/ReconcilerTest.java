package io.scorta.server.realise;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.control.network.Accounts;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheEvent;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.ClusterView;
import io.scorta.control.node.CreateCluster;
import io.scorta.control.node.DeleteCluster;
import io.scorta.control.node.NodeSpec;
import io.scorta.control.node.NodeSpecs;
import io.scorta.control.node.RebootCluster;
import io.scorta.control.service.Kinds;
import io.scorta.control.state.Command;
import io.scorta.control.state.Decision;
import io.scorta.server.loop.ControlLoop;
import io.scorta.server.node.Opening;
import io.scorta.server.store.SqliteStore;
import io.scorta.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  private static final String ACCOUNT = "111122223333";
  private final MemoryNodes nodes = new MemoryNodes();
  private final MemoryGround ground = new MemoryGround();
  private Instant now = Instant.parse("2026-11-25T00:00:00Z");
  private Store store;
  private ControlLoop loop;
  private Reconciler reconciler;
  @TempDir Path folder;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder, Kinds.ALL);
    AtomicLong seeds = new AtomicLong(System.nanoTime());
    loop = ControlLoop.start(store, "us-east-1", () -> now, seeds::incrementAndGet);
    reconciler = new Reconciler(loop, nodes, ground, () -> now);
    submit(new Accounts.Open());
  }

  @AfterEach
  void close() {
    loop.close();
    store.close();
  }

  @Test
  void aClusterBecomesAvailableWhenItsNodesListen() {
    create("sessions", 3);
    assertThat(status("sessions")).isEqualTo("creating");
    settle();
    assertThat(status("sessions")).isEqualTo("available");
    assertThat(nodes.running.keySet())
        .containsExactly("sessions/0001", "sessions/0002", "sessions/0003");
    assertThat(nodes.listening).hasSize(3);
  }

  @Test
  void aDeletedClusterIsStoppedAndForgotten() {
    create("sessions", 2);
    settle();
    submit(new DeleteCluster("sessions"));
    settle();
    assertThat(nodes.running).isEmpty();
    assertThat(nodes.listening).isEmpty();
    assertThat(loop.state().all(ACCOUNT, CacheCluster.KIND)).isEmpty();
  }

  @Test
  void aRebootedNodeIsAnotherRun() {
    create("sessions", 1);
    settle();
    MemoryNodes.Node before = nodes.running.get("sessions/0001");
    submit(new RebootCluster("sessions", List.of("0001")));
    settle();
    assertThat(nodes.running.get("sessions/0001")).isNotSameAs(before);
    assertThat(nodes.listening.values()).containsExactly(nodes.running.get("sessions/0001"));
    assertThat(status("sessions")).isEqualTo("available");
  }

  @Test
  void anAddressThatIsInUseIsToldAndTriedAgain() {
    create("sessions", 1);
    NodeSpec spec = NodeSpecs.wanted(loop.state()).getFirst();
    Opening opening = Opening.here(spec.address(), spec.port());
    nodes.taken.add(opening);
    settle();
    assertThat(status("sessions")).isEqualTo("creating");
    assertThat(events()).anySatisfy(event -> assertThat(event).contains(opening + " is in use"));
    assertThat(reconciler.nextTry()).contains(now.plus(Limits.RETRY_FIRST));

    nodes.taken.clear();
    settle();
    assertThat(status("sessions")).as("before the wait is over").isEqualTo("creating");
    now = now.plus(Limits.RETRY_FIRST);
    settle();
    assertThat(status("sessions")).isEqualTo("available");
    assertThat(reconciler.nextTry()).isEmpty();
  }

  @Test
  void aStartThatGoesOnFailingIsTriedMoreAndMoreRarely() {
    nodes.broken.add("sessions/0001");
    create("sessions", 1);
    for (int i = 0; i < 3600; i++) {
      settle();
      now = now.plus(Duration.ofSeconds(1));
    }
    assertThat(nodes.starts).isBetween(3600 / 30, 3600 / 30 + 10);
    assertThat(events().stream().filter(event -> event.contains("no memory"))).hasSize(1);
  }

  @Test
  void whatIsObservedOfAnUnchangedStateIsToldOnce() {
    create("sessions", 2);
    settle();
    long version = loop.state().version();
    for (int i = 0; i < 5; i++) {
      reconciler.report(reconciler.pass());
    }
    assertThat(loop.state().version()).isEqualTo(version);
  }

  @Test
  void connectionsAreJudgedAnewOnlyWhenTheNetworkChanged() {
    create("sessions", 1);
    settle();
    int before = nodes.cuts;
    submit(new RebootCluster("sessions", List.of("0001")));
    settle();
    assertThat(nodes.cuts).isEqualTo(before);
  }

  @Test
  void aPassStartsOnlySoManyNodesAndLeavesTheRestToTheNext() {
    for (int i = 0; i < Limits.STARTS_MAX + 1; i++) {
      create("c" + i, 1);
    }
    assertThat(reconciler.pass().more()).isTrue();
    assertThat(nodes.running).hasSize(Limits.STARTS_MAX);
    settle();
    assertThat(nodes.running).hasSize(Limits.STARTS_MAX + 1);
  }

  /// Passes until nothing changes any more.
  private void settle() {
    for (int i = 0; i < 100; i++) {
      long before = loop.state().version();
      Reconciler.Pass pass = reconciler.pass();
      reconciler.report(pass);
      if (!pass.more() && loop.state().version() == before) {
        return;
      }
    }
    throw new AssertionError("the reconciler never comes to rest");
  }

  private void create(String id, int count) {
    submit(
        new CreateCluster(
            new ClusterRequest(
                id,
                Optional.of(count),
                Optional.empty(),
                new ClusterRequest.Software(
                    Optional.of("memcached"),
                    Optional.empty(),
                    Optional.of("cache.t3.micro"),
                    Optional.empty()),
                ClusterRequest.Place.UNSAID,
                ClusterRequest.Upkeep.UNSAID,
                Map.of())));
  }

  private String status(String id) {
    CacheCluster cluster = loop.state().find(ACCOUNT, CacheCluster.KIND, id).orElseThrow();
    return ClusterView.of(loop.state(), ACCOUNT, cluster).status().wireName();
  }

  private List<String> events() {
    return loop.state().all(ACCOUNT, CacheEvent.KIND).stream().map(CacheEvent::message).toList();
  }

  private void submit(Command<?> command) {
    Decision<?> decision = loop.submit(ACCOUNT, command);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
  }
}
