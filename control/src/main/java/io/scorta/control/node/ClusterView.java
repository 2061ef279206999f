package io.scorta.control.node;

import io.scorta.control.param.NodeSizing;
import io.scorta.control.param.Parameter;
import io.scorta.control.param.ParameterGroup;
import io.scorta.control.state.State;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A cluster with what is observed of its nodes: where every status comes from.
public record ClusterView(CacheCluster cluster, List<NodeView> nodes, ParameterStatus parameters) {
  /// What a cluster is, in the API's words.
  public enum Status {
    CREATING("creating"),
    AVAILABLE("available"),
    MODIFYING("modifying"),
    REBOOTING("rebooting cluster nodes"),
    DELETING("deleting");

    private final String wireName;

    Status(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /// Whether a parameter group's values are in force.
  public enum ParameterStatus {
    IN_SYNC("in-sync"),
    APPLYING("applying"),
    PENDING_REBOOT("pending-reboot");

    private final String wireName;

    ParameterStatus(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public ClusterView {
    nodes = List.copyOf(nodes);
  }

  public static ClusterView of(State state, String account, CacheCluster cluster) {
    ParameterGroup group =
        NodeSpecs.parameterGroup(state, account, cluster.settings().parameterGroup());
    List<NodeView> nodes =
        cluster.nodes().stream()
            .map(node -> nodeView(state, account, cluster, node, group))
            .toList();
    return new ClusterView(cluster, nodes, worst(nodes));
  }

  /// The first line that holds: deleting, creating, rebooting, modifying, available.
  public Status status() {
    if (cluster.deleting()) {
      return Status.DELETING;
    }
    if (!cluster.complete()) {
      return Status.CREATING;
    }
    if (nodes.stream().anyMatch(view -> view.node().rebooting())) {
      return Status.REBOOTING;
    }
    boolean settled =
        nodes.stream()
            .allMatch(view -> view.node().stage() == CacheNode.Stage.MEMBER && view.isInForce());
    return settled ? Status.AVAILABLE : Status.MODIFYING;
  }

  /// The ids of the nodes that must be rebooted before every value is in force.
  public List<String> nodesToReboot() {
    return nodes.stream()
        .filter(view -> view.parameters() == ParameterStatus.PENDING_REBOOT)
        .map(view -> view.node().id())
        .toList();
  }

  private static NodeView nodeView(
      State state, String account, CacheCluster cluster, CacheNode node, ParameterGroup group) {
    NodeSpec spec = NodeSpecs.of(state, account, cluster, node);
    Optional<NodeObservation> seen = state.find(account, NodeObservation.KIND, spec.name());
    boolean current =
        node.atStart().equals(NodeSizing.values(group, Parameter.Change.REQUIRES_REBOOT));
    return new NodeView(node, spec, seen, current);
  }

  private static ParameterStatus worst(List<NodeView> nodes) {
    return nodes.stream()
        .map(NodeView::parameters)
        .max(Comparator.naturalOrder())
        .orElse(ParameterStatus.IN_SYNC);
  }
}
