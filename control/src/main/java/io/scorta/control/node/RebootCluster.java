package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Map;

/// Asks that nodes of a cluster be started anew, with the parameters that waited for it.
public record RebootCluster(String clusterId, List<String> nodeIds)
    implements Command<ClusterView> {
  public RebootCluster {
    nodeIds = List.copyOf(nodeIds);
  }

  @Override
  public Decision<ClusterView> decide(State state, Context context) {
    return Decision.of(state, draft -> reboot(draft, context));
  }

  private ClusterView reboot(Draft draft, Context context) {
    CacheCluster cluster = CacheCluster.available(draft.state(), context.account(), clusterId);
    if (nodeIds.isEmpty()) {
      throw invalidValue("The parameter CacheNodeIdsToReboot is missing: name at least one node.");
    }
    Map<String, String> atStart =
        NewCluster.startValues(draft, context.account(), cluster.settings());
    for (String nodeId : nodeIds.stream().distinct().toList()) {
      if (cluster.askedNodes().stream().noneMatch(node -> node.id().equals(nodeId))) {
        throw invalidValue("Cache cluster %s has no node %s to reboot.", cluster.id(), nodeId);
      }
      cluster = cluster.mapNode(nodeId, node -> node.restarted(true, atStart));
    }
    draft.put(context.account(), CacheCluster.KIND, cluster.id(), cluster);
    return ClusterView.of(draft.state(), context.account(), cluster);
  }
}
