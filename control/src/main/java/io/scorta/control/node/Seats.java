package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidCombination;
import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.Subnet;
import io.scorta.control.network.CacheSecurityGroup;
import io.scorta.control.network.CacheSecurityGroups;
import io.scorta.control.network.Classic;
import io.scorta.control.network.GroupVpcs;
import io.scorta.control.network.Interfaces;
import io.scorta.control.network.Limits;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Zones;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Gives nodes their zone, subnet, address and network interface.
record Seats(Draft draft, Context context) {
  private static final String SINGLE_ZONE = "single-az";
  private static final String CROSS_ZONE = "cross-az";
  private static final List<String> LOCAL_FAMILIES = List.of("cache.m5.", "cache.r5.", "cache.t3.");

  /// The zone of each new node, and the zone that later nodes follow: empty when they are spread.
  record Plan(List<String> zones, String zone) {}

  /// A zone for every node of a new cluster, as the request says.
  Plan plan(SubnetGroup group, ClusterRequest.Place place, int count) {
    List<String> offered = zones(group);
    place.zone().ifPresent(zone -> checkZone(group, offered, zone));
    place.zones().forEach(zone -> checkZone(group, offered, zone));
    if (!place.zones().isEmpty() && place.zones().size() != count) {
      throw invalidCombination(
          "PreferredAvailabilityZones names %d zones for %d nodes: name one for each node.",
          place.zones().size(), count);
    }
    String mode = place.azMode().orElse(place.zones().isEmpty() ? SINGLE_ZONE : "");
    if (mode.equals(CROSS_ZONE) && (count < 2 || offered.size() < 2)) {
      throw invalidCombination(
          "AZMode cross-az needs at least two nodes, and a subnet group with subnets in two zones:"
              + " there are %d nodes, and %s has %d zones.",
          count, group.name(), offered.size());
    }
    if (!mode.isEmpty() && !mode.equals(SINGLE_ZONE) && !mode.equals(CROSS_ZONE)) {
      throw invalidValue("Invalid value for AZMode: \"%s\". Give single-az or cross-az.", mode);
    }
    return zoned(offered, place, mode, count);
  }

  private static Plan zoned(
      List<String> offered, ClusterRequest.Place place, String mode, int count) {
    if (!place.zones().isEmpty()) {
      Set<String> distinct = Set.copyOf(place.zones());
      if (mode.equals(SINGLE_ZONE) && distinct.size() > 1) {
        throw invalidCombination("AZMode single-az does not go with several zones.");
      }
      return new Plan(place.zones(), distinct.size() == 1 ? place.zones().getFirst() : "");
    }
    if (mode.equals(CROSS_ZONE)) {
      List<String> zones = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        zones.add(offered.get(i % offered.size()));
      }
      return new Plan(zones, "");
    }
    String zone = place.zone().orElse(offered.getFirst());
    return new Plan(Collections.nCopies(count, zone), zone);
  }

  /// The zone for one more node of a cluster that is spread over zones: the one with the fewest
  /// nodes, those about to be added included.
  String leastUsedZone(SubnetGroup group, Collection<CacheNode> nodes, List<String> added) {
    return zones(group).stream()
        .min(
            Comparator.comparingLong(
                zone ->
                    nodes.stream().filter(node -> node.seat().zone().equals(zone)).count()
                        + Collections.frequency(added, zone)))
        .orElseThrow();
  }

  /// In a Local Zone only some families of node types are offered.
  static void checkLocal(List<String> zones, String nodeType) {
    for (String zone : zones) {
      if (Zones.isLocal(zone) && LOCAL_FAMILIES.stream().noneMatch(nodeType::startsWith)) {
        throw invalidValue(
            "%s is not offered in Local Zone %s: give a node type of the M5, R5 or T3 family.",
            nodeType, zone);
      }
    }
  }

  /// An interface with an address in some subnet of the group in that zone.
  CacheNode.Seat take(SubnetGroup group, String zone, List<String> groupIds, String holder) {
    for (Subnet subnet : group.subnets(draft.state(), context.account())) {
      Optional<Integer> address = AddressChoice.next(draft.state(), subnet);
      if (subnet.zone().equals(zone) && address.isPresent()) {
        NetworkInterface made =
            Interfaces.create(
                draft,
                context,
                new Interfaces.Request(
                    subnet,
                    groupIds,
                    address,
                    "ElastiCache " + holder,
                    NetworkInterface.Holder.CACHE_NODE,
                    holder));
        return new CacheNode.Seat(made.id(), made.vpcId(), subnet.id(), zone, made.address());
      }
    }
    throw Refusal.of(
        CacheFaults.INVALID_VPC_STATE,
        "No subnet of %s in zone %s has a free address: add a subnet to the group, or delete"
            + " something in its subnets.",
        group.name(),
        zone);
  }

  void checkZone(SubnetGroup group, List<String> offered, String zone) {
    if (!offered.contains(zone)) {
      throw invalidValue(
          "Cache subnet group %s has no subnet in availability zone \"%s\": give one of %s.",
          group.name(), zone, String.join(", ", offered));
    }
  }

  /// The zones of the group's subnets, in the group's order.
  List<String> zones(SubnetGroup group) {
    List<String> zones =
        group.subnets(draft.state(), context.account()).stream()
            .map(Subnet::zone)
            .distinct()
            .toList();
    if (zones.isEmpty()) {
      throw Refusal.of(
          CacheFaults.INVALID_VPC_STATE,
          "Cache subnet group %s has no subnets: create one in VPC %s.",
          group.name(),
          group.vpcId());
    }
    return zones;
  }

  /// The cache security groups that guard a cluster of EC2-Classic: those named, or the default
  /// one.
  private List<String> cacheGroups(String vpcId, List<String> asked) {
    CacheSecurityGroups.requireOffered(draft.state(), context.account());
    if (!Classic.is(vpcId) || !asked.stream().allMatch(CacheSecurityGroup::isId)) {
      throw invalidCombination(
          "Use of cache security groups is not permitted along with cache subnet group and/or"
              + " security group Ids");
    }
    if (asked.isEmpty()) {
      return List.of(CacheSecurityGroup.idOf(context.account(), CacheSecurityGroup.DEFAULT));
    }
    return asked.stream()
        .map(CacheSecurityGroup::nameOf)
        .map(name -> CacheSecurityGroups.require(draft.state(), context.account(), name).id())
        .distinct()
        .toList();
  }

  /// The groups that guard a cluster: those named, or the VPC's default group.
  List<String> securityGroups(String vpcId, List<String> asked) {
    boolean cacheGroups = asked.stream().anyMatch(CacheSecurityGroup::isId);
    if (Classic.is(vpcId) || cacheGroups) {
      return cacheGroups(vpcId, asked);
    }
    if (asked.isEmpty()) {
      return draft.all(context.account(), NetworkKinds.SECURITY_GROUP).stream()
          .filter(group -> group.vpcId().equals(vpcId) && group.isDefault())
          .map(SecurityGroup::id)
          .toList();
    }
    Set<String> known =
        draft.all(context.account(), NetworkKinds.SECURITY_GROUP).stream()
            .filter(group -> GroupVpcs.isUsable(draft.state(), context.account(), group, vpcId))
            .map(SecurityGroup::id)
            .collect(Collectors.toSet());
    if (asked.size() > Limits.SECURITY_GROUPS_PER_INTERFACE) {
      throw invalidValue(
          "SecurityGroupIds names %d groups: a cache has at most %d.",
          asked.size(), Limits.SECURITY_GROUPS_PER_INTERFACE);
    }
    for (String id : asked) {
      if (!known.contains(id)) {
        throw invalidValue(
            "Some security group Ids are invalid: \"%s\" is not in VPC %s.", id, vpcId);
      }
    }
    return asked.stream().distinct().toList();
  }
}
