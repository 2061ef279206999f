package io.scorta.engine.value;

import io.scorta.engine.memory.Allocator;
import java.util.SplittableRandom;

/// What one thread needs to read and change values: its allocator, its scratch and its dice.
///
/// One per event loop, used by that thread alone. The values themselves are protected by the locks
/// of whoever holds them.
public final class Workbench {
  final Allocator allocator;

  /// For skip lists: the last node before the place on each level, and its rank.
  final long[] path = new long[SkipList.LEVELS_MAX];

  final long[] ranks = new long[SkipList.LEVELS_MAX];

  /// For the structures themselves; commands make their own items.
  final Item first;

  final Item second;

  final ListWalk listWalk = new ListWalk();
  final Walk walk = new Walk();

  private final SplittableRandom random;

  public Workbench(Allocator allocator, long seed) {
    this.allocator = allocator;
    this.random = new SplittableRandom(seed);
    this.first = new Item(allocator);
    this.second = new Item(allocator);
  }

  public Allocator allocator() {
    return allocator;
  }

  /// A number from 0 to `bound` - 1, evenly spread.
  public int random(int bound) {
    return random.nextInt(bound);
  }

  long randomBits() {
    return random.nextLong();
  }
}
