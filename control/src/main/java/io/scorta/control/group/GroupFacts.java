package io.scorta.control.group;

import io.scorta.control.node.CacheArn;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheEvent;
import io.scorta.control.node.ResourceTags;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import java.util.List;

/// What becomes true of replication groups when something became true of their members.
public final class GroupFacts {
  private GroupFacts() {}

  /// Completes groups whose members are, and forgets deleted ones whose members are gone.
  public static void settle(Draft draft, Context context) {
    String account = context.account();
    for (ReplicationGroup group : List.copyOf(draft.all(account, ReplicationGroup.KIND))) {
      List<CacheCluster> members =
          group.members(draft.state(), account).stream()
              .filter(member -> member.replicationGroupId().equals(group.id()))
              .toList();
      if (group.deleting() && members.isEmpty()) {
        draft.remove(account, ReplicationGroup.KIND, group.id());
        CacheArn arn = new CacheArn(CacheArn.Type.REPLICATION_GROUP, group.id());
        ResourceTags.drop(draft, account, arn);
        event(draft, context, group.id(), "Replication group deleted");
      } else if (!group.deleting()
          && !group.complete()
          && members.stream().allMatch(CacheCluster::complete)) {
        draft.put(account, ReplicationGroup.KIND, group.id(), group.completed());
        tellCreated(draft, context, group.id());
      }
    }
  }

  static void tellCreated(Draft draft, Context context, String id) {
    event(draft, context, id, "Replication group created");
  }

  private static void event(Draft draft, Context context, String id, String message) {
    CacheEvent.write(
        draft, context, new CacheEvent.Happening(CacheEvent.Source.REPLICATION_GROUP, id, message));
  }
}
