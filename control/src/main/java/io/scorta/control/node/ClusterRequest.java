package io.scorta.control.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a caller asks of a new cluster. Empty where the caller left the choice.
public record ClusterRequest(
    String id,
    Optional<Integer> nodeCount,
    Optional<Integer> port,
    Software software,
    Place place,
    Upkeep upkeep,
    Map<String, String> tags) {
  public ClusterRequest {
    tags = Map.copyOf(tags);
  }

  /// What runs on the nodes, and how large they are.
  public record Software(
      Optional<String> engine,
      Optional<String> version,
      Optional<String> nodeType,
      Optional<String> parameterGroup) {
    public static final Software UNSAID =
        new Software(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Where the nodes sit. `azMode` is `single-az` or `cross-az`; `zones` names one for each node.
  public record Place(
      Optional<String> subnetGroup,
      List<String> securityGroupIds,
      Optional<String> azMode,
      Optional<String> zone,
      List<String> zones) {
    public static final Place UNSAID =
        new Place(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), List.of());

    public Place {
      securityGroupIds = List.copyOf(securityGroupIds);
      zones = List.copyOf(zones);
    }
  }

  /// When and whether Scorta itself changes the cluster.
  public record Upkeep(
      Optional<String> maintenanceWindow, Optional<Boolean> autoMinorVersionUpgrade) {
    public static final Upkeep UNSAID = new Upkeep(Optional.empty(), Optional.empty());
  }
}
