package io.scorta.control.network;

import java.util.Map;
import java.util.Optional;

/// The instance types that can be asked for. An instance here is an address with a shell, so the
/// figures are what the API tells, not a promise of capacity.
public final class InstanceTypes {
  public static final String DEFAULT = "m1.small";
  private static final Map<String, Integer> CORES =
      Map.ofEntries(
          Map.entry("m1.small", 1),
          Map.entry("t2.nano", 1),
          Map.entry("t2.micro", 1),
          Map.entry("t2.small", 1),
          Map.entry("t2.medium", 2),
          Map.entry("t3.nano", 2),
          Map.entry("t3.micro", 2),
          Map.entry("t3.small", 2),
          Map.entry("t3.medium", 2),
          Map.entry("t3.large", 2),
          Map.entry("t3a.micro", 2),
          Map.entry("t4g.nano", 2),
          Map.entry("t4g.micro", 2),
          Map.entry("t4g.small", 2),
          Map.entry("t4g.medium", 2),
          Map.entry("m5.large", 2),
          Map.entry("m5.xlarge", 4),
          Map.entry("m6g.large", 2),
          Map.entry("m6i.large", 2),
          Map.entry("m7g.large", 2),
          Map.entry("c5.large", 2),
          Map.entry("c6g.large", 2),
          Map.entry("r5.large", 2),
          Map.entry("r6g.large", 2));

  private InstanceTypes() {}

  /// How many cores the type has, when it can be asked for.
  public static Optional<Integer> cores(String type) {
    return Optional.ofNullable(CORES.get(type));
  }

  /// Whether the type's processors are of the ARM family: its family name has a `g` after the
  /// generation.
  public static boolean isArm(String type) {
    return type.substring(0, type.indexOf('.')).matches("[a-z]+[0-9]g.*");
  }
}
