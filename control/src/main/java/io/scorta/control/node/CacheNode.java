package io.scorta.control.node;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/// One node of a cluster, as it was asked for.
///
/// `atStart` are the values of those parameters that a running node cannot change, as they were
/// when this incarnation was asked for. `since` is when the stage began.
public record CacheNode(
    String id,
    Instant createdAt,
    Seat seat,
    int incarnation,
    boolean rebooting,
    Map<String, String> atStart,
    Stage stage,
    Instant since) {
  /// Where a node is on the way from asked for to gone.
  public enum Stage {
    /// Asked for, has not served yet.
    JOINING,
    /// Has served; clients are told of it.
    MEMBER,
    /// Clients are no longer told of it; it still answers those who come.
    LEAVING,
    /// Must stop; kept until it is seen gone.
    STOPPING
  }

  /// Where a node sits in its VPC.
  public record Seat(
      String networkInterfaceId, String vpcId, String subnetId, String zone, int address) {}

  public CacheNode {
    Objects.requireNonNull(seat);
    atStart = Map.copyOf(atStart);
  }

  /// Whether the node counts among those that the cluster was asked to have.
  public boolean isAsked() {
    return stage == Stage.JOINING || stage == Stage.MEMBER;
  }

  public CacheNode in(Stage next, Instant now) {
    return new CacheNode(id, createdAt, seat, incarnation, rebooting, atStart, next, now);
  }

  /// The same node, to be started anew without data.
  public CacheNode restarted(boolean asReboot, Map<String, String> values) {
    return new CacheNode(id, createdAt, seat, incarnation + 1, asReboot, values, stage, since);
  }

  public CacheNode rebooted() {
    return new CacheNode(id, createdAt, seat, incarnation, false, atStart, stage, since);
  }
}
