package io.scorta.access.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// A union of boxes as boxes that do not overlap, in the one form that answers in two binary
/// searches and that a kernel's interval set takes in any order.
///
/// The ports are cut wherever a box begins or ends; within such a segment the address ranges are
/// sorted, and those that touch are joined. Neighbouring segments with the same ranges are one.
///
/// ```
///   port   22 |===a===|                 segments: [22..22] [23..79] [80..90] ...
///   80..90    |===a=b=====|             ranges of a segment: disjoint, ascending
///             10.0/16   10.1/16
/// ```
public final class Boxes {
  static final Boxes NONE = new Boxes(new int[0], new int[0][]);
  private static final int PORT_END = 65536;

  /// Ascending first ports of the segments; a segment ends where the next begins.
  private final int[] starts;

  /// Per segment: pairs of first and last address, sign bit flipped so that `int` order is address
  /// order.
  private final int[][] ranges;

  private Boxes(int[] starts, int[][] ranges) {
    this.starts = starts;
    this.ranges = ranges;
  }

  /// The disjoint form of these boxes.
  public static Boxes of(List<Box> boxes) {
    if (boxes.isEmpty()) {
      return NONE;
    }
    TreeSet<Integer> cuts = new TreeSet<>();
    for (Box box : boxes) {
      cuts.add(box.fromPort());
      cuts.add(box.toPort() + 1);
    }
    List<Box> byAddress = new ArrayList<>(boxes);
    byAddress.sort(Comparator.comparingInt(box -> flip(box.fromAddress())));
    int[] starts = new int[cuts.size()];
    int[][] ranges = new int[cuts.size()][];
    int count = 0;
    for (int cut : cuts) {
      int[] merged = merged(byAddress, cut);
      if (count == 0 || !Arrays.equals(ranges[count - 1], merged)) {
        starts[count] = cut;
        ranges[count++] = merged;
      }
    }
    return new Boxes(Arrays.copyOf(starts, count), Arrays.copyOf(ranges, count));
  }

  /// Whether one of the boxes holds this address and port.
  public boolean contains(int address, int port) {
    int segment = floor(starts, starts.length, port);
    if (segment < 0) {
      return false;
    }
    int[] pairs = ranges[segment];
    int wanted = flip(address);
    int low = 0;
    int high = pairs.length / 2;
    while (low < high) {
      int middle = low + high >>> 1;
      if (pairs[2 * middle + 1] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 2 * low < pairs.length && pairs[2 * low] <= wanted;
  }

  /// The disjoint boxes, by port and then by address.
  public List<Box> list() {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      int end = i + 1 < starts.length ? starts[i + 1] : PORT_END;
      for (int j = 0; j < ranges[i].length; j += 2) {
        boxes.add(new Box(flip(ranges[i][j]), flip(ranges[i][j + 1]), starts[i], end - 1));
      }
    }
    return boxes;
  }

  private static int[] merged(List<Box> byAddress, int port) {
    int[] pairs = new int[2 * byAddress.size()];
    int length = 0;
    for (Box box : byAddress) {
      if (port < box.fromPort() || port > box.toPort()) {
        continue;
      }
      int from = flip(box.fromAddress());
      int to = flip(box.toAddress());
      if (length > 0 && from <= (long) pairs[length - 1] + 1) {
        pairs[length - 1] = Math.max(pairs[length - 1], to);
      } else {
        pairs[length++] = from;
        pairs[length++] = to;
      }
    }
    return Arrays.copyOf(pairs, length);
  }

  /// The index of the last element that is not above the value, -1 when all are.
  private static int floor(int[] ascending, int length, int value) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (ascending[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private static int flip(int address) {
    return address ^ Integer.MIN_VALUE;
  }
}
