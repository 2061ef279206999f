package io.scorta.engine.keyspace;

/// Wants to know that a key which it watches was changed. Called by any loop, under the key's lock.
public interface Watcher {
  void keyChanged();
}
