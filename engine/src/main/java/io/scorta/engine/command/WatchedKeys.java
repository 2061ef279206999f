package io.scorta.engine.command;

import java.util.ArrayList;
import java.util.List;

/// The keys that one connection watches, with what they were when the watch began.
final class WatchedKeys {
  static final class WatchedKey {
    final int database;
    final byte[] key;

    /// Whether the key existed, so that its expiry is a change.
    final boolean existed;

    WatchedKey(int database, byte[] key, boolean existed) {
      this.database = database;
      this.key = key;
      this.existed = existed;
    }
  }

  private final List<WatchedKey> keys = new ArrayList<>(0);

  List<WatchedKey> keys() {
    return keys;
  }

  void add(WatchedKey key) {
    keys.add(key);
  }

  void clear() {
    keys.clear();
  }
}
