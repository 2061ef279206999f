package io.scorta.control.network;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// An account whose default network was laid out once; a default VPC deleted later stays deleted.
///
/// `zoneGroups` are the groups of Local Zones that it opted into. A `classic` account is of the
/// older kind, which has EC2-Classic beside its VPCs and no default VPC.
public record AccountFacts(
    Instant openedAt, String region, Set<String> zoneGroups, boolean classic) {
  /// The id of an account's one record.
  public static final String ID = "account";

  public AccountFacts {
    zoneGroups = Set.copyOf(new TreeSet<>(zoneGroups));
  }
}
