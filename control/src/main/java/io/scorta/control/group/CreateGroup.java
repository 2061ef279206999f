package io.scorta.control.group;

import static io.scorta.control.node.CacheFaults.invalidCombination;
import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.node.CacheArn;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheFaults;
import io.scorta.control.node.CacheName;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.NewCluster;
import io.scorta.control.node.ResourceTags;
import io.scorta.control.param.CacheEngine;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Optional;

/// Asks for a new replication group, of one node in this version.
public record CreateGroup(GroupRequest request) implements Command<GroupView> {
  /// Most primary and replica nodes that AWS lets a group without shards have.
  private static final int CLUSTERS_MAX = 6;

  @Override
  public Decision<GroupView> decide(State state, Context context) {
    return Decision.of(state, draft -> create(draft, context));
  }

  private GroupView create(Draft draft, Context context) {
    String account = context.account();
    String id = CacheName.group(request.id());
    if (draft.find(account, ReplicationGroup.KIND, id).isPresent()) {
      throw Refusal.of(
          CacheFaults.GROUP_EXISTS, "Replication group with specified id already exists: %s", id);
    }
    checkShape(request.shape());
    CacheCluster primary =
        request.primaryClusterId().isPresent()
            ? Adoption.joined(
                draft, context, id, request.primaryClusterId().get(), request.cluster())
            : NewCluster.create(draft, context, member(id), id);
    ReplicationGroup group =
        new ReplicationGroup(
            id,
            request.description(),
            context.now(),
            List.of(primary.id()),
            primary.complete(),
            false);
    draft.put(account, ReplicationGroup.KIND, id, group);
    CacheArn arn = new CacheArn(CacheArn.Type.REPLICATION_GROUP, id);
    ResourceTags.add(draft, account, arn, request.cluster().tags());
    if (group.complete()) {
      GroupFacts.tellCreated(draft, context, id);
    }
    return GroupView.of(draft.state(), account, group);
  }

  /// What is asked of the group's first member.
  private ClusterRequest member(String id) {
    ClusterRequest asked = request.cluster();
    ClusterRequest.Software software = asked.software();
    Optional<String> engine = software.engine().or(() -> Optional.of("redis"));
    if (engine.flatMap(CacheEngine::named).filter(CacheEngine.MEMCACHED::equals).isPresent()) {
      throw invalidValue("Replication groups run valkey or redis, not memcached.");
    }
    return new ClusterRequest(
        id + "-001",
        Optional.of(1),
        asked.port(),
        new ClusterRequest.Software(
            engine, software.version(), software.nodeType(), software.parameterGroup()),
        asked.place(),
        asked.upkeep(),
        asked.tags());
  }

  private static void checkShape(GroupRequest.Shape shape) {
    int clusters = shape.clusters().orElse(1);
    int nodeGroups = shape.nodeGroups().orElse(1);
    int replicas = shape.replicas().orElse(0);
    if (clusters < 1 || clusters > CLUSTERS_MAX) {
      throw invalidValue(
          "Invalid value for NumCacheClusters: %d. Give 1 to %d.", clusters, CLUSTERS_MAX);
    }
    if (nodeGroups < 1 || replicas < 0) {
      throw invalidValue("NumNodeGroups must be at least 1, ReplicasPerNodeGroup at least 0.");
    }
    if (clusters > 1 || nodeGroups > 1 || replicas > 0) {
      throw invalidValue(
          "Replication groups of more than one node are not available in this version: give"
              + " NumCacheClusters 1, or NumNodeGroups 1 and ReplicasPerNodeGroup 0.");
    }
    if (shape.automaticFailover() || shape.multiAz()) {
      throw invalidCombination(
          "Automatic failover and Multi-AZ need a replica, and replicas are not available in this"
              + " version: give AutomaticFailoverEnabled and MultiAZEnabled as false.");
    }
  }
}
