package io.scorta.engine.keyspace;

import io.scorta.engine.value.Value;
import io.scorta.engine.value.Workbench;
import java.util.Arrays;

/// Large collections that nobody can reach any more, freed in slices between other work.
public final class Discards {
  private static final int SLICE_ELEMENTS = 512;

  private final Workbench bench;
  private long[] values = new long[4];
  private int count;

  Discards(Workbench bench) {
    this.bench = bench;
  }

  void add(long value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = value;
  }

  public int count() {
    return count;
  }

  /// Frees some elements of one collection.
  public void slice() {
    if (count > 0 && Value.discard(bench, values[count - 1], SLICE_ELEMENTS)) {
      count--;
    }
  }

  /// Frees all.
  public void finish() {
    while (count > 0) {
      slice();
    }
  }
}
