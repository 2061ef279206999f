package io.scorta.engine.keyspace;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What happened to keys through one loop, in order, until those learn of it who must not learn
/// before a command or transaction has ended and its locks are free.
///
/// Only what somebody asked for by [Interest] is written down.
public final class Journal {
  /// One event. The key has one character for each byte, and is empty where the event is about a
  /// whole database. The author is set if it is not the client whose command is being executed.
  public record Entry(int database, String key, KeyEvent event, @Nullable Watcher author) {}

  private @Nullable Watcher author;

  private final Deque<Entry> entries = new ArrayDeque<>();

  void add(Key key, KeyEvent event) {
    entries.add(new Entry(key.database.number(), key.text(), event, author));
  }

  void add(int database, KeyEvent event) {
    entries.add(new Entry(database, "", event, author));
  }

  /// Says on whose behalf the next events happen; null for the client at hand.
  public void author(@Nullable Watcher value) {
    author = value;
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// Takes the oldest entry, or null.
  public @Nullable Entry take() {
    return entries.poll();
  }
}
