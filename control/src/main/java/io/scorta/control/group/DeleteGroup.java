package io.scorta.control.group;

import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheFaults;
import io.scorta.control.node.DeleteCluster;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;

/// Asks that a replication group go, with its members, or without its primary, which then is a
/// cluster of its own and keeps its data.
public record DeleteGroup(String groupId, boolean retainPrimary) implements Command<GroupView> {
  @Override
  public Decision<GroupView> decide(State state, Context context) {
    return Decision.of(state, draft -> delete(draft, context));
  }

  private GroupView delete(Draft draft, Context context) {
    String account = context.account();
    ReplicationGroup group = ReplicationGroup.asked(draft.state(), account, groupId);
    if (group.deleting()) {
      throw Refusal.of(
          CacheFaults.GROUP_STATE, "Replication group %s is being deleted already.", group.id());
    }
    if (retainPrimary) {
      GroupView.available(draft.state(), account, groupId);
    }
    ReplicationGroup deleted = group.deleted();
    draft.put(account, ReplicationGroup.KIND, group.id(), deleted);
    GroupView reply = GroupView.of(draft.state(), account, deleted);
    for (CacheCluster member : group.members(draft.state(), account)) {
      if (retainPrimary && member.id().equals(group.memberIds().getFirst())) {
        draft.put(account, CacheCluster.KIND, member.id(), member.released());
      } else {
        DeleteCluster.mark(draft, context, member);
      }
    }
    GroupFacts.settle(draft, context);
    return retainPrimary ? reply : GroupView.of(draft.state(), account, deleted);
  }
}
