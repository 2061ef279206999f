package io.scorta.engine.command;

import io.scorta.engine.value.StreamValue;

/// How many nodes a compressed radix tree of 16-byte keys has, which clients of XINFO know. A node
/// is a run of bytes without branches, a branch, or the end of a key.
final class RadixShape {
  private static final int KEY_BYTES = 16;

  private final int[] open = new int[KEY_BYTES + 1];
  private int depth;
  private long nodes;
  private long millis;
  private long sequence;
  private boolean any;

  private RadixShape() {}

  static long nodes(long stream) {
    RadixShape shape = new RadixShape();
    StreamValue.blocks(stream, (millis, sequence, pack, bytes) -> shape.add(millis, sequence));
    return shape.finish();
  }

  /// Keys come in order; branches on the path of the last one are `open`.
  private void add(long nextMillis, long nextSequence) {
    if (any) {
      int shared = shared(nextMillis, nextSequence);
      close(shared);
      if (depth == 0 || open[depth - 1] != shared) {
        open[depth++] = shared;
        nodes++;
      }
    }
    nodes++; // The end of this key.
    any = true;
    millis = nextMillis;
    sequence = nextSequence;
  }

  private int shared(long nextMillis, long nextSequence) {
    return millis != nextMillis
        ? Long.numberOfLeadingZeros(millis ^ nextMillis) / 8
        : 8 + Long.numberOfLeadingZeros(sequence ^ nextSequence) / 8;
  }

  /// Counts the runs below the branches that later keys do not share.
  private void close(int shared) {
    int end = KEY_BYTES;
    while (depth > 0 && open[depth - 1] > shared) {
      int branch = open[--depth];
      nodes += end > branch + 1 ? 1 : 0;
      end = branch;
    }
    // The run from the branch here, or from a branch that is about to open, to what was closed.
    nodes += end > shared + 1 ? 1 : 0;
  }

  private long finish() {
    if (!any) {
      return 1;
    }
    int end = KEY_BYTES;
    while (depth > 0) {
      int branch = open[--depth];
      nodes += end > branch + 1 ? 1 : 0;
      end = branch;
    }
    return nodes + (end > 0 ? 1 : 0);
  }
}
