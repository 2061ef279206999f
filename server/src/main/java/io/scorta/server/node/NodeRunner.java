package io.scorta.server.node;

import io.scorta.control.node.NodeSpec;

/// Starts cache nodes.
@FunctionalInterface
public interface NodeRunner {
  /// A node as the spec says, empty, and not yet reachable.
  ///
  /// @throws NodeException when it cannot be started
  RunningNode start(NodeSpec spec);
}
