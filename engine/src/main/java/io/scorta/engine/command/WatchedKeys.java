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

  /// What the objects of one watched key take beside twice its bytes.
  private static final int WATCHED_BYTES = 256;

  private final List<WatchedKey> keys = new ArrayList<>(0);
  private long heapBytes;

  List<WatchedKey> keys() {
    return keys;
  }

  /// False if there is no room for one more.
  boolean add(WatchedKey key) {
    long cost = WATCHED_BYTES + 2L * key.key.length;
    if (!HeapBudget.take(cost)) {
      return false;
    }
    heapBytes += cost;
    keys.add(key);
    return true;
  }

  void clear() {
    keys.clear();
    HeapBudget.giveBack(heapBytes);
    heapBytes = 0;
  }
}
