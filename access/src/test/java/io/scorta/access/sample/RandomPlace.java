package io.scorta.access.sample;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RouteTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A small network in which everything that can decide about a packet occurs often: VPCs with the
/// same addresses, overlapping rules, detours, blackholes, Elastic IPs, NAT instances.
public final class RandomPlace {
  public static final List<Integer> PORTS = List.of(6379, 22, 80, 6379);
  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0",
          "10.0.0.0/16",
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
    RandomPlace it = new RandomPlace(choices);
    int vpcs = it.choices.oneIn(3) ? 2 : 1;
    for (int i = 0; i < vpcs; i++) {
      it.vpc("vpc-" + i);
    }
    it.routes();
    it.elasticIps();
    it.guests();
    return it.place;
  }

  private void vpc(String vpc) {
    place.vpc(vpc, "10.0.0.0/16");
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
      place.subnet(subnet, vpc, "10.0." + i + ".0/24");
      for (int j = 0; j <= choices.below(2); j++) {
        host(subnet, "10.0." + i + "." + (4 + j), own);
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
      String peer = choices.below(2) == 0 ? choices.of(BLOCKS) : choices.of(groups);
      Protocol protocol = choices.of(List.of(Protocol.TCP, Protocol.TCP, Protocol.UDP));
      place.rule(group, egress, protocol, Math.min(from, to), Math.max(from, to), peer);
    }
  }

  private void routes() {
    for (var table : List.copyOf(place.tables)) {
      List<Cidr> known = new ArrayList<>();
      if (table.id().startsWith("rtb-public")) {
        route(table.id(), "0.0.0.0/0", new RouteTarget.Gateway("igw-" + table.vpcId()), known);
      }
      for (int i = choices.below(3); i > 0; i--) {
        route(table.id(), choices.of(DESTINATIONS), target(table.vpcId()), known);
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

  private RouteTarget target(String vpc) {
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
      for (int i = choices.below(4); i > 0; i--) {
        NetworkInterface to = choices.of(place.interfaces);
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

  private GuestTarget sourceNat() {
    return choices.oneIn(4)
        ? new GuestTarget.Snat(choices.of(place.interfaces).address(), Optional.<PortRange>empty())
        : new GuestTarget.Masquerade(Optional.empty());
  }
}
