package io.scorta.control.network;

import java.time.Instant;

/// An account whose default network was laid out once; a default VPC deleted later stays deleted.
public record AccountFacts(Instant openedAt, String region) {
  /// The id of an account's one record.
  public static final String ID = "account";
}
