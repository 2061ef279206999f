package io.scorta.control.network;

/// A security group's tie to a VPC that is not its own, in which interfaces may carry it too.
public record GroupVpc(String groupId, String vpcId, String owner) {
  /// The key under which the tie is kept.
  static String key(String groupId, String vpcId) {
    return groupId + "/" + vpcId;
  }
}
