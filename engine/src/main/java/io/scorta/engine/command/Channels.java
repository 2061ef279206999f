package io.scorta.engine.command;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The names of one kind that somebody listens to, and how many connections of each loop do.
///
/// Any loop may ask; a loop changes its own figures only. A name has one character for each byte.
final class Channels {
  private static final int[] NOBODY = {};

  /// The arrays are replaced, never changed.
  private final ConcurrentMap<String, int[]> listeners = new ConcurrentHashMap<>();

  /// Counts `by` more, or less, connections of a loop.
  void count(String name, int loop, int by) {
    listeners.compute(
        name,
        (_, before) -> {
          int[] counts = before == null ? new int[loop + 1] : before;
          counts = Arrays.copyOf(counts, Math.max(counts.length, loop + 1));
          counts[loop] += by;
          return sum(counts) == 0 ? null : counts;
        });
  }

  /// How many connections listen, by loop; loops at the end without any may be left out.
  int[] listeners(String name) {
    return listeners.getOrDefault(name, NOBODY);
  }

  static int sum(int[] counts) {
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  Map<String, int[]> all() {
    return listeners;
  }

  int size() {
    return listeners.size();
  }
}
