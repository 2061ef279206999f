package io.scorta.engine.command;

/// Ranges of indexes that may be negative, counted from the end, and may lie outside.
final class Ranges {
  private Ranges() {}

  /// The first index of the range.
  static int from(long start, int count) {
    long from = start < 0 ? start + count : start;
    return Math.clamp(from, 0, count);
  }

  /// The index behind the last one of the range, which includes `end`.
  static int to(long end, int count) {
    long last = end < 0 ? end + count : end;
    return (int) Math.clamp(last, -1, count - 1L) + 1;
  }

  /// The same index, from the end if that is nearer.
  static int nearest(int index, int count) {
    return index > count / 2 ? index - count : index;
  }
}
