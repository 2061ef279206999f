package io.scorta.control.network;

import java.time.Instant;
import java.util.Optional;

/// A way whose reachability is asked about: from a resource to a resource or an address.
///
/// Ends are ids of instances, interfaces or internet gateways, as the caller gave them; an internet
/// gateway stands for the outside address given beside it.
public record InsightsPath(
    String id,
    String owner,
    Instant createdAt,
    End source,
    End destination,
    String protocol,
    Optional<Integer> port) {
  /// One end; either part may be empty.
  public record End(String id, String address) {}
}
