package io.scorta.control.param;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every family, oldest first for each engine.
public final class ParameterFamilies {
  private static final List<ParameterFamily> FAMILIES =
      Stream.concat(MemcachedParameters.families().stream(), RespParameters.families().stream())
          .toList();

  private ParameterFamilies() {}

  public static List<ParameterFamily> all() {
    return FAMILIES;
  }

  public static Optional<ParameterFamily> find(String name) {
    return FAMILIES.stream().filter(family -> family.name().equals(name)).findFirst();
  }
}
