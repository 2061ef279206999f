package io.scorta.engine.keyspace;

import java.time.InstantSource;

/// The time as one loop sees it: read once per wake, the same for all commands of the wake.
public final class Clock {
  private final InstantSource source;
  private long millis;

  public Clock(InstantSource source) {
    this.source = source;
    this.millis = source.millis();
  }

  /// Reads the time anew.
  public void update() {
    millis = source.millis();
  }

  public long millis() {
    return millis;
  }

  /// The time at this moment; for replies that show it.
  public InstantSource source() {
    return source;
  }
}
