package io.scorta.access.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Small numbers for things with long names, the same as long as the thing is there.
///
/// A number is given again only after all others had their turn.
final class Numbers<K> {
  private final String what;
  private final int max;
  private final Map<K, Integer> known = new HashMap<>();
  private final Set<Integer> used = new HashSet<>();
  private int last;

  /// Numbers from 1 to `max`.
  Numbers(String what, int max) {
    this.what = what;
    this.max = max;
  }

  /// The number of a thing.
  ///
  /// @throws KernelException when all are in use
  int of(K key) {
    Integer number = known.get(key);
    if (number != null) {
      return number;
    }
    if (used.size() == max) {
      throw new KernelException("more than %d %s at once".formatted(max, what));
    }
    do { // Ends, as not all are used.
      last = last % max + 1;
    } while (used.contains(last));
    known.put(key, last);
    used.add(last);
    return last;
  }

  /// Forgets what is not among the keys.
  void retain(Set<K> keys) {
    known.keySet().retainAll(keys);
    used.retainAll(new HashSet<>(known.values()));
  }
}
