package io.scorta.access.model;

import java.util.Optional;

/// A public address of an account, and the interface that it stands for, if any.
public record ElasticIp(
    String allocationId, String owner, int publicAddress, Optional<Association> association) {

  /// The tie between an Elastic IP and a private address of an interface.
  public record Association(String associationId, String networkInterfaceId, int privateAddress) {}
}
