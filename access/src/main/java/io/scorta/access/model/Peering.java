package io.scorta.access.model;

/// A tie between two VPCs over which each reaches the other's addresses, and only those: what the
/// other VPC itself is tied to stays out of reach. It carries packets while it is active.
public record Peering(String id, Side requester, Side accepter, boolean active) {
  /// One of the two VPCs.
  public record Side(String owner, String vpcId) {}

  /// The VPC at the other end, as this VPC sees it; empty when it is at neither.
  public String across(String vpcId) {
    if (vpcId.equals(requester.vpcId())) {
      return accepter.vpcId();
    }
    return vpcId.equals(accepter.vpcId()) ? requester.vpcId() : "";
  }
}
