package io.scorta.server.realise;

import java.time.Duration;

/// The bounds of this room.
final class Limits {
  /// Nodes that are started in one pass. Bounds how long a change of the network waits for starts.
  static final int STARTS_MAX = 16;

  /// The wait before a failed start or listener is tried again; doubled at each failure.
  static final Duration RETRY_FIRST = Duration.ofMillis(200);

  static final Duration RETRY_LAST = Duration.ofSeconds(30);

  /// How long a caller waits for the network to be in force before it is told that it is not.
  static final Duration ENFORCE_WAIT_MAX = Duration.ofSeconds(20);

  /// Hosts outside of every VPC that there may be at a time.
  static final int OUTSIDE_MAX = 64;

  /// How often work that is due by time alone is looked for.
  static final Duration TICK = Duration.ofMillis(500);

  /// The account of what belongs to no caller: aliases, and what a pass observed.
  static final String OPERATOR = "scorta";

  private Limits() {}
}
