package io.scorta.control.param;

import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A named set of values that differ from a family's defaults.
public record ParameterGroup(
    String name, String family, String description, Map<String, String> values) {
  public static final Kind<ParameterGroup> KIND =
      Kind.durable("cache-parameter-group", ParameterGroup.class);

  public ParameterGroup {
    values = Map.copyOf(new TreeMap<>(values));
  }

  /// The group of that name: an account's own, or a default one, which has no record.
  public static Optional<ParameterGroup> find(State state, String account, String name) {
    return state.find(account, KIND, name).or(() -> defaultOf(name));
  }

  /// Every group that an account may use, by name.
  public static List<ParameterGroup> all(State state, String account) {
    return Stream.concat(
            ParameterFamilies.all().stream().map(ParameterFamily::defaultGroup),
            state.all(account, KIND).stream())
        .sorted(Comparator.comparing(ParameterGroup::name))
        .toList();
  }

  public ParameterFamily familyTable() {
    return ParameterFamilies.find(family)
        .orElseThrow(() -> new IllegalStateException("group " + name + ": no family " + family));
  }

  /// The value in force: the group's own, else the family's default.
  public String valueOf(Parameter parameter) {
    return values.getOrDefault(parameter.name(), parameter.value());
  }

  public ParameterGroup withValues(Map<String, String> changed) {
    return new ParameterGroup(name, family, description, changed);
  }

  private static Optional<ParameterGroup> defaultOf(String name) {
    return ParameterFamilies.all().stream()
        .map(ParameterFamily::defaultGroup)
        .filter(group -> group.name().equals(name))
        .findFirst();
  }
}
