package io.scorta.engine.command;

import io.scorta.engine.keyspace.Interest;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/// Which connections keep copies of which keys, for all databases and loops.
///
/// A read adds its connection under the key's lock, so the change that follows finds it; whoever
/// tells the connections of a change forgets them for this key. Who tracks by prefix is not in the
/// table but in a list for each prefix.
final class TrackingTable {
  private static final long[] NOBODY = {};

  private final Interest interest;

  /// Numbers of connections by key; the arrays are replaced, never changed.
  private final ConcurrentMap<String, long[]> readers = new ConcurrentHashMap<>();

  private final LongAdder items = new LongAdder();
  private final ConcurrentMap<String, Set<Session>> prefixes = new ConcurrentHashMap<>();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

  TrackingTable(Interest interest) {
    this.interest = interest;
  }

  /// Begins or changes the tracking of a connection.
  synchronized void enable(Session session, Tracking.Options options, Set<String> more) {
    Tracking tracking = session.tracking;
    if (tracking == null) {
      tracking = new Tracking(options);
      session.tracking = tracking;
    } else {
      tracking.options(options);
    }
    if (options.bcast()) {
      for (String prefix : more.isEmpty() ? Set.of("") : more) {
        tracking.prefixes().add(prefix);
        prefixes.computeIfAbsent(prefix, _ -> ConcurrentHashMap.newKeySet()).add(session);
      }
    }
    sessions.add(session);
    interest.set(Interest.TRACKED, true);
  }

  /// Ends it; what the table still has of the connection goes with the next change of each key.
  synchronized void disable(Session session) {
    Tracking tracking = session.tracking;
    if (tracking == null) {
      return;
    }
    session.tracking = null;
    sessions.remove(session);
    for (String prefix : tracking.prefixes()) {
      prefixes.computeIfPresent(
          prefix,
          (_, members) -> {
            members.remove(session);
            return members.isEmpty() ? null : members;
          });
    }
    if (sessions.isEmpty()) {
      interest.set(Interest.TRACKED, false);
      readers.clear();
      items.reset();
    }
  }

  /// Adds a connection to those that know a key.
  void remember(String key, long id) {
    readers.compute(
        key,
        (_, before) -> {
          long[] ids = before == null ? NOBODY : before;
          for (long one : ids) {
            if (one == id) {
              return ids;
            }
          }
          items.increment();
          long[] more = Arrays.copyOf(ids, ids.length + 1);
          more[ids.length] = id;
          return more;
        });
  }

  /// Forgets a key and answers who knew it.
  long[] forget(String key) {
    long[] ids = readers.remove(key);
    if (ids == null) {
      return NOBODY;
    }
    items.add(-ids.length);
    return ids;
  }

  void forgetAll() {
    readers.clear();
    items.reset();
  }

  /// Some key of the table, or the empty string when there is none.
  String anyKey() {
    for (String key : readers.keySet()) {
      return key;
    }
    return "";
  }

  int keys() {
    return readers.size();
  }

  long items() {
    return items.sum();
  }

  Map<String, Set<Session>> prefixes() {
    return prefixes;
  }

  Set<Session> sessions() {
    return sessions;
  }
}
