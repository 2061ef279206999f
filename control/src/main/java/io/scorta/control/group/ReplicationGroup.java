package io.scorta.control.group;

import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheFaults;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A replication group, as facts. Its members are clusters; the first is the primary.
///
/// `complete` becomes true when every member was complete once, and stays so.
public record ReplicationGroup(
    String id,
    String description,
    Instant createdAt,
    List<String> memberIds,
    boolean complete,
    boolean deleting) {
  public static final Kind<ReplicationGroup> KIND =
      Kind.durable("replication-group", ReplicationGroup.class);

  /// The id of the one shard of a group without cluster mode.
  public static final String NODE_GROUP_ID = "0001";

  public ReplicationGroup {
    memberIds = List.copyOf(memberIds);
  }

  /// The group of an id that a caller gave, in any case.
  public static ReplicationGroup asked(State state, String account, String id) {
    return state
        .find(account, KIND, id.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> CacheFaults.groupNotFound(id));
  }

  /// The members that are not gone yet.
  public List<CacheCluster> members(State state, String account) {
    return memberIds.stream()
        .flatMap(member -> state.find(account, CacheCluster.KIND, member).stream())
        .toList();
  }

  ReplicationGroup described(String next) {
    return new ReplicationGroup(id, next, createdAt, memberIds, complete, deleting);
  }

  ReplicationGroup completed() {
    return new ReplicationGroup(id, description, createdAt, memberIds, true, deleting);
  }

  ReplicationGroup deleted() {
    return new ReplicationGroup(id, description, createdAt, memberIds, complete, true);
  }
}
