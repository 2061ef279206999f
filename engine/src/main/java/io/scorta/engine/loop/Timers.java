package io.scorta.engine.loop;

import java.util.TreeSet;

/// Tasks of one loop that are to be run at a time; on the monotonic clock.
final class Timers {
  private record Timer(long dueNanos, long number, Runnable task) {}

  private final long startNanos = System.nanoTime();
  private final TreeSet<Timer> timers =
      new TreeSet<>(
          (a, b) ->
              a.dueNanos() != b.dueNanos()
                  ? Long.compare(a.dueNanos(), b.dueNanos())
                  : Long.compare(a.number(), b.number()));
  private long numbers;

  /// Nanoseconds since the loop began, so that times can be compared without overflow.
  private long now() {
    return System.nanoTime() - startNanos;
  }

  /// Has a task run after some time; running the answer takes it back.
  Runnable after(long millis, Runnable task) {
    long nanos = Math.min(millis, Long.MAX_VALUE / 4_000_000) * 1_000_000;
    Timer timer = new Timer(now() + nanos, numbers++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  boolean isEmpty() {
    return timers.isEmpty();
  }

  /// How long a loop may sleep, at most `most` milliseconds; -1 for without end.
  int sleepMillis(int most) {
    if (timers.isEmpty()) {
      return most;
    }
    long left = Math.max(0, timers.first().dueNanos() - now() + 999_999) / 1_000_000;
    return (int) Math.min(left, most < 0 ? Integer.MAX_VALUE : most);
  }

  /// Runs what is due.
  void run() {
    while (!timers.isEmpty() && timers.first().dueNanos() <= now()) {
      Timer timer = timers.removeFirst();
      timer.task().run();
    }
  }
}
