package io.scorta.control.node;

import java.util.List;

/// A change that waits for the maintenance window. Empty text, 0 and empty lists ask nothing.
public record PendingChange(
    String engineVersion,
    String nodeType,
    String parameterGroup,
    int nodeCount,
    List<String> nodesToRemove,
    List<String> zonesToAdd) {
  public static final PendingChange NONE = new PendingChange("", "", "", 0, List.of(), List.of());

  public PendingChange {
    nodesToRemove = List.copyOf(nodesToRemove);
    zonesToAdd = List.copyOf(zonesToAdd);
  }

  public boolean isNone() {
    return equals(NONE);
  }

  public PendingChange withCount(int count, List<String> remove, List<String> zones) {
    return new PendingChange(engineVersion, nodeType, parameterGroup, count, remove, zones);
  }

  /// The same change, with the parts of the other one that ask something put over its own.
  public PendingChange with(PendingChange over) {
    PendingChange software =
        new PendingChange(
            either(over.engineVersion, engineVersion),
            either(over.nodeType, nodeType),
            either(over.parameterGroup, parameterGroup),
            nodeCount,
            nodesToRemove,
            zonesToAdd);
    return over.nodeCount == 0
        ? software
        : software.withCount(over.nodeCount, over.nodesToRemove, over.zonesToAdd);
  }

  private static String either(String first, String second) {
    return first.isEmpty() ? second : first;
  }
}
