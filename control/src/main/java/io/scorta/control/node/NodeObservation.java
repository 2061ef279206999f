package io.scorta.control.node;

import io.scorta.control.state.Kind;

/// What was last seen of a node. Not kept over a restart of the process.
///
/// `applied` is the spec in force on the running node, or the one whose start failed; `message`
/// says what failed, else it is empty.
public record NodeObservation(NodeSpec applied, boolean running, String message) {
  /// By [NodeSpec#name()].
  public static final Kind<NodeObservation> KIND =
      Kind.observed("node-observation", NodeObservation.class);
}
