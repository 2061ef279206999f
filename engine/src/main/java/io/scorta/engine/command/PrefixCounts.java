package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;

/// What `stats detail` counts: how often keys are used, by the part before their first colon.
///
/// Nothing is counted until it is turned on. Shared by all loops.
public final class PrefixCounts {
  static final int GET = 0;
  static final int HIT = 1;
  static final int SET = 2;
  static final int DELETE = 3;

  /// Prefixes beyond so many are not counted: clients choose them, and each takes memory.
  private static final int PREFIXES_MAX = 10_000;

  private final Map<String, AtomicLongArray> counts = new ConcurrentSkipListMap<>();
  private volatile boolean on;

  void turn(boolean wanted) {
    on = wanted;
  }

  boolean isOn() {
    return on;
  }

  void clear() {
    counts.clear();
  }

  /// Counts one use of a key, if its prefix has a place.
  void count(int use, long key, int length) {
    for (int i = 0; i < length; i++) {
      if (Memory.getByte(key + i) == ':') {
        add(use, new String(Memory.bytes(key, i), StandardCharsets.ISO_8859_1));
        return;
      }
    }
  }

  private void add(int use, String prefix) {
    AtomicLongArray uses = counts.get(prefix);
    if (uses == null && counts.size() < PREFIXES_MAX) {
      uses = counts.computeIfAbsent(prefix, _ -> new AtomicLongArray(4));
    }
    if (uses != null) {
      uses.incrementAndGet(use);
    }
  }

  /// The lines of `stats detail dump`.
  String text() {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (prefix, uses) ->
            text.append(
                "PREFIX %s get %d hit %d set %d del %d\r\n"
                    .formatted(
                        prefix, uses.get(GET), uses.get(HIT), uses.get(SET), uses.get(DELETE))));
    return text.append("END\r\n").toString();
  }
}
