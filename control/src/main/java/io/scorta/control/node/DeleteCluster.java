package io.scorta.control.node;

import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;

/// Asks that a cluster go. It is gone when its last node is seen gone.
public record DeleteCluster(String clusterId) implements Command<ClusterView> {
  @Override
  public Decision<ClusterView> decide(State state, Context context) {
    return Decision.of(state, draft -> delete(draft, context));
  }

  private ClusterView delete(Draft draft, Context context) {
    CacheCluster cluster = CacheCluster.asked(draft.state(), context.account(), clusterId);
    if (cluster.isGrouped()) {
      throw Refusal.of(
          CacheFaults.CLUSTER_STATE,
          "Cluster %s is serving as primary for replication group %s and cannot be deleted: delete"
              + " the replication group.",
          cluster.id(),
          cluster.replicationGroupId());
    }
    if (cluster.deleting()) {
      throw Refusal.of(
          CacheFaults.CLUSTER_STATE, "Cache cluster %s is being deleted already.", cluster.id());
    }
    return ClusterView.of(draft.state(), context.account(), mark(draft, context, cluster));
  }

  /// Puts the order to delete into the draft, whatever the cluster's state.
  public static CacheCluster mark(Draft draft, Context context, CacheCluster cluster) {
    CacheCluster deleted = cluster.deleted();
    draft.put(context.account(), CacheCluster.KIND, cluster.id(), deleted);
    return deleted;
  }
}
