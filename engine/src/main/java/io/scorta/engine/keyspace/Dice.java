package io.scorta.engine.keyspace;

import java.util.SplittableRandom;

/// Random numbers for one thread.
public final class Dice {
  private final SplittableRandom random;

  public Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /// From 0 to `bound` - 1.
  public int below(int bound) {
    return random.nextInt(bound);
  }

  public int bits() {
    return random.nextInt();
  }

  public long longBits() {
    return random.nextLong();
  }
}
