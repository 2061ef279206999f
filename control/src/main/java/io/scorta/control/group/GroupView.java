package io.scorta.control.group;

import io.scorta.control.node.CacheFaults;
import io.scorta.control.node.ClusterView;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Locale;

/// A replication group with what is observed of its members: where its status comes from.
public record GroupView(ReplicationGroup group, List<ClusterView> members) {
  /// What a group is; its name in the API is in lower case.
  public enum Status {
    CREATING,
    AVAILABLE,
    MODIFYING,
    DELETING;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public GroupView {
    members = List.copyOf(members);
  }

  public static GroupView of(State state, String account, ReplicationGroup group) {
    return new GroupView(
        group,
        group.members(state, account).stream()
            .map(cluster -> ClusterView.of(state, account, cluster))
            .toList());
  }

  /// The view of an available group, or a refusal that says what it is.
  static GroupView available(State state, String account, String id) {
    GroupView view = of(state, account, ReplicationGroup.asked(state, account, id));
    if (view.status() != Status.AVAILABLE) {
      throw Refusal.of(
          CacheFaults.GROUP_STATE,
          "Replication group %s is %s: wait until it is available.",
          view.group.id(),
          view.status().wireName());
    }
    return view;
  }

  /// The first line that holds: deleting, creating, modifying, available.
  public Status status() {
    if (group.deleting()) {
      return Status.DELETING;
    }
    if (!group.complete()) {
      return Status.CREATING;
    }
    boolean settled =
        members.stream().allMatch(member -> member.status() == ClusterView.Status.AVAILABLE);
    return settled ? Status.AVAILABLE : Status.MODIFYING;
  }

  /// The member that takes writes.
  public ClusterView primary() {
    return members.getFirst();
  }
}
