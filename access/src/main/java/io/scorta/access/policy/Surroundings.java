package io.scorta.access.policy;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.Peering;
import io.scorta.access.model.PrefixList;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What lies around interfaces: the borders of their subnets, the VPCs peered with theirs, and the
/// blocks of prefix lists.
final class Surroundings {
  private final Map<String, Border> borders = new HashMap<>();
  private final Map<String, Peering> peerings = new HashMap<>();
  private final Map<String, Set<String>> peers = new HashMap<>();
  private final Map<String, List<Cidr>> prefixLists = new HashMap<>();

  Surroundings(Network network) {
    Map<String, Border> ofVpc = new HashMap<>();
    for (NetworkAcl acl : network.networkAcls()) {
      Border border = Border.of(acl);
      acl.associations().values().forEach(subnetId -> borders.put(subnetId, border));
      if (acl.isDefault()) {
        ofVpc.put(acl.vpcId(), border);
      }
    }
    for (Subnet subnet : network.subnets()) {
      borders.putIfAbsent(subnet.id(), ofVpc.getOrDefault(subnet.vpcId(), Border.OPEN));
    }
    Set<String> vpcs = new HashSet<>();
    network.vpcs().stream().map(Vpc::id).forEach(vpcs::add);
    for (Peering peering : network.peerings()) {
      String one = peering.requester().vpcId();
      String other = peering.accepter().vpcId();
      if (peering.active() && vpcs.contains(one) && vpcs.contains(other)) {
        peerings.put(peering.id(), peering);
        peers.computeIfAbsent(one, _ -> new HashSet<>()).add(other);
        peers.computeIfAbsent(other, _ -> new HashSet<>()).add(one);
      }
    }
    for (PrefixList list : network.prefixLists()) {
      prefixLists.put(list.id(), list.blocks());
    }
  }

  Border border(String subnetId) {
    return borders.getOrDefault(subnetId, Border.OPEN);
  }

  /// The VPC to which an active peering leads from here; empty when it leads nowhere.
  String across(String peeringId, String vpcId) {
    Peering peering = peerings.get(peeringId);
    return peering == null ? "" : peering.across(vpcId);
  }

  /// The VPCs with which this one shares an active peering.
  Set<String> peersOf(String vpcId) {
    return peers.getOrDefault(vpcId, Set.of());
  }

  List<Cidr> blocks(String prefixListId) {
    return prefixLists.getOrDefault(prefixListId, List.of());
  }
}
