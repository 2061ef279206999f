package io.scorta.access.model;

import java.util.List;

/// What holds an address in a subnet: every instance and every cache node has one.
///
/// `attachedTo` names the holder: an instance's id, or `cluster/node` for a cache node, a NAT
/// gateway's id; empty when nobody holds it.
public record NetworkInterface(
    String id,
    String vpcId,
    String subnetId,
    String owner,
    int address,
    List<String> groupIds,
    boolean sourceDestCheck,
    String description,
    Holder holder,
    String attachedTo) {
  /// The kinds of holder.
  public enum Holder {
    INSTANCE,
    CACHE_NODE,
    /// It sends on what hosts send out, and takes in the answers only. No security group guards it.
    NAT_GATEWAY
  }

  public NetworkInterface {
    groupIds = List.copyOf(groupIds);
  }
}
