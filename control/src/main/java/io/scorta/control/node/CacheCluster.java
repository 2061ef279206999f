package io.scorta.control.node;

import io.scorta.control.state.Kind;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// A cache cluster, as facts: what was asked for, and what cannot be seen again after a restart.
///
/// `replicationGroupId` is empty for a cluster of its own. `complete` becomes true when every node
/// has served once and stays so. `discoveryVersion` grows with every node that joins or leaves a
/// memcached cluster that is complete. `resizedFrom` is the number of nodes before a change that is
/// not finished, else 0.
public record CacheCluster(
    String id,
    String replicationGroupId,
    Instant createdAt,
    ClusterSettings settings,
    PendingChange pending,
    List<CacheNode> nodes,
    long discoveryVersion,
    int resizedFrom,
    boolean complete,
    boolean deleting) {
  public static final Kind<CacheCluster> KIND = Kind.durable("cache-cluster", CacheCluster.class);

  public CacheCluster {
    nodes = List.copyOf(nodes);
  }

  /// The cluster of an id that a caller gave, in any case.
  public static CacheCluster asked(State state, String account, String id) {
    return state
        .find(account, KIND, id.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> CacheFaults.clusterNotFound(id));
  }

  /// The same, or a refusal unless the cluster is in the one state in which it can be changed.
  public static CacheCluster available(State state, String account, String id) {
    CacheCluster cluster = asked(state, account, id);
    ClusterView.Status status = ClusterView.of(state, account, cluster).status();
    if (status != ClusterView.Status.AVAILABLE) {
      throw Refusal.of(
          CacheFaults.CLUSTER_STATE,
          "Cache cluster %s is %s: wait until it is available.",
          cluster.id(),
          status.wireName());
    }
    return cluster;
  }

  public boolean isGrouped() {
    return !replicationGroupId.isEmpty();
  }

  /// The nodes that the cluster was asked to have, without those on their way out.
  public List<CacheNode> askedNodes() {
    return nodes.stream().filter(CacheNode::isAsked).toList();
  }

  public CacheCluster with(ClusterSettings next) {
    return new CacheCluster(
        id,
        replicationGroupId,
        createdAt,
        next,
        pending,
        nodes,
        discoveryVersion,
        resizedFrom,
        complete,
        deleting);
  }

  public CacheCluster with(PendingChange next) {
    return new CacheCluster(
        id,
        replicationGroupId,
        createdAt,
        settings,
        next,
        nodes,
        discoveryVersion,
        resizedFrom,
        complete,
        deleting);
  }

  public CacheCluster withNodes(List<CacheNode> next) {
    return new CacheCluster(
        id,
        replicationGroupId,
        createdAt,
        settings,
        pending,
        next,
        discoveryVersion,
        resizedFrom,
        complete,
        deleting);
  }

  public CacheCluster withDiscoveryVersion(long next) {
    return new CacheCluster(
        id,
        replicationGroupId,
        createdAt,
        settings,
        pending,
        nodes,
        next,
        resizedFrom,
        complete,
        deleting);
  }

  public CacheCluster resized(int from) {
    return new CacheCluster(
        id,
        replicationGroupId,
        createdAt,
        settings,
        pending,
        nodes,
        discoveryVersion,
        from,
        complete,
        deleting);
  }

  public CacheCluster completed() {
    return new CacheCluster(
        id,
        replicationGroupId,
        createdAt,
        settings,
        pending,
        nodes,
        discoveryVersion,
        resizedFrom,
        true,
        deleting);
  }

  public CacheCluster deleted() {
    return new CacheCluster(
        id,
        replicationGroupId,
        createdAt,
        settings,
        PendingChange.NONE,
        nodes,
        discoveryVersion,
        resizedFrom,
        complete,
        true);
  }

  /// The same cluster outside any replication group.
  public CacheCluster released() {
    return joined("");
  }

  /// The same cluster as a member of a replication group.
  public CacheCluster joined(String groupId) {
    return new CacheCluster(
        id,
        groupId,
        createdAt,
        settings,
        pending,
        nodes,
        discoveryVersion,
        resizedFrom,
        complete,
        deleting);
  }

  /// The same cluster with one node changed.
  public CacheCluster mapNode(String nodeId, UnaryOperator<CacheNode> change) {
    List<CacheNode> next = new ArrayList<>(nodes);
    next.replaceAll(node -> node.id().equals(nodeId) ? change.apply(node) : node);
    return withNodes(next);
  }
}
