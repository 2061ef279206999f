package io.scorta.control.group;

import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.node.CacheArn;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheFaults;
import io.scorta.control.node.ParameterGroups;
import io.scorta.control.node.ResourceTags;
import io.scorta.control.node.SubnetGroup;
import io.scorta.control.node.SubnetGroups;
import io.scorta.control.param.ParameterFamily;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The commands on tags. What is done to a replication group is done to its members too.
public final class TaggedResource {
  private TaggedResource() {}

  /// Adds tags, and gives all that the resource then has.
  public record AddTags(String arn, Map<String, String> tags)
      implements Command<SortedMap<String, String>> {
    public AddTags {
      tags = Map.copyOf(tags);
    }

    @Override
    public Decision<SortedMap<String, String>> decide(State state, Context context) {
      return Decision.of(
          state,
          draft -> {
            List<CacheArn> targets = targets(draft.state(), context, arn);
            targets.forEach(target -> ResourceTags.add(draft, context.account(), target, tags));
            return ResourceTags.of(draft.state(), context.account(), targets.getFirst());
          });
    }
  }

  /// Takes tags away by their keys, and gives those that are left.
  public record RemoveTags(String arn, List<String> keys)
      implements Command<SortedMap<String, String>> {
    public RemoveTags {
      keys = List.copyOf(keys);
    }

    @Override
    public Decision<SortedMap<String, String>> decide(State state, Context context) {
      return Decision.of(state, draft -> remove(draft, context));
    }

    private SortedMap<String, String> remove(Draft draft, Context context) {
      List<CacheArn> targets = targets(draft.state(), context, arn);
      SortedMap<String, String> own =
          ResourceTags.of(draft.state(), context.account(), targets.getFirst());
      for (String key : keys) {
        if (!own.containsKey(key)) {
          throw Refusal.of(CacheFaults.TAG_NOT_FOUND, "%s has no tag \"%s\".", arn, key);
        }
      }
      for (CacheArn target : targets) {
        SortedMap<String, String> left =
            new TreeMap<>(ResourceTags.of(draft.state(), context.account(), target));
        left.keySet().removeAll(keys);
        ResourceTags.put(draft, context.account(), target, left);
      }
      return ResourceTags.of(draft.state(), context.account(), targets.getFirst());
    }
  }

  /// The tags of a resource.
  public static SortedMap<String, String> tags(
      State state, String region, String account, String arn) {
    CacheArn target = CacheArn.parse(region, account, arn);
    require(state, account, target);
    return ResourceTags.of(state, account, target);
  }

  /// The resource of an ARN, first, and its members.
  private static List<CacheArn> targets(State state, Context context, String arn) {
    CacheArn target = CacheArn.parse(context.region(), context.account(), arn);
    require(state, context.account(), target);
    if (target.equals(new CacheArn(CacheArn.Type.SUBNET_GROUP, SubnetGroup.DEFAULT))
        || (target.type() == CacheArn.Type.PARAMETER_GROUP
            && ParameterFamily.isDefaultName(target.id()))) {
      throw invalidValue("%s is a default group and takes no tags.", target.id());
    }
    List<CacheArn> targets = new ArrayList<>();
    targets.add(target);
    if (target.type() == CacheArn.Type.REPLICATION_GROUP) {
      targets.addAll(members(state, context.account(), target.id()));
    }
    return targets;
  }

  private static List<CacheArn> members(State state, String account, String groupId) {
    ReplicationGroup group = ReplicationGroup.asked(state, account, groupId);
    if (GroupView.of(state, account, group).status() != GroupView.Status.AVAILABLE) {
      throw Refusal.of(
          CacheFaults.GROUP_STATE, "Cluster not in available state to perform tagging operations");
    }
    return group.memberIds().stream().map(CacheArn::cluster).toList();
  }

  private static void require(State state, String account, CacheArn arn) {
    switch (arn.type()) {
      case CLUSTER -> CacheCluster.asked(state, account, arn.id());
      case REPLICATION_GROUP -> ReplicationGroup.asked(state, account, arn.id());
      case SUBNET_GROUP -> SubnetGroups.asked(state, account, arn.id());
      case PARAMETER_GROUP -> ParameterGroups.asked(state, account, arn.id());
    }
  }
}
