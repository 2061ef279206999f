package io.scorta.access.sample;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Peering;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A small network in which everything that can decide about a packet occurs often: VPCs with the
/// same addresses, peerings, network ACLs, prefix lists, overlapping rules, detours, blackholes,
/// Elastic IPs, NAT instances.
public final class RandomPlace {
  public static final List<Integer> PORTS = List.of(6379, 22, 80, 6379);
  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0",
          "10.0.0.0/16",
          "10.1.0.0/16",
          "10.0.1.0/24",
          "10.0.1.4/30",
          "10.0.0.5/32",
          "198.51.100.27/32",
          "203.0.113.0/24");
  private static final List<String> DESTINATIONS =
      List.of("0.0.0.0/0", "10.0.0.0/24", "10.0.1.0/24", "198.51.100.0/24", "203.0.113.0/24");

  private final Choices choices;
  private final Place place = new Place();
  private final List<String> groups = new ArrayList<>();

  private RandomPlace(Choices choices) {
    this.choices = choices;
  }

  public static Place of(Choices choices) {
    return whole(new RandomPlace(choices), true);
  }

  /// The same without network ACLs and peerings.
  public static Place plain(Choices choices) {
    return whole(new RandomPlace(choices), false);
  }

  private static Place whole(RandomPlace it, boolean borders) {
    it.prefixLists();
    int vpcs = it.choices.of(List.of(1, 1, 1, 1, 2, 2, 3));
    for (int i = 0; i < vpcs; i++) {
      it.vpc("vpc-" + i, i == 0 || it.choices.oneIn(4) ? "10.0" : "10.1");
    }
    if (borders) {
      it.peerings();
      it.acls();
      it.natGateways();
    }
    it.routes();
    it.elasticIps();
    it.guests();
    return it.place;
  }

  private void prefixLists() {
    for (int i = 0; i < 2; i++) {
      place.prefixList("pl-" + i, choices.of(BLOCKS), choices.of(BLOCKS));
    }
  }

  private void peerings() {
    for (int i = 0; i < place.vpcs.size(); i++) {
      for (int j = i + 1; j < place.vpcs.size(); j++) {
        Vpc one = place.vpcs.get(i);
        Vpc other = place.vpcs.get(j);
        if (!one.cidr().overlaps(other.cidr()) && !choices.oneIn(4)) {
          place.peering("pcx-" + i + j, one.id(), other.id(), !choices.oneIn(5));
        }
      }
    }
  }

  /// In the public subnet, with an Elastic IP, and the way out of the other one.
  private void natGateways() {
    for (Vpc vpc : place.vpcs) {
      if (choices.below(3) > 0) {
        continue;
      }
      String name = Integer.toString(place.interfaces.size());
      String net = Ipv4.format(vpc.cidr().base()).replaceAll("\\.0\\.0$", "");
      place.natGateway(name, "subnet-" + vpc.id() + "0", net + ".0.200");
      NetworkInterface it = place.interfaces.getLast();
      if (!choices.oneIn(4)) {
        place.elastic("203.0.113." + (100 + place.interfaces.size()), it.id(), it.address());
      }
      place.route("rtb-" + vpc.id(), "0.0.0.0/0", new RouteTarget.NatGateway("nat-0", it.id()));
    }
  }

  private void acls() {
    for (Vpc vpc : place.vpcs) {
      if (choices.below(4) > 0) {
        continue;
      }
      String subnet = "subnet-" + vpc.id() + choices.below(2);
      place.acl("acl-" + vpc.id(), vpc.id(), subnet);
      if (choices.oneIn(2)) {
        place.acl("acl-default-" + vpc.id(), vpc.id());
      }
      for (NetworkAcl acl : List.copyOf(place.acls)) {
        if (acl.vpcId().equals(vpc.id())) {
          lines(acl.id(), false);
          lines(acl.id(), true);
        }
      }
    }
  }

  private void lines(String acl, boolean egress) {
    if (!choices.oneIn(8)) {
      place.line(acl, Place.all(100, egress));
    }
    for (int i = choices.below(4); i > 0; i--) {
      Protocol protocol =
          choices.of(
              List.of(Protocol.TCP, Protocol.TCP, Protocol.ALL, Protocol.UDP, Protocol.ICMP));
      boolean icmp = protocol.equals(Protocol.ICMP);
      int from = icmp ? choices.of(List.of(-1, 8, 0)) : choices.of(List.of(0, 22, 1024, 40_000));
      int to = icmp ? -1 : choices.of(List.of(65_535, 39_999, 6379, from));
      place.line(
          acl,
          new NetworkAclEntry(
              10 * (1 + choices.below(12)),
              egress,
              choices.below(2) == 0,
              protocol,
              icmp ? from : Math.min(from, to),
              icmp ? to : Math.max(from, to),
              Optional.of(Cidr.parse(choices.of(BLOCKS))),
              Optional.empty()));
    }
  }

  private void vpc(String vpc, String net) {
    place.vpc(vpc, net + ".0.0/16");
    List<String> own = new ArrayList<>();
    for (int i = 0; i <= choices.below(3); i++) {
      String group = "sg-" + groups.size();
      place.bareGroup(group, vpc);
      groups.add(group);
      own.add(group);
    }
    for (String group : own) {
      rules(group, false);
      rules(group, true);
    }
    if (!choices.oneIn(4)) {
      place.gateways.add(new InternetGateway("igw-" + vpc, "0", Optional.of(vpc)));
    }
    for (int i = 0; i < 2; i++) {
      String subnet = "subnet-" + vpc + i;
      place.subnet(subnet, vpc, net + "." + i + ".0/24");
      for (int j = 0; j <= choices.below(2); j++) {
        host(subnet, net + "." + i + "." + (4 + j), own);
      }
    }
    place.table("rtb-" + vpc, vpc, true, List.of());
    place.table("rtb-public-" + vpc, vpc, false, List.of("subnet-" + vpc + "0"));
  }

  private void host(String subnet, String address, List<String> own) {
    String name = Integer.toString(place.interfaces.size());
    String group = choices.of(own);
    if (choices.below(2) == 0) {
      place.node(name, subnet, address, group, 6379);
    } else {
      place.instance(name, subnet, address, group);
      place.run(name, !choices.oneIn(8));
    }
    place.groupsOf(name, choices.oneIn(3) ? new String[] {group, choices.of(own)} : one(group));
    place.sourceDestCheck(name, !choices.oneIn(3));
  }

  private static String[] one(String group) {
    return new String[] {group};
  }

  private void rules(String group, boolean egress) {
    if (!choices.oneIn(4)) {
      place.rule(group, egress, Protocol.ALL, -1, -1, "0.0.0.0/0");
    }
    for (int i = choices.below(3); i > 0; i--) {
      int from = choices.of(List.of(0, 22, 80, 6379));
      int to = choices.of(List.of(from, from, 6379, 65535));
      String peer =
          switch (choices.below(5)) {
            case 0, 1 -> choices.of(BLOCKS);
            case 2, 3 -> choices.of(groups);
            default -> "pl-" + choices.below(3);
          };
      Protocol protocol = choices.of(List.of(Protocol.TCP, Protocol.TCP, Protocol.UDP));
      place.rule(group, egress, protocol, Math.min(from, to), Math.max(from, to), peer);
    }
  }

  private void routes() {
    for (var table : List.copyOf(place.tables)) {
      List<Cidr> known = new ArrayList<>();
      table.routes().stream()
          .filter(it -> !(it.target() instanceof RouteTarget.Local))
          .forEach(it -> known.add(it.destination()));
      if (table.id().startsWith("rtb-public")) {
        route(table.id(), "0.0.0.0/0", new RouteTarget.Gateway("igw-" + table.vpcId()), known);
      }
      for (int i = choices.below(3); i > 0; i--) {
        route(table.id(), choices.of(DESTINATIONS), target(table.vpcId()), known);
      }
      for (Peering peering : place.peerings) {
        String other = peering.across(table.vpcId());
        if (!other.isEmpty() && !choices.oneIn(4)) {
          String block = other(other).cidr().toString();
          route(table.id(), block, new RouteTarget.Peering(peering.id()), known);
        }
      }
      if (choices.oneIn(8)) {
        place.prefixRoute(table.id(), "pl-0", target(table.vpcId()));
      }
    }
  }

  /// A table holds one route for a block.
  private void route(String table, String block, RouteTarget target, List<Cidr> known) {
    Cidr cidr = Cidr.parse(block);
    if (!known.contains(cidr)) {
      known.add(cidr);
      place.route(table, block, target);
    }
  }

  private Vpc other(String id) {
    return place.vpcs.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  private RouteTarget target(String vpc) {
    if (choices.oneIn(6)) {
      return new RouteTarget.Peering("pcx-0" + (1 + choices.below(2)));
    }
    return choices.below(3) == 0
        ? new RouteTarget.Gateway("igw-" + vpc)
        : new RouteTarget.Interface("eni-" + choices.below(place.interfaces.size() + 1));
  }

  private void elasticIps() {
    for (int i = choices.below(4); i > 0; i--) {
      NetworkInterface it = choices.of(place.interfaces);
      boolean has =
          place.elasticIps.stream()
              .anyMatch(
                  elastic ->
                      elastic.association().orElseThrow().networkInterfaceId().equals(it.id()));
      if (!has) {
        place.elastic("203.0.113." + i, it.id(), it.address());
      }
    }
  }

  private void guests() {
    for (var instance : List.copyOf(place.instances)) {
      String name = instance.id().substring(2);
      place.guest(name, guest -> Place.forwarding(guest, !choices.oneIn(6)));
      for (int i = choices.below(5); i > 0; i--) {
        NetworkInterface to = choices.of(neighbours(instance.networkInterfaceId()));
        place.dnat(name, choices.of(PORTS), Ipv4.format(to.address()), choices.of(PORTS));
      }
      if (!choices.oneIn(3)) {
        place.nat(name, "POSTROUTING", List.<GuestMatch>of(), sourceNat());
      }
      if (choices.oneIn(8)) {
        place.chain(
            name,
            GuestTable.FILTER,
            "FORWARD",
            it -> new GuestChain(it.name(), Optional.of(GuestChain.Policy.DROP), it.rules()));
      }
    }
  }

  private List<NetworkInterface> neighbours(String id) {
    String vpc =
        place.interfaces.stream()
            .filter(it -> it.id().equals(id))
            .findFirst()
            .orElseThrow()
            .vpcId();
    return place.interfaces.stream().filter(it -> it.vpcId().equals(vpc)).toList();
  }

  private GuestTarget sourceNat() {
    return choices.oneIn(4)
        ? new GuestTarget.Snat(choices.of(place.interfaces).address(), Optional.<PortRange>empty())
        : new GuestTarget.Masquerade(Optional.empty());
  }
}
