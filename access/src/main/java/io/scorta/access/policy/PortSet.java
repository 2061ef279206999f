package io.scorta.access.policy;

import io.scorta.access.model.PortRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Ports as ascending ranges that do not touch.
final class PortSet {
  static final PortSet NONE = new PortSet(new int[0]);

  /// Pairs of first and last port.
  private final int[] pairs;

  private PortSet(int[] pairs) {
    this.pairs = pairs;
  }

  static PortSet of(List<PortRange> ranges) {
    if (ranges.isEmpty()) {
      return NONE;
    }
    List<PortRange> sorted =
        ranges.stream().sorted(Comparator.comparingInt(PortRange::first)).toList();
    int[] pairs = new int[2 * sorted.size()];
    int length = 0;
    for (PortRange range : sorted) {
      if (length > 0 && range.first() <= pairs[length - 1] + 1) {
        pairs[length - 1] = Math.max(pairs[length - 1], range.last());
      } else {
        pairs[length++] = range.first();
        pairs[length++] = range.last();
      }
    }
    return new PortSet(Arrays.copyOf(pairs, length));
  }

  List<PortRange> ranges() {
    List<PortRange> ranges = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      ranges.add(new PortRange(pairs[i], pairs[i + 1]));
    }
    return ranges;
  }

  /// Few ranges are the rule, so a scan is faster than a search.
  boolean contains(int port) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (port < pairs[i]) {
        return false;
      }
      if (port <= pairs[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
