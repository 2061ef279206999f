package io.scorta.engine.command;

import io.scorta.engine.keyspace.Interest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who waits for which keys, first come first served for each key. Used by all loops under its
/// monitor, which is the innermost lock.
final class Waiters {
  /// A key of a numbered database; one character for each byte.
  record Place(int database, String key) {}

  private final Interest interest;
  private final Map<Place, NavigableMap<Long, Waiter>> queues = new HashMap<>();
  private long turns;
  private int connections;
  private int timed;

  Waiters(Interest interest) {
    this.interest = interest;
  }

  /// Adds a connection that waits; the locks of its keys are held, so no change is missed.
  synchronized void add(Waiter waiter) {
    waiter.turn = turns++;
    for (Place place : waiter.places) {
      queues.computeIfAbsent(place, _ -> new TreeMap<>()).put(waiter.turn, waiter);
    }
    connections++;
    timed += waiter.timed ? 1 : 0;
    interest.set(Interest.AWAITED, true);
  }

  /// Forgets a connection whose wait is over.
  synchronized void remove(Waiter waiter) {
    for (Place place : waiter.places) {
      queues.computeIfPresent(
          place,
          (_, queue) -> {
            queue.remove(waiter.turn);
            return queue.isEmpty() ? null : queue;
          });
    }
    connections--;
    timed -= waiter.timed ? 1 : 0;
    interest.set(Interest.AWAITED, !queues.isEmpty());
  }

  /// The first in the queue of a key whose turn is after another one; -1 for the very first.
  synchronized @Nullable Waiter next(Place place, long after) {
    NavigableMap<Long, Waiter> queue = queues.get(place);
    if (queue == null) {
      return null;
    }
    Map.Entry<Long, Waiter> entry = queue.higherEntry(after);
    return entry == null ? null : entry.getValue();
  }

  /// The awaited keys of a database.
  synchronized List<Place> places(int database) {
    return queues.keySet().stream().filter(place -> place.database() == database).toList();
  }

  synchronized int connections() {
    return connections;
  }

  synchronized int keys() {
    return queues.size();
  }

  /// Keys for which somebody waits who is told when they go.
  synchronized long keysEvenWithout() {
    return queues.values().stream()
        .filter(queue -> queue.values().stream().anyMatch(w -> w.awaited.evenWithoutKey()))
        .count();
  }

  synchronized int timed() {
    return timed;
  }
}
