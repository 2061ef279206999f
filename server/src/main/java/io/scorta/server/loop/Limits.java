package io.scorta.server.loop;

import java.time.Duration;

/// The bounds of this room.
final class Limits {
  /// Commands that wait for a decision; further callers wait for room.
  static final int QUEUE_LENGTH_MAX = 4_096;

  /// How long a caller waits for room in the queue before it is told that Scorta is overloaded.
  static final Duration QUEUE_WAIT_MAX = Duration.ofSeconds(10);

  /// Commands that share one transaction. Bounds how long the first of them waits for the last.
  static final int BATCH_LENGTH_MAX = 128;

  private Limits() {}
}
