package io.scorta.control.node;

import java.util.List;
import java.util.Optional;

/// What a caller asks to be changed about a cluster. Empty where nothing is asked.
///
/// `immediately` says whether changes that can wait for the maintenance window are made now.
public record Modification(boolean immediately, Nodes nodes, Software software, Guard guard) {
  public static final Modification NONE =
      new Modification(false, Nodes.SAME, Software.SAME, Guard.SAME);

  /// How many nodes, which leave, and in which zones new ones come.
  public record Nodes(
      Optional<Integer> count, List<String> remove, Optional<String> azMode, List<String> zones) {
    public static final Nodes SAME =
        new Nodes(Optional.empty(), List.of(), Optional.empty(), List.of());

    public Nodes {
      remove = List.copyOf(remove);
      zones = List.copyOf(zones);
    }
  }

  /// What runs on the nodes, and how large they are.
  public record Software(
      Optional<String> engine,
      Optional<String> version,
      Optional<String> nodeType,
      Optional<String> parameterGroup) {
    public static final Software SAME =
        new Software(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Who comes in, and when Scorta itself changes the cluster; always changed at once.
  public record Guard(
      List<String> securityGroupIds,
      Optional<String> maintenanceWindow,
      Optional<Boolean> autoMinorVersionUpgrade) {
    public static final Guard SAME = new Guard(List.of(), Optional.empty(), Optional.empty());

    public Guard {
      securityGroupIds = List.copyOf(securityGroupIds);
    }
  }

  public boolean asksNothing() {
    return nodes.equals(Nodes.SAME) && software.equals(Software.SAME) && guard.equals(Guard.SAME);
  }
}
