package io.scorta.server.realise;

import io.scorta.access.model.CacheListener;
import io.scorta.control.network.Instances;
import io.scorta.control.node.NodeObservation;
import io.scorta.control.node.NodeSpec;
import io.scorta.control.node.NodeSpecs;
import io.scorta.control.service.NodeObserved;
import io.scorta.control.service.NodeStopped;
import io.scorta.control.service.TimePassed;
import io.scorta.control.state.State;
import io.scorta.server.loop.ControlLoop;
import io.scorta.server.node.NodeRunner;
import io.scorta.server.node.Opening;
import io.scorta.server.node.RunningNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings the world to what the state wants, pass by pass, and tells the control loop what it sees.
///
/// A pass is idempotent and starts from the latest state, so one that failed is simply followed by
/// another. Everything here is owned by the thread that runs the passes.
final class Reconciler {
  private final ControlLoop loop;
  private final NodeSet nodes;
  private final OpeningSet openings = new OpeningSet();
  private final Ground ground;
  private final InstantSource clock;
  private @Nullable Pass last;
  private long tried;

  Reconciler(ControlLoop loop, NodeRunner runner, Ground ground, InstantSource clock) {
    this.loop = loop;
    this.ground = ground;
    this.clock = clock;
    nodes = new NodeSet(runner);
  }

  /// What a pass came to: the state that is in force now, the nodes that it wants, and whether
  /// another pass has work to do.
  record Pass(State enforced, List<NodeSpec> wanted, boolean more) {}

  /// Brings nodes, policy and listeners in line with the latest state. Where that is the state of
  /// the last pass and nothing is to be tried again, there is nothing to do.
  Pass pass() {
    Instant now = clock.instant();
    State state = loop.state();
    tried = state.version();
    if (last != null
        && last.enforced.version() == state.version()
        && !last.more
        && !ground.isDisturbed()
        && nextTry().filter(next -> !next.isAfter(now)).isEmpty()) {
      return last;
    }
    last = pass(state, now);
    return last;
  }

  private Pass pass(State state, Instant now) {
    List<NodeSpec> wanted = NodeSpecs.wanted(state);
    ground.prepare(state);
    nodes.stopOthers(wanted);
    boolean more = nodes.bring(wanted, now);
    if (ground.enforce(state, listeners())) {
      cut();
    }
    openings.bring(openingsOfNodes(), now);
    return new Pass(state, wanted, more);
  }

  /// Ends the connections that the new network does not allow.
  ///
  /// A connection that the old one admitted may not be counted yet. The first cut passes through
  /// every event loop, and after it all of them are; so the many caches that nobody is connected to
  /// cost nothing.
  private void cut() {
    boolean isFirst = true;
    for (RunningNode node : nodes.all()) {
      if (isFirst || node.connections() > 0) {
        node.cut();
      }
      isFirst = false;
    }
  }

  /// The version of the state that the latest pass began with.
  long tried() {
    return tried;
  }

  /// When a pass has something to do although no state has changed.
  Optional<Instant> nextTry() {
    return Stream.of(nodes.nextTry(), openings.nextTry())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /// What failed and is to be tried again, or cannot be as wanted.
  List<String> troubles() {
    return Stream.of(nodes.failures(), openings.failures(), ground.remarks())
        .flatMap(List::stream)
        .toList();
  }

  void stopAll() {
    openings.bring(Map.of(), clock.instant());
    nodes.stopAll();
  }

  private List<CacheListener> listeners() {
    return nodes.all().stream()
        .map(node -> new CacheListener(node.spec().networkInterfaceId(), node.spec().port()))
        .sorted(
            Comparator.comparing(CacheListener::networkInterfaceId)
                .thenComparingInt(CacheListener::port))
        .toList();
  }

  private Map<Opening, RunningNode> openingsOfNodes() {
    Map<Opening, RunningNode> wanted = new HashMap<>();
    ground
        .openings()
        .forEach(
            (opening, networkInterfaceId) ->
                nodes.ofInterface(networkInterfaceId).ifPresent(node -> wanted.put(opening, node)));
    return wanted;
  }

  /// Tells the control loop what it does not know yet, and what time has made due.
  void report(Pass pass) {
    State state = loop.state();
    List<Together.Part> parts = new ArrayList<>();
    for (NodeSpec spec : pass.wanted) {
      seen(spec)
          .filter(seen -> !isKnown(state, seen))
          .map(seen -> new NodeObserved(seen.applied(), seen.running(), seen.message()))
          .ifPresent(told -> parts.add(new Together.Part(spec.account(), told)));
    }
    for (NodeSpec spec : NodeSpecs.ending(pass.enforced)) {
      parts.add(
          new Together.Part(spec.account(), new NodeStopped(spec.clusterId(), spec.nodeId())));
    }
    for (Instances.Unsettled one : Instances.unsettled(pass.enforced)) {
      if (ground.isAsAsked(one.instanceId(), one.running())) {
        parts.add(
            new Together.Part(
                one.account(), new Instances.Observe(one.instanceId(), one.running())));
      }
    }
    for (String account : TimePassed.dueAccounts(state, clock.instant())) {
      parts.add(new Together.Part(account, new TimePassed()));
    }
    if (!parts.isEmpty()) {
      loop.submit(Limits.OPERATOR, new Together(parts));
    }
  }

  private static boolean isKnown(State state, NodeObservation seen) {
    return state
        .find(seen.applied().account(), NodeObservation.KIND, seen.applied().name())
        .filter(seen::equals)
        .isPresent();
  }

  /// A node counts as running when clients can reach it with all that is wanted in force.
  private Optional<NodeObservation> seen(NodeSpec spec) {
    NodeName name = NodeName.of(spec);
    Optional<String> failure = nodes.failure(name);
    if (failure.isPresent()) {
      return Optional.of(new NodeObservation(spec, false, failure.get()));
    }
    Optional<Opening> own = ground.openingOf(spec.networkInterfaceId(), spec.port());
    if (own.isEmpty() || nodes.find(name).filter(node -> node.spec().equals(spec)).isEmpty()) {
      return Optional.empty();
    }
    if (openings.isOpen(own.get())) {
      return Optional.of(new NodeObservation(spec, true, ""));
    }
    return openings.failure(own.get()).map(message -> new NodeObservation(spec, false, message));
  }
}
