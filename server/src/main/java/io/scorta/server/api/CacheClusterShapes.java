package io.scorta.server.api;

import io.scorta.control.network.CacheSecurityGroup;
import io.scorta.control.node.CacheArn;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.ClusterSettings;
import io.scorta.control.node.ClusterView;
import io.scorta.control.node.NodeView;
import io.scorta.control.node.PendingChange;
import io.scorta.control.param.CacheEngine;
import java.util.List;
import software.amazon.awssdk.services.elasticache.model.CacheNode;
import software.amazon.awssdk.services.elasticache.model.CacheParameterGroupStatus;
import software.amazon.awssdk.services.elasticache.model.CacheSecurityGroupMembership;
import software.amazon.awssdk.services.elasticache.model.Endpoint;
import software.amazon.awssdk.services.elasticache.model.PendingModifiedValues;
import software.amazon.awssdk.services.elasticache.model.SecurityGroupMembership;

/// Clusters as the API shows them.
final class CacheClusterShapes {
  private static final String SEVERAL_ZONES = "Multiple";
  private static final String NETWORK_TYPE = "ipv4";

  private CacheClusterShapes() {}

  /// A cluster; its nodes only when `withNodes`.
  static software.amazon.awssdk.services.elasticache.model.CacheCluster cluster(
      ClusterView view, Call call, boolean withNodes) {
    CacheCluster cluster = view.cluster();
    ClusterSettings settings = cluster.settings();
    var shape =
        software.amazon.awssdk.services.elasticache.model.CacheCluster.builder()
            .cacheClusterId(cluster.id())
            .arn(CacheArn.cluster(cluster.id()).text(call.region(), call.account()))
            .cacheClusterStatus(view.status().wireName())
            .cacheClusterCreateTime(cluster.createdAt())
            .engine(settings.engine().wireName())
            .engineVersion(settings.engineVersion())
            .cacheNodeType(settings.nodeType())
            .numCacheNodes(cluster.askedNodes().size())
            .preferredAvailabilityZone(zone(cluster))
            .preferredMaintenanceWindow(settings.maintenanceWindow())
            .autoMinorVersionUpgrade(settings.autoMinorVersionUpgrade())
            .pendingModifiedValues(pending(cluster.pending()))
            .cacheParameterGroup(parameters(view))
            .cacheSubnetGroupName(settings.subnetGroup().isEmpty() ? null : settings.subnetGroup())
            .securityGroups(
                settings.securityGroupIds().stream()
                    .filter(id -> !CacheSecurityGroup.isId(id))
                    .map(CacheClusterShapes::member)
                    .toList())
            .cacheSecurityGroups(
                settings.securityGroupIds().stream()
                    .filter(CacheSecurityGroup::isId)
                    .map(CacheClusterShapes::classicMember)
                    .toList())
            .logDeliveryConfigurations(List.of())
            .replicationGroupLogDeliveryEnabled(false)
            .networkType(NETWORK_TYPE)
            .ipDiscovery(NETWORK_TYPE)
            .transitEncryptionEnabled(false)
            .atRestEncryptionEnabled(false)
            .authTokenEnabled(false);
    if (cluster.isGrouped()) {
      shape.replicationGroupId(cluster.replicationGroupId());
    }
    if (settings.engine() != CacheEngine.MEMCACHED) {
      shape.snapshotRetentionLimit(0);
    } else if (hasEndpoints(view)) {
      shape.configurationEndpoint(endpoint(view, view.nodes().getFirst(), call));
    }
    if (withNodes) {
      shape.cacheNodes(view.nodes().stream().map(node -> node(view, node, call)).toList());
    }
    return shape.build();
  }

  /// Where clients find a node.
  static Endpoint endpoint(ClusterView view, NodeView node, Call call) {
    return Endpoint.builder()
        .address(
            call.clientAddress(
                node.node().seat().networkInterfaceId(), node.node().seat().address()))
        .port(view.cluster().settings().port())
        .build();
  }

  /// Whether clients are told addresses: not before all nodes served, nor when the end was ordered.
  static boolean hasEndpoints(ClusterView view) {
    return view.status() != ClusterView.Status.CREATING
        && view.status() != ClusterView.Status.DELETING;
  }

  private static CacheNode node(ClusterView view, NodeView node, Call call) {
    CacheNode.Builder shape =
        CacheNode.builder()
            .cacheNodeId(node.node().id())
            .cacheNodeStatus(node.status())
            .cacheNodeCreateTime(node.node().createdAt())
            .customerAvailabilityZone(node.node().seat().zone())
            .parameterGroupStatus(node.parameters().wireName());
    if (hasEndpoints(view) && node.hasEndpoint()) {
      shape.endpoint(endpoint(view, node, call));
    }
    return shape.build();
  }

  private static String zone(CacheCluster cluster) {
    List<String> zones =
        cluster.nodes().stream().map(node -> node.seat().zone()).distinct().toList();
    return zones.size() == 1 ? zones.getFirst() : SEVERAL_ZONES;
  }

  private static PendingModifiedValues pending(PendingChange change) {
    PendingModifiedValues.Builder shape = PendingModifiedValues.builder();
    if (!change.engineVersion().isEmpty()) {
      shape.engineVersion(change.engineVersion());
    }
    if (!change.nodeType().isEmpty()) {
      shape.cacheNodeType(change.nodeType());
    }
    if (change.nodeCount() > 0) {
      shape.numCacheNodes(change.nodeCount());
    }
    if (!change.nodesToRemove().isEmpty()) {
      shape.cacheNodeIdsToRemove(change.nodesToRemove());
    }
    return shape.build();
  }

  private static CacheParameterGroupStatus parameters(ClusterView view) {
    return CacheParameterGroupStatus.builder()
        .cacheParameterGroupName(view.cluster().settings().parameterGroup())
        .parameterApplyStatus(view.parameters().wireName())
        .cacheNodeIdsToReboot(view.nodesToReboot())
        .build();
  }

  private static CacheSecurityGroupMembership classicMember(String id) {
    return CacheSecurityGroupMembership.builder()
        .cacheSecurityGroupName(CacheSecurityGroup.nameOf(id))
        .status("active")
        .build();
  }

  private static SecurityGroupMembership member(String groupId) {
    return SecurityGroupMembership.builder().securityGroupId(groupId).status("active").build();
  }
}
