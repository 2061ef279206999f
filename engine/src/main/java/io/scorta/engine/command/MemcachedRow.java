package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;

/// One command of memcached's text protocol: its name, how many words it takes, and what it does.
///
/// The words include the name. A line with fewer or more is an error.
record MemcachedRow(String name, int wordsMin, int wordsMax, Action action) {
  /// What a command does; the words are those of the dialogue's reader.
  interface Action {
    void execute(MemcachedDialogue dialogue, Arguments words);
  }

  static final int MANY = Integer.MAX_VALUE;

  private static final MemcachedRow[] ROWS = {
    row("get", 2, MANY, (d, w) -> d.items().get(w, 1, false)),
    row("gets", 2, MANY, (d, w) -> d.items().get(w, 1, true)),
    row("gat", 2, MANY, (d, w) -> d.items().getAndTouch(w, false)),
    row("gats", 2, MANY, (d, w) -> d.items().getAndTouch(w, true)),
    row("mg", 2, MANY, (d, w) -> d.meta().get().get(d, w)),
    row("ms", 2, MANY, (d, w) -> d.meta().set(d, w)),
    row("md", 2, MANY, (d, w) -> d.meta().delete(d, w)),
    row("ma", 2, MANY, (d, w) -> d.meta().count(d, w)),
    row("mn", 1, MANY, (d, _) -> d.fail("MN")),
    row("me", 1, MANY, (d, w) -> d.meta().get().debug(d, w)),
    row("set", 5, 6, (d, w) -> d.store(w, MemcachedStore.Mode.SET)),
    row("add", 5, 6, (d, w) -> d.store(w, MemcachedStore.Mode.ADD)),
    row("replace", 5, 6, (d, w) -> d.store(w, MemcachedStore.Mode.REPLACE)),
    row("append", 5, 6, (d, w) -> d.store(w, MemcachedStore.Mode.APPEND)),
    row("prepend", 5, 6, (d, w) -> d.store(w, MemcachedStore.Mode.PREPEND)),
    row("cas", 6, 7, (d, w) -> d.store(w, MemcachedStore.Mode.CAS)),
    row("delete", 2, 4, MemcachedDialogue::delete),
    row("incr", 3, 4, (d, w) -> d.count(w, true)),
    row("decr", 3, 4, (d, w) -> d.count(w, false)),
    row("touch", 3, 4, MemcachedDialogue::touch),
    row("flush_all", 1, 3, MemcachedDialogue::flushAll),
    row("stats", 1, MANY, MemcachedDialogue::stats),
    row("version", 1, MANY, MemcachedDialogue::version),
    row("verbosity", 2, 3, MemcachedDialogue::verbosity),
    row("cache_memlimit", 2, 3, MemcachedDialogue::memoryLimit),
    row("slabs", 1, MANY, MemcachedDialogue::slabs),
    row("quit", 1, MANY, MemcachedDialogue::quit),
    row("config", 2, MANY, MemcachedDialogue::config),
  };

  private static MemcachedRow row(String name, int wordsMin, int wordsMax, Action action) {
    return new MemcachedRow(name, wordsMin, wordsMax, action);
  }

  /// The row of a command that this line is, or [#NONE].
  static MemcachedRow find(Arguments words) {
    long address = words.address(0);
    int length = words.length(0);
    for (MemcachedRow row : ROWS) {
      if (row.name.length() == length
          && Memory.getByte(address) == row.name.charAt(0)
          && row.isNamed(address)) {
        return words.count() >= row.wordsMin && words.count() <= row.wordsMax ? row : NONE;
      }
    }
    return NONE;
  }

  static final MemcachedRow NONE = row("", 0, MANY, (d, w) -> d.unknown(w));

  private boolean isNamed(long address) {
    for (int i = 1; i < name.length(); i++) {
      if (Memory.getByte(address + i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
