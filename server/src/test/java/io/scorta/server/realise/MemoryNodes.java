package io.scorta.server.realise;

import io.scorta.control.node.NodeSpec;
import io.scorta.server.node.NodeException;
import io.scorta.server.node.NodeListener;
import io.scorta.server.node.NodeRunner;
import io.scorta.server.node.Opening;
import io.scorta.server.node.RunningNode;
import java.net.BindException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Nodes that run in this object alone, and fail when a test says so.
final class MemoryNodes implements NodeRunner {
  final Map<String, Node> running = new TreeMap<>();

  /// Who listens at an opening.
  final Map<Opening, Node> listening = new HashMap<>();

  /// The openings that somebody else has.
  final Set<Opening> taken = new HashSet<>();

  /// The nodes whose start fails.
  final Set<String> broken = new HashSet<>();

  int starts;
  int cuts;

  @Override
  public RunningNode start(NodeSpec spec) {
    starts++;
    if (broken.contains(spec.name())) {
      throw new NodeException("no memory for " + spec.name(), new IllegalStateException());
    }
    Node node = new Node(spec);
    if (running.put(spec.name(), node) != null) {
      throw new AssertionError(spec.name() + " runs twice");
    }
    return node;
  }

  /// One of them.
  final class Node implements RunningNode {
    private NodeSpec spec;

    private Node(NodeSpec spec) {
      this.spec = spec;
    }

    @Override
    public NodeSpec spec() {
      return spec;
    }

    @Override
    public void change(NodeSpec next) {
      spec = next;
    }

    @Override
    public NodeListener listen(Opening opening) {
      if (taken.contains(opening)) {
        throw new NodeException(opening + " is in use", new BindException());
      }
      if (listening.put(opening, this) != null) {
        throw new AssertionError(opening + " is opened twice");
      }
      return () -> listening.remove(opening);
    }

    @Override
    public int connections() {
      return 1;
    }

    @Override
    public int cut() {
      cuts++;
      return 0;
    }

    @Override
    public void close() {
      running.remove(spec.name());
      listening.values().removeIf(this::equals);
    }
  }
}
