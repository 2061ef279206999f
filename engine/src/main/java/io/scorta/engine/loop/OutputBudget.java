package io.scorta.engine.loop;

/// The memory of replies that wait to be sent, over all connections of a loop, and its limit.
///
/// Owner: the loop.
final class OutputBudget {
  private final long bytesMax;
  private long bytes;

  OutputBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  void changed(long delta) {
    bytes += delta;
  }

  /// Whether more waits than may; the connection with most of it has to go.
  boolean isExceeded() {
    return bytes > bytesMax;
  }
}
