package io.scorta.engine.command;

import java.util.Locale;

/// What one loop counts for each command of one cache, by the number of the command's row. Written
/// by that loop alone; others read it, or set it back, and may see or lose a little.
///
/// Commands that are always quick are timed at their first calls and then at each sixteenth, which
/// counts for all sixteen; all others are timed at every call.
final class CommandTally {
  private static final int EXACT_CALLS = 1024;
  private static final int STRIDE = 16;

  /// The first class of times ends at 1024 ns, and each ends at twice the one before.
  private static final int FIRST_BITS = 10;

  private static final int CLASSES = 34;

  private final long[] calls;
  private final long[] nanos;
  private final long[] rejected;
  private final long[] failed;
  private final long[][] classes;

  CommandTally(int rows) {
    calls = new long[rows];
    nanos = new long[rows];
    rejected = new long[rows];
    failed = new long[rows];
    classes = new long[rows][0];
  }

  /// Counts a call and tells for how many its time counts; 0 if it need not be taken.
  int called(CommandRow row, boolean all) {
    long call = calls[row.number]++;
    if (all || !row.isQuick || call < EXACT_CALLS) {
      return 1;
    }
    return call % STRIDE == 0 ? STRIDE : 0;
  }

  void took(CommandRow row, long time, int weight, boolean classed) {
    int number = row.number;
    nanos[number] += time * weight;
    if (classed) {
      long[] own = classes[number]; // Another loop may just set it back.
      if (own.length == 0) {
        own = new long[CLASSES];
        classes[number] = own;
      }
      int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, time - 1));
      own[Math.clamp(bits - FIRST_BITS, 0, CLASSES - 1)] += weight;
    }
  }

  void rejected(CommandRow row) {
    rejected[row.number]++;
  }

  void failed(CommandRow row) {
    failed[row.number]++;
  }

  /// Adds what another loop has counted.
  void add(CommandTally other) {
    for (int i = 0; i < calls.length; i++) {
      calls[i] += other.calls[i];
      nanos[i] += other.nanos[i];
      rejected[i] += other.rejected[i];
      failed[i] += other.failed[i];
      long[] theirs = other.classes[i];
      if (theirs.length > 0 && classes[i].length == 0) {
        classes[i] = new long[CLASSES];
      }
      for (int j = 0; j < theirs.length; j++) {
        classes[i][j] += theirs[j];
      }
    }
  }

  void reset() {
    for (int i = 0; i < calls.length; i++) {
      calls[i] = 0;
      nanos[i] = 0;
      rejected[i] = 0;
      failed[i] = 0;
      classes[i] = new long[0];
    }
  }

  boolean isEmpty(CommandRow row) {
    return calls[row.number] == 0 && rejected[row.number] == 0;
  }

  /// As INFO shows it.
  String line(CommandRow row) {
    int i = row.number;
    long micros = nanos[i] / 1000;
    return String.format(
        Locale.ROOT,
        "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
        calls[i],
        micros,
        calls[i] == 0 ? 0.0 : (double) micros / calls[i],
        rejected[i],
        failed[i]);
  }

  /// How many calls have taken a time of each class; empty if none was classed.
  long[] classes(CommandRow row) {
    return classes[row.number];
  }

  /// The end of a class in microseconds, as Valkey's histogram of two digits gives it.
  static long endMicros(int timeClass) {
    long nanos = 1L << FIRST_BITS + timeClass;
    return (nanos + nanos / 128 - 1) / 1000;
  }
}
