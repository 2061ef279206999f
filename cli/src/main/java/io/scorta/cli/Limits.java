package io.scorta.cli;

import java.time.Duration;

/// The bounds of this program.
final class Limits {
  /// How long a connection to the API, or to a cache, may take to come about.
  static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// How long a call may take: a change of the network is answered when it is in force.
  static final Duration CALL_MAX = Duration.ofSeconds(30);

  /// Bytes moved at once between two ends of a connection.
  static final int BUFFER_BYTES = 16 * 1024;

  /// Connections through one tunnel at the same time; further ones wait.
  static final int TUNNELS_MAX = 1_000;

  private Limits() {}
}
