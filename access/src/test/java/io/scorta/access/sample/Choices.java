package io.scorta.access.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A source of small choices that remembers them, so that a failing case can be replayed with fewer
/// and smaller ones. Choices beyond the recorded ones are 0.
public final class Choices {
  private static final int SHRINK_ROUNDS_MAX = 2000;

  private final List<Integer> taken;
  private final @Nullable Random random;
  private int position;

  private Choices(List<Integer> taken, @Nullable Random random) {
    this.taken = taken;
    this.random = random;
  }

  public static Choices seeded(long seed) {
    return new Choices(new ArrayList<>(), new Random(seed));
  }

  public static Choices replay(List<Integer> taken) {
    return new Choices(new ArrayList<>(taken), null);
  }

  /// A number from 0 to below the bound.
  public int below(int bound) {
    if (position == taken.size()) {
      taken.add(random == null ? 0 : random.nextInt(bound));
    }
    return Math.floorMod(taken.get(position++), bound);
  }

  public boolean oneIn(int chances) {
    return below(chances) == chances - 1;
  }

  public <T> T of(List<T> values) {
    return values.get(below(values.size()));
  }

  public List<Integer> taken() {
    return List.copyOf(taken);
  }

  /// The shortest and smallest choices found for which the case still fails.
  public static List<Integer> shrink(List<Integer> failing, Predicate<List<Integer>> fails) {
    List<Integer> best = failing;
    int rounds = 0;
    for (int size = best.size() / 2; size > 0; size /= 2) {
      for (int from = 0; from + size <= best.size() && rounds++ < SHRINK_ROUNDS_MAX; ) {
        List<Integer> shorter = new ArrayList<>(best);
        shorter.subList(from, from + size).clear();
        if (fails.test(shorter)) {
          best = shorter;
        } else {
          from += size;
        }
      }
    }
    for (int i = 0; i < best.size() && rounds++ < 2 * SHRINK_ROUNDS_MAX; i++) {
      List<Integer> smaller = new ArrayList<>(best);
      smaller.set(i, 0);
      if (best.get(i) != 0 && fails.test(smaller)) {
        best = smaller;
      }
    }
    return best;
  }
}
