package io.scorta.control.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The instance types that can be asked for. An instance here is an address with a shell, so the
/// figures are what the API tells, not a promise of capacity.
public final class InstanceTypes {
  public static final String DEFAULT = "m1.small";
  private static final int MEBIBYTES_PER_GIBIBYTE = 1024;
  private static final Map<String, Size> SIZES = new TreeMap<>();

  static {
    add(1, 1.7, "m1.small");
    add(1, 0.5, "t2.nano");
    add(1, 1, "t2.micro");
    add(1, 2, "t2.small");
    add(2, 4, "t2.medium");
    add(2, 0.5, "t3.nano", "t3a.nano", "t4g.nano");
    add(2, 1, "t3.micro", "t3a.micro", "t4g.micro");
    add(2, 2, "t3.small", "t3a.small", "t4g.small");
    add(2, 4, "t3.medium", "t3a.medium", "t4g.medium");
    add(2, 8, "t3.large", "t4g.large", "m5.large", "m6g.large", "m6i.large", "m7g.large");
    add(4, 16, "m5.xlarge", "m6g.xlarge", "m6i.xlarge");
    add(2, 4, "c5.large", "c6g.large", "c6i.large", "c7g.large");
    add(2, 16, "r5.large", "r6g.large", "r6i.large");
  }

  private InstanceTypes() {}

  /// How large a type is.
  public record Size(int cores, int memoryMebibytes) {}

  /// The types' names, sorted.
  public static List<String> names() {
    return List.copyOf(SIZES.keySet());
  }

  /// The size of a type, when it can be asked for.
  public static Optional<Size> size(String type) {
    return Optional.ofNullable(SIZES.get(type));
  }

  /// Whether the type's processors are of the ARM family: its family's name has a `g` after the
  /// generation.
  public static boolean isArm(String type) {
    return type.substring(0, type.indexOf('.')).matches("[a-z]+[0-9]g.*");
  }

  private static void add(int cores, double gibibytes, String... types) {
    for (String type : types) {
      SIZES.put(type, new Size(cores, (int) Math.round(gibibytes * MEBIBYTES_PER_GIBIBYTE)));
    }
  }
}
