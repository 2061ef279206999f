package io.scorta.access.model;

/// A part of a VPC's addresses in one availability zone.
///
/// The first four addresses and the last one are reserved, as in AWS.
public record Subnet(
    String id,
    String vpcId,
    String owner,
    Cidr cidr,
    String zone,
    boolean isDefault,
    boolean mapPublicIpOnLaunch) {
  /// Addresses at the start of a subnet that no interface may hold.
  public static final int RESERVED_FIRST = 4;

  /// Addresses at the end of a subnet that no interface may hold.
  public static final int RESERVED_LAST = 1;

  /// Whether an interface may hold this address.
  public boolean isUsable(int address) {
    long offset = Integer.toUnsignedLong(address) - Integer.toUnsignedLong(cidr.base());
    return offset >= RESERVED_FIRST && offset < cidr.size() - RESERVED_LAST;
  }
}
