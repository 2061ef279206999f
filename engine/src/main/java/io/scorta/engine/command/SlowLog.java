package io.scorta.engine.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The last commands that took long, the newest first. Used by any loop, under its monitor.
final class SlowLog {
  static final int WORDS_MAX = 32;
  static final int BYTES_MAX = 128;

  /// One command; its words have one character for each byte and are shortened.
  record Entry(
      long id, long atSeconds, long micros, List<String> words, String peer, String name) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long ids;

  synchronized void add(Entry draft, long most) {
    entries.addFirst(
        new Entry(
            ids++, draft.atSeconds(), draft.micros(), draft.words(), draft.peer(), draft.name()));
    trim(most);
  }

  synchronized void trim(long most) {
    while (entries.size() > most) {
      entries.removeLast();
    }
  }

  /// The newest ones; all for a negative number.
  synchronized List<Entry> newest(long count) {
    List<Entry> all = new ArrayList<>(entries);
    return count < 0 || count >= all.size() ? all : all.subList(0, (int) count);
  }

  synchronized int size() {
    return entries.size();
  }

  synchronized void clear() {
    entries.clear();
  }
}
