package io.scorta.control.param;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings that versions of one engine have in common.
public record ParameterFamily(String name, CacheEngine engine, List<Parameter> parameters) {
  private static final String DEFAULT_PREFIX = "default.";

  public ParameterFamily {
    parameters = List.copyOf(parameters);
  }

  public Optional<Parameter> find(String parameter) {
    return parameters.stream().filter(row -> row.name().equals(parameter)).findFirst();
  }

  /// The group that every account has for this family, and that nobody can change.
  public ParameterGroup defaultGroup() {
    return new ParameterGroup(
        DEFAULT_PREFIX + name, name, "Default parameter group for " + name, Map.of());
  }

  /// Whether a group of that name can only be one that Scorta itself provides.
  public static boolean isDefaultName(String group) {
    return group.startsWith(DEFAULT_PREFIX);
  }
}
