package io.scorta.control.group;

import static io.scorta.control.node.CacheFaults.invalidCombination;
import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.ClusterChange;
import io.scorta.control.node.Modification;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.State;
import java.util.Optional;

/// Asks that a replication group be changed: its own facts, and its members' alike.
public record ModifyGroup(
    String groupId,
    Optional<String> description,
    Optional<String> primaryClusterId,
    Failover failover,
    Modification members)
    implements Command<GroupView> {
  /// What is asked to happen when a primary fails.
  public record Failover(Optional<Boolean> automatic, Optional<Boolean> multiAz) {
    public static final Failover SAME = new Failover(Optional.empty(), Optional.empty());
  }

  @Override
  public Decision<GroupView> decide(State state, Context context) {
    return Decision.of(state, draft -> modify(draft, context));
  }

  private GroupView modify(Draft draft, Context context) {
    String account = context.account();
    GroupView before = GroupView.available(draft.state(), account, groupId);
    if (description.isEmpty()
        && primaryClusterId.isEmpty()
        && failover.equals(Failover.SAME)
        && members.asksNothing()) {
      throw invalidCombination("No modifications were requested");
    }
    checkFailover();
    primaryClusterId.ifPresent(id -> checkPrimary(before.group(), id));
    ReplicationGroup group = before.group();
    if (description.isPresent()) {
      group = group.described(description.get());
      draft.put(account, ReplicationGroup.KIND, group.id(), group);
    }
    for (CacheCluster member : group.members(draft.state(), account)) {
      new ClusterChange(draft, context).modify(member, members);
    }
    return GroupView.of(draft.state(), account, group);
  }

  private void checkFailover() {
    if (failover.automatic().orElse(false) || failover.multiAz().orElse(false)) {
      throw invalidCombination(
          "Automatic failover and Multi-AZ need a replica, and replicas are not available in this"
              + " version.");
    }
  }

  private static void checkPrimary(ReplicationGroup group, String id) {
    if (!id.equalsIgnoreCase(group.memberIds().getFirst())) {
      throw invalidValue(
          "Cache cluster %s is not a member of replication group %s and cannot become its primary.",
          id, group.id());
    }
  }
}
