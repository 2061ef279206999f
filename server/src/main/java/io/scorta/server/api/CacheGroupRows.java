package io.scorta.server.api;

import static io.scorta.server.api.CacheRequests.actsOn;
import static io.scorta.server.api.CacheRequests.read;
import static io.scorta.server.api.CacheRequests.required;
import static io.scorta.server.api.CacheRequests.tags;
import static io.scorta.server.api.CacheRequests.text;
import static io.scorta.server.api.Rows.row;

import io.scorta.control.group.CreateGroup;
import io.scorta.control.group.DeleteGroup;
import io.scorta.control.group.GroupRequest;
import io.scorta.control.group.GroupView;
import io.scorta.control.group.ModifyGroup;
import io.scorta.control.group.ReplicationGroup;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.Modification;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DeleteReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.DeleteReplicationGroupResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeReplicationGroupsRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeReplicationGroupsResponse;
import software.amazon.awssdk.services.elasticache.model.ModifyReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.ModifyReplicationGroupResponse;

/// ElastiCache's actions on replication groups.
final class CacheGroupRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row(
              "CreateReplicationGroup",
              CreateReplicationGroupRequest::builder,
              CacheGroupRows::create),
          row(
              "DescribeReplicationGroups",
              DescribeReplicationGroupsRequest::builder,
              CacheGroupRows::describe),
          row(
              "ModifyReplicationGroup",
              ModifyReplicationGroupRequest::builder,
              CacheGroupRows::modify),
          row(
              "DeleteReplicationGroup",
              DeleteReplicationGroupRequest::builder,
              CacheGroupRows::delete));

  private static final Set<String> CREATE_FIELDS =
      Set.of(
          "AutomaticFailoverEnabled",
          "AutoMinorVersionUpgrade",
          "CacheNodeType",
          "CacheParameterGroupName",
          "CacheSubnetGroupName",
          "Engine",
          "EngineVersion",
          "MultiAZEnabled",
          "NumCacheClusters",
          "NumNodeGroups",
          "Port",
          "PreferredCacheClusterAZs",
          "PreferredMaintenanceWindow",
          "PrimaryClusterId",
          "ReplicasPerNodeGroup",
          "ReplicationGroupDescription",
          "ReplicationGroupId",
          "SecurityGroupIds",
          "Tags");

  private static final Set<String> MODIFY_FIELDS =
      Set.of(
          "ApplyImmediately",
          "AutomaticFailoverEnabled",
          "AutoMinorVersionUpgrade",
          "CacheNodeType",
          "CacheParameterGroupName",
          "Engine",
          "EngineVersion",
          "MultiAZEnabled",
          "PreferredMaintenanceWindow",
          "PrimaryClusterId",
          "ReplicationGroupDescription",
          "ReplicationGroupId",
          "SecurityGroupIds");

  private CacheGroupRows() {}

  private static CreateReplicationGroupResponse create(
      CreateReplicationGroupRequest request, Call call) {
    actsOn(request, CREATE_FIELDS);
    GroupRequest asked =
        new GroupRequest(
            required(request.replicationGroupId(), "ReplicationGroupId"),
            required(request.replicationGroupDescription(), "ReplicationGroupDescription"),
            new GroupRequest.Shape(
                Optional.ofNullable(request.numCacheClusters()),
                Optional.ofNullable(request.numNodeGroups()),
                Optional.ofNullable(request.replicasPerNodeGroup()),
                Boolean.TRUE.equals(request.automaticFailoverEnabled()),
                Boolean.TRUE.equals(request.multiAZEnabled())),
            text(request.primaryClusterId()),
            members(request));
    GroupView created = call.submit(new CreateGroup(asked));
    return CreateReplicationGroupResponse.builder()
        .replicationGroup(CacheGroupShapes.group(created, call))
        .build();
  }

  /// What is asked of each member of a new group.
  private static ClusterRequest members(CreateReplicationGroupRequest request) {
    return new ClusterRequest(
        "",
        Optional.empty(),
        Optional.ofNullable(request.port()),
        new ClusterRequest.Software(
            text(request.engine()),
            text(request.engineVersion()),
            text(request.cacheNodeType()),
            text(request.cacheParameterGroupName())),
        new ClusterRequest.Place(
            text(request.cacheSubnetGroupName()),
            request.securityGroupIds(),
            Optional.empty(),
            Optional.empty(),
            request.preferredCacheClusterAZs()),
        new ClusterRequest.Upkeep(
            text(request.preferredMaintenanceWindow()),
            Optional.ofNullable(request.autoMinorVersionUpgrade())),
        tags(request.tags()));
  }

  private static DescribeReplicationGroupsResponse describe(
      DescribeReplicationGroupsRequest request, Call call) {
    State state = call.state();
    List<ReplicationGroup> groups =
        read(
            state,
            now ->
                text(request.replicationGroupId())
                    .map(id -> List.of(ReplicationGroup.asked(now, call.account(), id)))
                    .orElseGet(() -> List.copyOf(now.all(call.account(), ReplicationGroup.KIND))));
    var page =
        Pages.RECORDS
            .page(groups, ReplicationGroup::id, request.marker(), request.maxRecords())
            .map(group -> GroupView.of(state, call.account(), group))
            .map(view -> CacheGroupShapes.group(view, call));
    return DescribeReplicationGroupsResponse.builder()
        .replicationGroups(page.items())
        .marker(page.marker())
        .build();
  }

  private static ModifyReplicationGroupResponse modify(
      ModifyReplicationGroupRequest request, Call call) {
    actsOn(request, MODIFY_FIELDS);
    Modification members =
        new Modification(
            Boolean.TRUE.equals(request.applyImmediately()),
            Modification.Nodes.SAME,
            new Modification.Software(
                text(request.engine()),
                text(request.engineVersion()),
                text(request.cacheNodeType()),
                text(request.cacheParameterGroupName())),
            new Modification.Guard(
                request.securityGroupIds(),
                text(request.preferredMaintenanceWindow()),
                Optional.ofNullable(request.autoMinorVersionUpgrade())));
    GroupView modified =
        call.submit(
            new ModifyGroup(
                required(request.replicationGroupId(), "ReplicationGroupId"),
                text(request.replicationGroupDescription()),
                text(request.primaryClusterId()),
                new ModifyGroup.Failover(
                    Optional.ofNullable(request.automaticFailoverEnabled()),
                    Optional.ofNullable(request.multiAZEnabled())),
                members));
    if (!members.guard().securityGroupIds().isEmpty()) {
      call.awaitNetwork();
    }
    return ModifyReplicationGroupResponse.builder()
        .replicationGroup(CacheGroupShapes.group(modified, call))
        .build();
  }

  private static DeleteReplicationGroupResponse delete(
      DeleteReplicationGroupRequest request, Call call) {
    actsOn(request, Set.of("ReplicationGroupId", "RetainPrimaryCluster"));
    GroupView deleted =
        call.submit(
            new DeleteGroup(
                required(request.replicationGroupId(), "ReplicationGroupId"),
                Boolean.TRUE.equals(request.retainPrimaryCluster())));
    return DeleteReplicationGroupResponse.builder()
        .replicationGroup(CacheGroupShapes.group(deleted, call))
        .build();
  }
}
