package io.scorta.access.kernel;

import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Peering;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.access.policy.PolicyClass;
import io.scorta.access.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the things of the model are called in the kernel. What stays in the model keeps its name,
/// so the difference between two plans is what really changed.
final class Naming {
  /// Table numbers begin above the kernel's own and end within the marks that name them.
  private static final int TABLES_FROM = 1000;

  private static final int TABLES_MAX = 60_000;
  private static final int LINKS_MAX = 0xffffff;
  private final Namespaces namespaces;
  private final Numbers<String> interfaces = new Numbers<>("interfaces", LINKS_MAX);
  private final Numbers<String> subnets = new Numbers<>("subnets", TABLES_MAX);
  private final Numbers<String> vpcs = new Numbers<>("VPCs", LINKS_MAX);
  private final Numbers<String> acls = new Numbers<>("network ACLs", Integer.MAX_VALUE);
  private final Numbers<String> peerings = new Numbers<>("peerings", PeerLink.NUMBER_MAX);
  private final Numbers<Integer> hosts = new Numbers<>("hosts outside", LINKS_MAX);
  private final Numbers<List<String>> classes = new Numbers<>("classes", Integer.MAX_VALUE);

  /// By the class's number in the snapshot, which holds for the snapshot only.
  private Map<Integer, Integer> classNumbers = Map.of();

  Naming(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  /// Takes up what the snapshot has and forgets what it has not.
  void follow(PolicySnapshot snapshot, Set<Integer> outside) {
    Map<Integer, Integer> numbers = new HashMap<>();
    Set<List<String>> keys = new HashSet<>();
    for (PolicyClass it : snapshot.classes()) {
      List<String> key = new ArrayList<>(it.groupIds());
      key.addFirst(it.vpcId());
      keys.add(key);
      numbers.put(it.number(), classes.of(key));
    }
    snapshot.network().vpcs().forEach(it -> keys.add(natGatewayKey(it.id())));
    classNumbers = numbers;
    classes.retain(keys);
    interfaces.retain(ids(snapshot.network().interfaces(), NetworkInterface::id));
    subnets.retain(ids(snapshot.network().subnets(), Subnet::id));
    vpcs.retain(ids(snapshot.network().vpcs(), Vpc::id));
    acls.retain(ids(snapshot.network().networkAcls(), NetworkAcl::id));
    peerings.retain(ids(snapshot.network().peerings(), Peering::id));
    hosts.retain(outside);
  }

  private static <T> Set<String> ids(List<T> all, Function<T, String> id) {
    return all.stream().map(id).collect(Collectors.toSet());
  }

  /// The class of a VPC's NAT gateways, which no security group guards.
  int natGatewayClass(String vpcId) {
    return classes.of(natGatewayKey(vpcId));
  }

  /// No class of the model has such a key: its groups would be ids.
  private static List<String> natGatewayKey(String vpcId) {
    return List.of(vpcId, "nat-gateways");
  }

  int interfaceNumber(String interfaceId) {
    return interfaces.of(interfaceId);
  }

  int table(String subnetId) {
    return TABLES_FROM + subnets.of(subnetId);
  }

  /// The number of a class of the snapshot that was followed last.
  int classNumber(int policyClass) {
    return Objects.requireNonNull(classNumbers.get(policyClass));
  }

  int subnetNumber(String subnetId) {
    return subnets.of(subnetId);
  }

  int aclNumber(String aclId) {
    return acls.of(aclId);
  }

  /// The link of a peering.
  PeerLink peerLink(Peering peering) {
    return new PeerLink(
        peerings.of(peering.id()),
        namespaces.of(peering.requester().vpcId()),
        namespaces.of(peering.accepter().vpcId()));
  }

  /// The edge's end of a VPC's internet gateway.
  String gatewayLink(String vpcId) {
    return "v" + vpcs.of(vpcId);
  }

  /// The edge's end of a link to a host outside.
  String hostLink(int address) {
    return "h" + hosts.of(address);
  }

  Namespace namespace(String key) {
    return namespaces.of(key);
  }
}
