package io.scorta.control.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a caller asks of RunInstances.
///
/// `placement` is where the instances go, `shape` what they are.
public record LaunchRequest(
    Shape shape,
    Placement placement,
    int countMin,
    int countMax,
    String clientToken,
    Map<String, String> instanceTags,
    Map<String, String> interfaceTags) {
  public LaunchRequest {
    instanceTags = Map.copyOf(instanceTags);
    interfaceTags = Map.copyOf(interfaceTags);
  }

  /// Image, type, and the name of the key pair ("" for none).
  public record Shape(String imageId, String instanceType, String keyName) {}

  /// Subnet, groups and address. Without a subnet: the default subnet of the zone, or of the first
  /// zone. Groups are named by id, or by name in the default VPC.
  public record Placement(
      Optional<String> subnetId,
      Optional<String> zone,
      List<String> groupIds,
      List<String> groupNames,
      Optional<String> privateAddress,
      Optional<Boolean> publicAddress) {
    public Placement {
      groupIds = List.copyOf(groupIds);
      groupNames = List.copyOf(groupNames);
    }
  }
}
