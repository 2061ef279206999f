package io.scorta.control.node;

import java.util.Optional;

/// A node with what it must be and what is observed of it.
///
/// `startValuesCurrent` tells whether the values fixed at its start are still the group's.
public record NodeView(
    CacheNode node, NodeSpec wanted, Optional<NodeObservation> seen, boolean startValuesCurrent) {
  /// What a node is, in the API's words.
  public String status() {
    return switch (node.stage()) {
      case JOINING -> "creating";
      case MEMBER -> isRunning() ? "available" : "rebooting";
      case LEAVING, STOPPING -> "deleting";
    };
  }

  /// Whether the node runs as the incarnation that is wanted.
  public boolean isRunning() {
    return seen.filter(NodeObservation::running)
        .filter(observed -> observed.applied().incarnation() == wanted.incarnation())
        .isPresent();
  }

  /// Whether all that is wanted of the node was observed.
  public boolean isInForce() {
    return seen.filter(NodeObservation::running)
        .filter(observed -> observed.applied().equals(wanted))
        .isPresent();
  }

  /// Whether the values of the parameter group are in force on the node.
  public ClusterView.ParameterStatus parameters() {
    if (!startValuesCurrent) {
      return ClusterView.ParameterStatus.PENDING_REBOOT;
    }
    boolean applied =
        seen.map(observed -> observed.applied().parameters().equals(wanted.parameters()))
            .orElse(false);
    return applied ? ClusterView.ParameterStatus.IN_SYNC : ClusterView.ParameterStatus.APPLYING;
  }

  /// Whether clients can be told the node's address.
  public boolean hasEndpoint() {
    return node.stage() == CacheNode.Stage.MEMBER;
  }
}
