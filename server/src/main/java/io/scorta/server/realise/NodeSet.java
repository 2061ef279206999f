package io.scorta.server.realise;

import io.scorta.control.node.NodeSpec;
import io.scorta.server.node.NodeException;
import io.scorta.server.node.NodeRunner;
import io.scorta.server.node.RunningNode;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The nodes that run. Owner: the reconciler's thread.
final class NodeSet {
  private static final System.Logger LOG = System.getLogger(NodeSet.class.getName());
  private final NodeRunner runner;
  private final Map<NodeName, RunningNode> running = new HashMap<>();
  private final Map<String, RunningNode> byInterface = new HashMap<>();
  private final Backoff<NodeName> failures = new Backoff<>();

  NodeSet(NodeRunner runner) {
    this.runner = runner;
  }

  Collection<RunningNode> all() {
    return running.values();
  }

  Optional<RunningNode> find(NodeName name) {
    return Optional.ofNullable(running.get(name));
  }

  Optional<RunningNode> ofInterface(String networkInterfaceId) {
    return Optional.ofNullable(byInterface.get(networkInterfaceId));
  }

  /// Why a wanted node is not as it should be, if it failed to become so.
  Optional<String> failure(NodeName name) {
    return failures.message(name);
  }

  List<String> failures() {
    return failures.all();
  }

  Optional<Instant> nextTry() {
    return failures.next();
  }

  /// Stops the nodes that are not among the wanted ones, and those of an earlier incarnation.
  void stopOthers(Collection<NodeSpec> wanted) {
    Map<NodeName, NodeSpec> specs = HashMap.newHashMap(wanted.size());
    wanted.forEach(spec -> specs.put(NodeName.of(spec), spec));
    failures.retain(specs.keySet());
    for (RunningNode node : List.copyOf(running.values())) {
      NodeName name = NodeName.of(node.spec());
      NodeSpec spec = specs.get(name);
      if (spec == null || !sameRun(node.spec(), spec)) {
        stop(name);
      }
    }
  }

  /// Starts and changes nodes until all are as wanted, or as many as a pass may start.
  ///
  /// @return whether some are left for the next pass
  boolean bring(Collection<NodeSpec> wanted, Instant now) {
    int starts = 0;
    for (NodeSpec spec : wanted) {
      NodeName name = NodeName.of(spec);
      RunningNode node = running.get(name);
      if (node != null && node.spec().equals(spec) || !failures.mayTry(name, now)) {
        continue;
      }
      if (node == null && ++starts > Limits.STARTS_MAX) {
        return true;
      }
      bring(name, spec, now);
    }
    return false;
  }

  private void bring(NodeName name, NodeSpec spec, Instant now) {
    try {
      RunningNode node = running.get(name);
      if (node == null) {
        RunningNode started = runner.start(spec);
        running.put(name, started);
        byInterface.put(spec.networkInterfaceId(), started);
        LOG.log(Level.DEBUG, () -> "event=node-started node=" + spec.name());
      } else {
        node.change(spec);
      }
      failures.succeeded(name);
    } catch (NodeException e) {
      LOG.log(Level.WARNING, () -> failed(spec) + " message=" + e.getMessage());
      failures.failed(name, String.valueOf(e.getMessage()), now);
    } catch (RuntimeException | LinkageError bug) {
      // One node that cannot be brought up must not keep the others from it.
      LOG.log(Level.ERROR, failed(spec), bug);
      failures.failed(name, "internal error: " + bug, now);
    }
  }

  private static String failed(NodeSpec spec) {
    return "event=node-failed account=%s node=%s".formatted(spec.account(), spec.name());
  }

  private void stop(NodeName name) {
    RunningNode node = running.remove(name);
    if (node != null) {
      byInterface.remove(node.spec().networkInterfaceId());
      node.close();
      LOG.log(Level.DEBUG, () -> "event=node-stopped node=" + node.spec().name());
    }
  }

  void stopAll() {
    Set<NodeName> names = new HashSet<>(running.keySet());
    names.forEach(this::stop);
  }

  private static boolean sameRun(NodeSpec one, NodeSpec other) {
    return one.incarnation() == other.incarnation()
        && one.networkInterfaceId().equals(other.networkInterfaceId())
        && one.engine() == other.engine()
        && one.port() == other.port();
  }

  /// The nodes that run as one of the specs asks.
  List<NodeSpec> runningAs(Collection<NodeSpec> wanted) {
    List<NodeSpec> found = new ArrayList<>();
    for (NodeSpec spec : wanted) {
      RunningNode node = running.get(NodeName.of(spec));
      if (node != null && node.spec().equals(spec)) {
        found.add(spec);
      }
    }
    return found;
  }
}
