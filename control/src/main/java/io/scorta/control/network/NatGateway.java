package io.scorta.control.network;

import java.time.Instant;
import java.util.Optional;

/// A NAT gateway: an interface in a public subnet with an Elastic IP, by which other subnets go
/// out. It still shows for a while when it is deleted.
public record NatGateway(
    String id,
    String owner,
    String vpcId,
    String subnetId,
    String networkInterfaceId,
    String allocationId,
    int privateAddress,
    int publicAddress,
    Instant createdAt,
    Optional<Instant> deletedAt) {

  /// The state in the API's words.
  public String stateName() {
    return deletedAt.isPresent() ? "deleted" : "available";
  }

  /// Whether it still shows.
  public boolean shows(Instant now) {
    return deletedAt
        .map(at -> at.plusSeconds(Limits.TERMINATED_SHOWN_SECONDS).isAfter(now))
        .orElse(true);
  }

  NatGateway deleted(Instant at) {
    return new NatGateway(
        id,
        owner,
        vpcId,
        subnetId,
        networkInterfaceId,
        allocationId,
        privateAddress,
        publicAddress,
        createdAt,
        Optional.of(at));
  }
}
