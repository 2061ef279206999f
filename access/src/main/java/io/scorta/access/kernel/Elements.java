package io.scorta.access.kernel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What stands in the sets of one namespace's rules; the elements of a map are `key : value`.
final class Elements {
  static final Elements NONE = new Elements();

  /// More in one statement would be slower to load, not faster.
  private static final int PER_STATEMENT_MAX = 1000;

  private static final String MAPS_TO = " : ";
  private final Map<NftSet, Set<String>> sets = new EnumMap<>(NftSet.class);

  void add(NftSet set, String element) {
    sets.computeIfAbsent(set, _ -> new TreeSet<>()).add(element);
  }

  /// How many there are in all sets.
  int size() {
    return sets.values().stream().mapToInt(Set::size).sum();
  }

  /// The statements that turn what stood before into this; empty when nothing differs.
  ///
  /// Deletions go first: in a map, the key that is added again must be free.
  String changeFrom(Elements before) {
    StringBuilder text = new StringBuilder();
    for (NftSet set : NftSet.values()) {
      statements(text, "delete", set, less(before.of(set), of(set)));
    }
    for (NftSet set : NftSet.values()) {
      statements(text, "add", set, less(of(set), before.of(set)));
    }
    return text.toString();
  }

  private Set<String> of(NftSet set) {
    return sets.getOrDefault(set, Set.of());
  }

  private static List<String> less(Set<String> all, Set<String> without) {
    return all.stream().filter(it -> !without.contains(it)).toList();
  }

  private static void statements(
      StringBuilder text, String verb, NftSet set, List<String> elements) {
    List<String> shown = new ArrayList<>(elements);
    if (verb.equals("delete")) {
      shown.replaceAll(Elements::key);
    }
    for (int from = 0; from < shown.size(); from += PER_STATEMENT_MAX) {
      List<String> some = shown.subList(from, Math.min(from + PER_STATEMENT_MAX, shown.size()));
      text.append(verb).append(" element inet scorta ").append(set.text()).append(" { ");
      text.append(String.join(", ", some)).append(" }\n");
    }
  }

  private static String key(String element) {
    int end = element.indexOf(MAPS_TO);
    return end < 0 ? element : element.substring(0, end);
  }
}
