package io.scorta.control.node;

import io.scorta.control.param.CacheEngine;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the pending change of a cluster, now that it is due.
record DueChange(Draft draft, Context context) {
  CacheCluster make(CacheCluster cluster) {
    PendingChange due = cluster.pending();
    CacheCluster next = withSoftware(cluster.with(PendingChange.NONE), due);
    if (due.nodeCount() > 0) {
      next = withNodes(next, due);
    }
    draft.put(context.account(), CacheCluster.KIND, next.id(), next);
    return next;
  }

  private CacheCluster withSoftware(CacheCluster cluster, PendingChange due) {
    ClusterSettings old = cluster.settings();
    ClusterSettings settings =
        old.withSoftware(
            due.engineVersion().isEmpty() ? old.engineVersion() : due.engineVersion(),
            due.nodeType().isEmpty() ? old.nodeType() : due.nodeType(),
            due.parameterGroup().isEmpty() ? old.parameterGroup() : due.parameterGroup());
    CacheCluster next = cluster.with(settings);
    boolean upgraded = !due.engineVersion().isEmpty();
    return upgraded && settings.engine() == CacheEngine.MEMCACHED ? restarted(next) : next;
  }

  /// A memcached node changes its version by a restart, without its items.
  private CacheCluster restarted(CacheCluster cluster) {
    Map<String, String> atStart =
        NewCluster.startValues(draft, context.account(), cluster.settings());
    List<CacheNode> nodes = new ArrayList<>(cluster.nodes());
    nodes.replaceAll(node -> node.restarted(false, atStart));
    return cluster.withNodes(nodes);
  }

  private CacheCluster withNodes(CacheCluster cluster, PendingChange due) {
    int before = cluster.askedNodes().size();
    int added = due.nodeCount() - before;
    String change = added > 0 ? "Increasing" : "Decreasing";
    ClusterEvents.write(draft, context, cluster.id(), change + " number of requested nodes");
    CacheCluster resized = cluster.resized(before);
    if (added > 0) {
      return NewCluster.addNodes(draft, context, resized, zones(resized, due, added));
    }
    for (String id : due.nodesToRemove()) {
      resized = resized.mapNode(id, n -> n.in(CacheNode.Stage.LEAVING, context.now()));
    }
    return resized.withDiscoveryVersion(resized.discoveryVersion() + 1);
  }

  /// The zones asked for, else the cluster's one zone, else those with the fewest nodes.
  private List<String> zones(CacheCluster cluster, PendingChange due, int added) {
    if (due.zonesToAdd().size() == added) {
      return due.zonesToAdd();
    }
    SubnetGroup group =
        SubnetGroup.get(draft.state(), context.account(), cluster.settings().subnetGroup());
    Seats seats = new Seats(draft, context);
    List<String> zones = new ArrayList<>();
    for (int i = 0; i < added; i++) {
      String fixed = cluster.settings().zone();
      zones.add(fixed.isEmpty() ? seats.leastUsedZone(group, cluster.nodes(), zones) : fixed);
    }
    return zones;
  }
}
