package io.scorta.control.node;

import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import io.scorta.control.state.State;
import java.time.Instant;
import java.util.List;

/// What becomes due by the passing of time alone: a node that left may stop, a pending change meets
/// its maintenance window, an event gets too old.
public record TimedWork(Draft draft, Context context) {
  /// Whether anything of the account is due.
  public static boolean isDue(State state, String account, Instant now) {
    return state.all(account, CacheCluster.KIND).stream()
            .anyMatch(cluster -> hasLeft(cluster, now) || isChangeDue(state, account, cluster, now))
        || state.all(account, CacheEvent.KIND).stream()
            .limit(1)
            .anyMatch(event -> isTooOld(event, now));
  }

  /// Does all that is due of the account.
  public void run() {
    for (CacheCluster cluster : List.copyOf(draft.all(context.account(), CacheCluster.KIND))) {
      if (hasLeft(cluster, context.now())) {
        stopLeft(cluster);
      } else if (isChangeDue(draft.state(), context.account(), cluster, context.now())) {
        new DueChange(draft, context).make(cluster);
      }
    }
    CacheEvent.forget(draft, context.account(), context.now().minus(CacheLimits.EVENT_AGE_MAX));
  }

  private void stopLeft(CacheCluster cluster) {
    CacheCluster next = cluster;
    for (CacheNode node : cluster.nodes()) {
      if (hasLeft(node, context.now())) {
        next = next.mapNode(node.id(), n -> n.in(CacheNode.Stage.STOPPING, context.now()));
      }
    }
    draft.put(context.account(), CacheCluster.KIND, cluster.id(), next);
  }

  private static boolean hasLeft(CacheCluster cluster, Instant now) {
    return !cluster.deleting() && cluster.nodes().stream().anyMatch(node -> hasLeft(node, now));
  }

  private static boolean hasLeft(CacheNode node, Instant now) {
    return node.stage() == CacheNode.Stage.LEAVING
        && !node.since().plus(CacheLimits.LEAVE_GRACE).isAfter(now);
  }

  private static boolean isChangeDue(
      State state, String account, CacheCluster cluster, Instant now) {
    return !cluster.pending().isNone()
        && MaintenanceWindow.parse(cluster.settings().maintenanceWindow()).contains(now)
        && ClusterView.of(state, account, cluster).status() == ClusterView.Status.AVAILABLE;
  }

  private static boolean isTooOld(CacheEvent event, Instant now) {
    return event.at().isBefore(now.minus(CacheLimits.EVENT_AGE_MAX));
  }
}
