package io.scorta.server.node;

import io.scorta.control.node.NodeSpec;

/// A cache node that runs, whatever runs it. Used by one thread at a time.
public interface RunningNode extends AutoCloseable {
  /// What is in force on the node.
  NodeSpec spec();

  /// Brings the node to a changed spec of the same incarnation, while it runs.
  ///
  /// @throws NodeException when a part of it is refused
  void change(NodeSpec next);

  /// Lets clients in at an address and port; accepting when it returns.
  ///
  /// @throws NodeException when the address cannot be used
  NodeListener listen(Opening at);

  /// How many clients are connected.
  int connections();

  /// Ends the connections that the network no longer allows; back when none of them is served.
  int cut();

  /// Ends the node, its listeners and its connections; its data is gone.
  @Override
  void close();
}
