package io.scorta.server.api;

import static io.scorta.server.api.CacheRequests.actsOn;
import static io.scorta.server.api.CacheRequests.guards;
import static io.scorta.server.api.CacheRequests.read;
import static io.scorta.server.api.CacheRequests.required;
import static io.scorta.server.api.CacheRequests.tags;
import static io.scorta.server.api.CacheRequests.text;
import static io.scorta.server.api.Rows.row;

import io.scorta.control.group.ReplicationGroup;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.ClusterView;
import io.scorta.control.node.CreateCluster;
import io.scorta.control.node.DeleteCluster;
import io.scorta.control.node.Modification;
import io.scorta.control.node.ModifyCluster;
import io.scorta.control.node.NodeTypeChoice;
import io.scorta.control.node.RebootCluster;
import io.scorta.control.param.CacheEngine;
import io.scorta.control.param.NodeType;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticache.model.CreateCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.CreateCacheClusterResponse;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.DeleteCacheClusterResponse;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheClustersRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeCacheClustersResponse;
import software.amazon.awssdk.services.elasticache.model.ListAllowedNodeTypeModificationsRequest;
import software.amazon.awssdk.services.elasticache.model.ListAllowedNodeTypeModificationsResponse;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.ModifyCacheClusterResponse;
import software.amazon.awssdk.services.elasticache.model.RebootCacheClusterRequest;
import software.amazon.awssdk.services.elasticache.model.RebootCacheClusterResponse;

/// ElastiCache's actions on cache clusters.
final class CacheClusterRows {
  static final List<Row<?, ?>> ALL =
      List.of(
          row("CreateCacheCluster", CreateCacheClusterRequest::builder, CacheClusterRows::create),
          row(
              "DescribeCacheClusters",
              DescribeCacheClustersRequest::builder,
              CacheClusterRows::describe),
          row("ModifyCacheCluster", ModifyCacheClusterRequest::builder, CacheClusterRows::modify),
          row("DeleteCacheCluster", DeleteCacheClusterRequest::builder, CacheClusterRows::delete),
          row("RebootCacheCluster", RebootCacheClusterRequest::builder, CacheClusterRows::reboot),
          row(
              "ListAllowedNodeTypeModifications",
              ListAllowedNodeTypeModificationsRequest::builder,
              CacheClusterRows::allowedNodeTypes));

  private static final Set<String> CREATE_FIELDS =
      Set.of(
          "AutoMinorVersionUpgrade",
          "AZMode",
          "CacheClusterId",
          "CacheNodeType",
          "CacheParameterGroupName",
          "CacheSecurityGroupNames",
          "CacheSubnetGroupName",
          "Engine",
          "EngineVersion",
          "NumCacheNodes",
          "Port",
          "PreferredAvailabilityZone",
          "PreferredAvailabilityZones",
          "PreferredMaintenanceWindow",
          "SecurityGroupIds",
          "Tags");

  private static final Set<String> MODIFY_FIELDS =
      Set.of(
          "ApplyImmediately",
          "AutoMinorVersionUpgrade",
          "AZMode",
          "CacheClusterId",
          "CacheNodeIdsToRemove",
          "CacheNodeType",
          "CacheParameterGroupName",
          "CacheSecurityGroupNames",
          "Engine",
          "EngineVersion",
          "NewAvailabilityZones",
          "NumCacheNodes",
          "PreferredMaintenanceWindow",
          "SecurityGroupIds");

  private CacheClusterRows() {}

  private static CreateCacheClusterResponse create(CreateCacheClusterRequest request, Call call) {
    actsOn(request, CREATE_FIELDS);
    ClusterRequest asked =
        new ClusterRequest(
            required(request.cacheClusterId(), "CacheClusterId"),
            Optional.ofNullable(request.numCacheNodes()),
            Optional.ofNullable(request.port()),
            new ClusterRequest.Software(
                text(request.engine()),
                text(request.engineVersion()),
                text(request.cacheNodeType()),
                text(request.cacheParameterGroupName())),
            new ClusterRequest.Place(
                text(request.cacheSubnetGroupName()),
                guards(request.securityGroupIds(), request.cacheSecurityGroupNames(), call),
                text(request.azModeAsString()),
                text(request.preferredAvailabilityZone()),
                request.preferredAvailabilityZones()),
            new ClusterRequest.Upkeep(
                text(request.preferredMaintenanceWindow()),
                Optional.ofNullable(request.autoMinorVersionUpgrade())),
            tags(request.tags()));
    ClusterView created = call.submit(new CreateCluster(asked));
    return CreateCacheClusterResponse.builder()
        .cacheCluster(CacheClusterShapes.cluster(created, call, false))
        .build();
  }

  private static DescribeCacheClustersResponse describe(
      DescribeCacheClustersRequest request, Call call) {
    State state = call.state();
    List<CacheCluster> clusters =
        read(
            state,
            now ->
                text(request.cacheClusterId())
                    .map(id -> List.of(CacheCluster.asked(now, call.account(), id)))
                    .orElseGet(() -> List.copyOf(now.all(call.account(), CacheCluster.KIND))));
    if (Boolean.TRUE.equals(request.showCacheClustersNotInReplicationGroups())) {
      clusters = clusters.stream().filter(cluster -> !cluster.isGrouped()).toList();
    }
    boolean withNodes = Boolean.TRUE.equals(request.showCacheNodeInfo());
    var page =
        Pages.RECORDS
            .page(clusters, CacheCluster::id, request.marker(), request.maxRecords())
            .map(cluster -> ClusterView.of(state, call.account(), cluster))
            .map(view -> CacheClusterShapes.cluster(view, call, withNodes));
    return DescribeCacheClustersResponse.builder()
        .cacheClusters(page.items())
        .marker(page.marker())
        .build();
  }

  private static ModifyCacheClusterResponse modify(ModifyCacheClusterRequest request, Call call) {
    actsOn(request, MODIFY_FIELDS);
    Modification asked =
        new Modification(
            Boolean.TRUE.equals(request.applyImmediately()),
            new Modification.Nodes(
                Optional.ofNullable(request.numCacheNodes()),
                request.cacheNodeIdsToRemove(),
                text(request.azModeAsString()),
                request.newAvailabilityZones()),
            new Modification.Software(
                text(request.engine()),
                text(request.engineVersion()),
                text(request.cacheNodeType()),
                text(request.cacheParameterGroupName())),
            new Modification.Guard(
                guards(request.securityGroupIds(), request.cacheSecurityGroupNames(), call),
                text(request.preferredMaintenanceWindow()),
                Optional.ofNullable(request.autoMinorVersionUpgrade())));
    String id = required(request.cacheClusterId(), "CacheClusterId");
    ClusterView modified = call.submit(new ModifyCluster(id, asked));
    if (!asked.guard().securityGroupIds().isEmpty()) {
      call.awaitNetwork();
    }
    return ModifyCacheClusterResponse.builder()
        .cacheCluster(CacheClusterShapes.cluster(modified, call, false))
        .build();
  }

  private static DeleteCacheClusterResponse delete(DeleteCacheClusterRequest request, Call call) {
    actsOn(request, Set.of("CacheClusterId"));
    String id = required(request.cacheClusterId(), "CacheClusterId");
    ClusterView deleted = call.submit(new DeleteCluster(id));
    return DeleteCacheClusterResponse.builder()
        .cacheCluster(CacheClusterShapes.cluster(deleted, call, false))
        .build();
  }

  private static RebootCacheClusterResponse reboot(RebootCacheClusterRequest request, Call call) {
    String id = required(request.cacheClusterId(), "CacheClusterId");
    ClusterView rebooted =
        call.submit(
            new RebootCluster(
                id, required(request.cacheNodeIdsToReboot(), "CacheNodeIdsToReboot")));
    return RebootCacheClusterResponse.builder()
        .cacheCluster(CacheClusterShapes.cluster(rebooted, call, false))
        .build();
  }

  private static ListAllowedNodeTypeModificationsResponse allowedNodeTypes(
      ListAllowedNodeTypeModificationsRequest request, Call call) {
    Optional<String> clusterId = text(request.cacheClusterId());
    Optional<String> groupId = text(request.replicationGroupId());
    if (clusterId.isPresent() == groupId.isPresent()) {
      throw new FaultException(
          "InvalidParameterCombination", "Give either CacheClusterId or ReplicationGroupId.");
    }
    CacheCluster cluster =
        read(
            call,
            state ->
                CacheCluster.asked(
                    state,
                    call.account(),
                    clusterId.orElseGet(
                        () -> primaryOf(state, call.account(), groupId.orElseThrow()))));
    if (cluster.settings().engine() == CacheEngine.MEMCACHED) {
      throw new FaultException(
          "InvalidParameterCombination",
          "The node type of memcached cluster %s cannot be modified.".formatted(cluster.id()));
    }
    return ListAllowedNodeTypeModificationsResponse.builder()
        .scaleUpModifications(
            NodeTypeChoice.larger(cluster.settings()).stream().map(NodeType::name).toList())
        .scaleDownModifications(List.of())
        .build();
  }

  private static String primaryOf(State state, String account, String groupId) {
    return ReplicationGroup.asked(state, account, groupId).memberIds().getFirst();
  }
}
