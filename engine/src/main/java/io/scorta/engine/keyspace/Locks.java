package io.scorta.engine.keyspace;

import java.util.Arrays;

/// The shards that one loop holds. With a single loop nothing is locked, because nobody else is
/// there; all control of a cache runs on its loops.
///
/// Lock order: by database, then by shard number. [#everything] takes all shards that exist.
public final class Locks {
  private final Keyspace keyspace;
  private final boolean shared;
  private long[] places = new long[8];
  private int count;
  private boolean all;
  private int databasesHeld;
  private final Database[] held;

  Locks(Keyspace keyspace, boolean shared) {
    this.keyspace = keyspace;
    this.shared = shared;
    this.held = new Database[keyspace.databaseCount()];
  }

  public boolean isShared() {
    return shared;
  }

  /// Whether [#everything] is in force.
  public boolean isEverything() {
    return all;
  }

  /// Locks the shard of one key.
  public void enter(Key key) {
    enter(key.shard);
  }

  public void leave(Key key) {
    leave(key.shard);
  }

  void enter(Shard shard) {
    if (shared && !all) {
      shard.lock();
    }
  }

  void leave(Shard shard) {
    if (shared && !all) {
      shard.unlock();
    }
  }

  /// Begins a set of keys of one database, which [#take] locks together.
  public void begin() {
    count = 0;
  }

  public void add(Key key) {
    if (count == places.length) {
      places = Arrays.copyOf(places, count * 2);
    }
    places[count++] = key.shard.number;
  }

  public void take(Database database) {
    if (!shared || all) {
      return;
    }
    Arrays.sort(places, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || places[i] != places[i - 1]) {
        places[distinct++] = places[i];
      }
    }
    count = distinct;
    for (int i = 0; i < count; i++) {
      database.shardAt((int) places[i]).lock();
    }
  }

  public void drop(Database database) {
    if (!shared || all) {
      return;
    }
    for (int i = count - 1; i >= 0; i--) {
      database.shardAt((int) places[i]).unlock();
    }
    count = 0;
  }

  /// Locks every shard of every database; commands run inside lock nothing themselves.
  public void everything() {
    if (shared) {
      for (int i = 0; i < keyspace.databaseCount(); i++) {
        Database database = keyspace.database(i);
        held[i] = database;
        for (int j = 0; j < database.shardCount(); j++) {
          database.shardAt(j).lock();
        }
        databasesHeld = i + 1;
      }
    }
    all = true;
  }

  public void nothing() {
    all = false;
    for (int i = 0; i < databasesHeld; i++) {
      for (int j = 0; j < held[i].shardCount(); j++) {
        held[i].shardAt(j).unlock();
      }
    }
    databasesHeld = 0;
  }
}
