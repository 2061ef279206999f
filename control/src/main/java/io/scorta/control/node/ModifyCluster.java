package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidCombination;

import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.State;

/// Asks that a cluster of its own be changed.
public record ModifyCluster(String clusterId, Modification asked) implements Command<ClusterView> {
  @Override
  public Decision<ClusterView> decide(State state, Context context) {
    return Decision.of(state, draft -> modify(draft, context));
  }

  private ClusterView modify(Draft draft, Context context) {
    CacheCluster cluster = CacheCluster.available(draft.state(), context.account(), clusterId);
    if (cluster.isGrouped()) {
      throw invalidCombination(
          "Cache cluster %s is a member of replication group %s: modify the replication group.",
          cluster.id(), cluster.replicationGroupId());
    }
    if (asked.asksNothing()) {
      throw invalidCombination("No modifications were requested");
    }
    CacheCluster modified = new ClusterChange(draft, context).modify(cluster, asked);
    return ClusterView.of(draft.state(), context.account(), modified);
  }
}
