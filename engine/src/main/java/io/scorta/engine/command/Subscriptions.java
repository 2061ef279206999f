package io.scorta.engine.command;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one connection listens to.
final class Subscriptions {
  /// What a name stands for.
  enum Kind {
    CHANNEL,
    PATTERN,
    SHARD
  }

  /// Filled when needed, because most connections listen to nothing.
  private final Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);

  private int total;

  boolean add(Kind kind, String name) {
    boolean added = names.computeIfAbsent(kind, _ -> new LinkedHashSet<>()).add(name);
    total += added ? 1 : 0;
    return added;
  }

  boolean remove(Kind kind, String name) {
    Set<String> some = names.get(kind);
    boolean removed = some != null && some.remove(name);
    total -= removed ? 1 : 0;
    return removed;
  }

  List<String> names(Kind kind) {
    return List.copyOf(names.getOrDefault(kind, Set.of()));
  }

  int count(Kind kind) {
    return names.getOrDefault(kind, Set.of()).size();
  }

  /// The number that replies tell: channels and patterns together, channels of shards apart.
  int told(Kind kind) {
    return kind == Kind.SHARD ? count(kind) : count(Kind.CHANNEL) + count(Kind.PATTERN);
  }

  boolean isEmpty() {
    return total == 0;
  }
}
