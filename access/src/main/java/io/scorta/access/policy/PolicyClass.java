package io.scorta.access.policy;

import io.scorta.access.model.NetworkInterface;
import java.util.List;

/// Interfaces that every rule treats alike: those of one VPC that carry the same set of groups.
///
/// The number is 1 or more; 0 stands for everything outside.
public record PolicyClass(int number, String vpcId, List<String> groupIds) {
  /// What two interfaces of the same class have in common.
  record Key(String vpcId, List<String> groupIds) {
    static Key of(NetworkInterface networkInterface) {
      List<String> groupIds = networkInterface.groupIds();
      return new Key(
          networkInterface.vpcId(),
          groupIds.size() < 2 ? groupIds : groupIds.stream().distinct().sorted().toList());
    }
  }

  public PolicyClass {
    groupIds = List.copyOf(groupIds);
  }
}
