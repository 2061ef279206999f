package io.scorta.control.group;

import io.scorta.control.node.ClusterRequest;
import java.util.Optional;

/// What a caller asks of a new replication group. `cluster` is what is asked of its members, with
/// an id that is not used.
public record GroupRequest(
    String id,
    String description,
    Shape shape,
    Optional<String> primaryClusterId,
    ClusterRequest cluster) {
  /// How many shards and replicas, and what happens when a primary fails.
  public record Shape(
      Optional<Integer> clusters,
      Optional<Integer> nodeGroups,
      Optional<Integer> replicas,
      boolean automaticFailover,
      boolean multiAz) {
    public static final Shape UNSAID =
        new Shape(Optional.empty(), Optional.empty(), Optional.empty(), false, false);
  }
}
