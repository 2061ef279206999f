package io.scorta.access.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Numbered lines that judge every packet at the border of the associated subnets, in both
/// directions and without memory of connections. What no line covers is denied.
///
/// `associations` maps an association's id to the subnet's id. Traffic inside a subnet never meets
/// its ACL.
public record NetworkAcl(
    String id,
    String vpcId,
    String owner,
    boolean isDefault,
    List<NetworkAclEntry> entries,
    Map<String, String> associations) {
  public NetworkAcl {
    entries = List.copyOf(entries);
    associations = Map.copyOf(new TreeMap<>(associations));
  }
}
