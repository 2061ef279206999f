package io.scorta.engine.command;

import java.util.concurrent.atomic.AtomicLong;

/// Bounds what clients have the process remember on the Java heap: queued commands, watched keys.
///
/// All of it lies in one heap, so all connections of all caches share one budget, a quarter of it.
final class HeapBudget {
  private static final long BYTES_MAX = Runtime.getRuntime().maxMemory() / 4;
  private static final AtomicLong BYTES = new AtomicLong();

  private HeapBudget() {}

  /// Takes room, unless there is not enough left.
  static boolean take(long bytes) {
    if (BYTES.addAndGet(bytes) > BYTES_MAX) {
      BYTES.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  static void giveBack(long bytes) {
    BYTES.addAndGet(-bytes);
  }
}
