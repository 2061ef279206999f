package io.scorta.server.api;

import io.scorta.control.group.GroupView;
import io.scorta.control.group.ReplicationGroup;
import io.scorta.control.node.CacheArn;
import io.scorta.control.node.ClusterSettings;
import io.scorta.control.node.ClusterView;
import io.scorta.control.node.NodeView;
import java.util.List;
import software.amazon.awssdk.services.elasticache.model.AutomaticFailoverStatus;
import software.amazon.awssdk.services.elasticache.model.ClusterMode;
import software.amazon.awssdk.services.elasticache.model.DataTieringStatus;
import software.amazon.awssdk.services.elasticache.model.MultiAZStatus;
import software.amazon.awssdk.services.elasticache.model.NetworkType;
import software.amazon.awssdk.services.elasticache.model.NodeGroup;
import software.amazon.awssdk.services.elasticache.model.NodeGroupMember;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroupPendingModifiedValues;

/// Replication groups as the API shows them.
final class CacheGroupShapes {
  private static final String NETWORK_TYPE = "ipv4";

  private CacheGroupShapes() {}

  static software.amazon.awssdk.services.elasticache.model.ReplicationGroup group(
      GroupView view, Call call) {
    ReplicationGroup group = view.group();
    ClusterSettings settings = view.primary().cluster().settings();
    return software.amazon.awssdk.services.elasticache.model.ReplicationGroup.builder()
        .replicationGroupId(group.id())
        .arn(arn(group).text(call.region(), call.account()))
        .description(group.description())
        .status(view.status().wireName())
        .replicationGroupCreateTime(group.createdAt())
        .pendingModifiedValues(ReplicationGroupPendingModifiedValues.builder().build())
        .memberClusters(group.memberIds())
        .nodeGroups(List.of(nodeGroup(view, call)))
        .automaticFailover(AutomaticFailoverStatus.DISABLED)
        .multiAZ(MultiAZStatus.DISABLED)
        .snapshotRetentionLimit(0)
        .clusterEnabled(false)
        .clusterMode(ClusterMode.DISABLED)
        .cacheNodeType(settings.nodeType())
        .engine(settings.engine().wireName())
        .autoMinorVersionUpgrade(settings.autoMinorVersionUpgrade())
        .authTokenEnabled(false)
        .transitEncryptionEnabled(false)
        .atRestEncryptionEnabled(false)
        .dataTiering(DataTieringStatus.DISABLED)
        .networkType(NetworkType.IPV4)
        .ipDiscovery(NETWORK_TYPE)
        .userGroupIds(List.of())
        .logDeliveryConfigurations(List.of())
        .build();
  }

  private static NodeGroup nodeGroup(GroupView view, Call call) {
    ClusterView primary = view.primary();
    NodeView node = primary.nodes().getFirst();
    NodeGroup.Builder shape =
        NodeGroup.builder()
            .nodeGroupId(ReplicationGroup.NODE_GROUP_ID)
            .status(view.status().wireName());
    NodeGroupMember.Builder member =
        NodeGroupMember.builder()
            .cacheClusterId(primary.cluster().id())
            .cacheNodeId(node.node().id())
            .preferredAvailabilityZone(node.node().seat().zone())
            .currentRole("primary");
    if (CacheClusterShapes.hasEndpoints(primary) && !view.group().deleting()) {
      var endpoint = CacheClusterShapes.endpoint(primary, node, call);
      shape.primaryEndpoint(endpoint).readerEndpoint(endpoint);
      member.readEndpoint(endpoint);
    }
    return shape.nodeGroupMembers(member.build()).build();
  }

  private static CacheArn arn(ReplicationGroup group) {
    return new CacheArn(CacheArn.Type.REPLICATION_GROUP, group.id());
  }
}
