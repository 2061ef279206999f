package io.scorta.engine.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who watches which keys for a transaction.
public final class Watches {
  private record Place(int database, String key) {}

  private final ConcurrentMap<Place, List<Watcher>> watchers = new ConcurrentHashMap<>();

  private final Interest interest;

  private volatile int places;

  Watches(Interest interest) {
    this.interest = interest;
  }

  /// How many keys are watched by anybody.
  public int size() {
    return places;
  }

  public synchronized void add(int database, byte[] key, Watcher watcher) {
    List<Watcher> list =
        watchers.computeIfAbsent(place(database, key), _ -> new CopyOnWriteArrayList<>());
    if (!list.contains(watcher)) {
      list.add(watcher);
    }
    counted();
  }

  public synchronized void remove(int database, byte[] key, Watcher watcher) {
    Place place = place(database, key);
    List<Watcher> list = watchers.get(place);
    if (list != null) {
      list.remove(watcher);
      if (list.isEmpty()) {
        watchers.remove(place);
      }
    }
    counted();
  }

  private void counted() {
    places = watchers.size();
    interest.set(Interest.WATCHED, places > 0);
  }

  void changed(Key key) {
    List<Watcher> list = watchers.get(new Place(key.database.number(), key.text()));
    if (list != null) {
      list.forEach(Watcher::keyChanged);
    }
  }

  /// A whole database is replaced or emptied.
  void databaseChanged(int database) {
    watchers.forEach(
        (place, list) -> {
          if (place.database() == database) {
            list.forEach(Watcher::keyChanged);
          }
        });
  }

  private static Place place(int database, byte[] key) {
    return new Place(database, new String(key, StandardCharsets.ISO_8859_1));
  }
}
