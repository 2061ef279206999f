package io.scorta.access.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The lines of one route table as they stand, by destination.
final class RouteLines {
  private static final Set<String> KINDS = Set.of("blackhole", "throw");
  private final String table;
  private Map<String, String> lines = Map.of();

  /// `table` is what `ip` is told after a line, empty for the main table.
  RouteLines(String table) {
    this.table = table;
  }

  /// The commands that make the table hold these lines. They count as done.
  List<String> bring(List<String> wanted) {
    Map<String, String> next = new LinkedHashMap<>();
    wanted.forEach(line -> next.put(destination(line), line));
    List<String> commands = new ArrayList<>();
    lines.forEach(
        (destination, line) -> {
          if (!next.containsKey(destination)) {
            commands.add("route del " + line + table);
          }
        });
    next.forEach(
        (destination, line) -> {
          if (!line.equals(lines.get(destination))) {
            commands.add("route replace " + line + table);
          }
        });
    lines = next;
    return commands;
  }

  /// The kernel drops a link's routes with the link.
  void forgetLink(String link) {
    Map<String, String> left = new LinkedHashMap<>(lines);
    left.values().removeIf(line -> (line + " ").contains(" dev " + link + " "));
    lines = left;
  }

  private static String destination(String line) {
    String[] words = line.split(" ");
    return KINDS.contains(words[0]) ? words[1] : words[0];
  }
}
