package io.scorta.control.node;

import io.scorta.control.network.Interfaces;
import io.scorta.control.param.CacheEngine;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import java.util.List;
import java.util.Optional;

/// What an observation of a node changes: the observation itself, and the facts that it makes true.
///
/// ```
/// JOINING ── seen running ──> MEMBER        the cluster is complete when all are members
/// rebooting ── seen running as the new incarnation ──> no longer rebooting
/// STOPPING, or a cluster that is deleted ── seen gone ──> forgotten, with its network interface
/// ```
///
/// Observations may come late, twice or never: each is checked against the records, and one about a
/// node that is no more changes nothing.
public record Observations(Draft draft, Context context) {
  /// The node runs as this spec says, or did not start with it, as the message tells.
  public void observed(NodeSpec applied, boolean running, String message) {
    Optional<CacheCluster> cluster = find(applied.clusterId());
    Optional<CacheNode> node = cluster.flatMap(c -> find(c, applied.nodeId()));
    if (node.isEmpty() || !sameSeat(node.get(), applied)) {
      return;
    }
    keep(new NodeObservation(applied, running, message));
    if (running && node.get().incarnation() == applied.incarnation()) {
      CacheCluster next = joined(cluster.get(), node.get());
      put(finished(completed(next)));
    }
  }

  /// The node does not run.
  public void stopped(String clusterId, String nodeId) {
    String name = clusterId + "/" + nodeId;
    if (draft.find(context.account(), NodeObservation.KIND, name).isPresent()) {
      draft.remove(context.account(), NodeObservation.KIND, name);
    }
    Optional<CacheCluster> cluster = find(clusterId);
    Optional<CacheNode> node = cluster.flatMap(c -> find(c, nodeId));
    if (node.isPresent() && mustEnd(cluster.get(), node.get())) {
      Interfaces.remove(draft, context, node.get().seat().networkInterfaceId());
      forget(cluster.get(), node.get());
    }
  }

  private void forget(CacheCluster cluster, CacheNode gone) {
    List<CacheNode> left = cluster.nodes().stream().filter(node -> !node.equals(gone)).toList();
    if (!cluster.deleting()) {
      event(cluster.id(), "Removed cache node " + gone.id());
      put(finished(cluster.withNodes(left)));
    } else if (!left.isEmpty()) {
      put(cluster.withNodes(left));
    } else {
      draft.remove(context.account(), CacheCluster.KIND, cluster.id());
      ResourceTags.drop(draft, context.account(), CacheArn.cluster(cluster.id()));
      event(cluster.id(), "Cache cluster deleted");
    }
  }

  private void keep(NodeObservation seen) {
    String name = seen.applied().name();
    Optional<NodeObservation> before = draft.find(context.account(), NodeObservation.KIND, name);
    boolean told = before.map(NodeObservation::message).filter(seen.message()::equals).isPresent();
    if (!seen.running() && !seen.message().isEmpty() && !told) {
      event(
          seen.applied().clusterId(),
          "Cache node %s could not be started: %s"
              .formatted(seen.applied().nodeId(), seen.message()));
    }
    if (before.filter(seen::equals).isEmpty()) {
      draft.put(context.account(), NodeObservation.KIND, name, seen);
    }
  }

  private CacheCluster joined(CacheCluster cluster, CacheNode node) {
    CacheCluster next = cluster;
    if (node.stage() == CacheNode.Stage.JOINING) {
      next = next.mapNode(node.id(), n -> n.in(CacheNode.Stage.MEMBER, context.now()));
      event(
          cluster.id(),
          "Added cache node %s in availability zone %s".formatted(node.id(), node.seat().zone()));
      next = next.complete() ? listChanged(next) : next;
    }
    if (node.rebooting()) {
      next = next.mapNode(node.id(), CacheNode::rebooted);
      event(cluster.id(), "Cache node %s restarted".formatted(node.id()));
    }
    return next;
  }

  private CacheCluster completed(CacheCluster cluster) {
    boolean all =
        cluster.nodes().stream().noneMatch(node -> node.stage() == CacheNode.Stage.JOINING);
    if (cluster.complete() || !all) {
      return cluster;
    }
    event(cluster.id(), "Cache cluster created");
    return listChanged(cluster.completed());
  }

  private static CacheCluster listChanged(CacheCluster cluster) {
    return cluster.settings().engine() == CacheEngine.MEMCACHED
        ? cluster.withDiscoveryVersion(cluster.discoveryVersion() + 1)
        : cluster;
  }

  /// Tells that a change of the number of nodes is done, once no node is on its way in or out.
  private CacheCluster finished(CacheCluster cluster) {
    boolean settled =
        cluster.nodes().stream().allMatch(node -> node.stage() == CacheNode.Stage.MEMBER);
    if (cluster.resizedFrom() == 0 || !settled) {
      return cluster;
    }
    event(
        cluster.id(),
        "Finished modifying number of nodes from %d to %d"
            .formatted(cluster.resizedFrom(), cluster.nodes().size()));
    return cluster.resized(0);
  }

  private static boolean sameSeat(CacheNode node, NodeSpec applied) {
    return node.seat().networkInterfaceId().equals(applied.networkInterfaceId());
  }

  private static boolean mustEnd(CacheCluster cluster, CacheNode node) {
    return cluster.deleting() || node.stage() == CacheNode.Stage.STOPPING;
  }

  private Optional<CacheCluster> find(String clusterId) {
    return draft.find(context.account(), CacheCluster.KIND, clusterId);
  }

  private static Optional<CacheNode> find(CacheCluster cluster, String nodeId) {
    return cluster.nodes().stream().filter(node -> node.id().equals(nodeId)).findFirst();
  }

  /// Puts the cluster back unless nothing about it changed.
  private void put(CacheCluster cluster) {
    if (find(cluster.id()).filter(cluster::equals).isEmpty()) {
      draft.put(context.account(), CacheCluster.KIND, cluster.id(), cluster);
    }
  }

  private void event(String clusterId, String message) {
    ClusterEvents.write(draft, context, clusterId, message);
  }
}
