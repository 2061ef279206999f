package io.scorta.control.service;

import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.group.GroupView;
import io.scorta.control.group.ReplicationGroup;
import io.scorta.control.network.Accounts;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheEvent;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.ClusterView;
import io.scorta.control.node.CreateCluster;
import io.scorta.control.node.NodeObservation;
import io.scorta.control.node.NodeSpec;
import io.scorta.control.node.NodeSpecs;
import io.scorta.control.state.Change;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Fault;
import io.scorta.control.state.Mint;
import io.scorta.control.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The domain with a runner of nodes that does its work when the test says so, a store, and a clock
/// that the test turns.
final class CacheWorld {
  static final String ACCOUNT = "000000000001";
  static final String REGION = "us-east-1";

  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private State state = State.EMPTY;

  /// Every durable change, applied as a restart would load it.
  private State stored = State.EMPTY;

  /// What runs, by account and node.
  private final Map<String, NodeSpec> running = new LinkedHashMap<>();

  private long seed;

  CacheWorld(long seed) {
    this.seed = seed << Integer.SIZE;
    submit(new Accounts.Open());
  }

  State state() {
    return state;
  }

  State stored() {
    return stored;
  }

  Map<String, NodeSpec> running() {
    return running;
  }

  <R> R submit(Command<R> command) {
    return switch (decide(command)) {
      case Decision.Accepted<R> accepted -> {
        commit(accepted.changes());
        yield accepted.reply();
      }
      case Decision.Refused<R> refused ->
          throw new AssertionError(command + " was refused: " + refused.fault());
    };
  }

  /// The fault that the command meets; the state stays.
  Fault refused(Command<?> command) {
    return attempt(command).orElseThrow(() -> new AssertionError(command + " was accepted"));
  }

  /// The fault that the command met, empty when it was accepted and the state has moved on.
  Optional<Fault> attempt(Command<?> command) {
    return switch (decide(command)) {
      case Decision.Accepted<?> accepted -> {
        commit(accepted.changes());
        yield Optional.empty();
      }
      case Decision.Refused<?> refused -> Optional.of(refused.fault());
    };
  }

  /// Brings what runs to what is wanted and tells of it, until there is nothing more to do.
  void reconcile() {
    for (int round = 0; round < 100; round++) {
      State before = state;
      NodeSpecs.wanted(state).forEach(this::run);
      NodeSpecs.ending(state).forEach(this::stop);
      if (before.version() == state.version()) {
        return;
      }
    }
    throw new AssertionError("the runner never comes to rest");
  }

  /// Runs a node as its spec says, and tells of it unless that was told before.
  void run(NodeSpec spec) {
    running.put(spec.account() + "/" + spec.name(), spec);
    NodeObservation told = new NodeObservation(spec, true, "");
    if (state.find(ACCOUNT, NodeObservation.KIND, spec.name()).filter(told::equals).isEmpty()) {
      submit(NodeObserved.running(spec));
    }
  }

  void stop(NodeSpec spec) {
    running.remove(spec.account() + "/" + spec.name());
    submit(new NodeStopped(spec.clusterId(), spec.nodeId()));
  }

  /// The process ends and starts again: nothing runs, and only what was stored is known.
  void restart() {
    running.clear();
    state = stored;
  }

  void pass(Duration time) {
    now = now.plus(time);
    if (TimePassed.dueAccounts(state, now).contains(ACCOUNT)) {
      submit(new TimePassed());
    }
  }

  ClusterView create(ClusterRequest request) {
    return submit(new CreateCluster(request));
  }

  ClusterView view(String clusterId) {
    return ClusterView.of(state, ACCOUNT, CacheCluster.asked(state, ACCOUNT, clusterId));
  }

  String status(String clusterId) {
    return view(clusterId).status().wireName();
  }

  String groupStatus(String groupId) {
    ReplicationGroup group = ReplicationGroup.asked(state, ACCOUNT, groupId);
    return GroupView.of(state, ACCOUNT, group).status().wireName();
  }

  List<String> events() {
    return state.all(ACCOUNT, CacheEvent.KIND).stream().map(CacheEvent::message).toList();
  }

  Vpc defaultVpc() {
    return state.all(ACCOUNT, NetworkKinds.VPC).stream().findFirst().orElseThrow();
  }

  List<Subnet> subnets() {
    return List.copyOf(state.all(ACCOUNT, NetworkKinds.SUBNET));
  }

  private <R> Decision<R> decide(Command<R> command) {
    return command.decide(state, new Context(ACCOUNT, REGION, now, new Mint(seed++)));
  }

  private void commit(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    state = state.apply(changes);
    stored =
        stored.apply(changes.stream().filter(change -> change.key().kind().durable()).toList());
  }
}
