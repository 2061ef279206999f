package io.scorta.access.kernel;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Peering;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.access.policy.Box;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.access.policy.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Draws the plan of a snapshot. Pure but for the names, which it keeps from plan to plan.
final class Planner {
  /// The interfaces' own addresses. Every subnet's table comes before it.
  static final int LOCAL_TABLE = 1000;

  /// The VPC's end of every link, as the other end sees it.
  static final String ROUTER = "169.254.1.1";

  /// The edge's end of every link, as the other end sees it.
  static final String EDGE_ROUTER = "169.254.1.2";

  private static final String NOWHERE = "blackhole default";
  private final Naming naming;

  Planner(Naming naming) {
    this.naming = naming;
  }

  /// The plan of a snapshot, with hosts outside at these addresses.
  Plan plan(PolicySnapshot snapshot, Set<Integer> outside) {
    naming.follow(snapshot, outside);
    Map<String, VpcPlan> plans = new HashMap<>();
    for (Vpc vpc : snapshot.network().vpcs()) {
      plans.put(vpc.id(), vpc(snapshot, vpc));
    }
    Map<String, PeerLink> peers = new HashMap<>();
    active(snapshot.network()).map(naming::peerLink).forEach(it -> peers.put(it.name(), it));
    return new Plan(plans, peers, new EdgeDrawing(naming, snapshot).plan(outside));
  }

  static boolean hasGateway(Network network, String vpcId) {
    return network.internetGateways().stream()
        .map(InternetGateway::vpcId)
        .anyMatch(Optional.of(vpcId)::equals);
  }

  /// The peerings that carry packets.
  private static Stream<Peering> active(Network network) {
    Set<String> vpcs = network.vpcs().stream().map(Vpc::id).collect(Collectors.toSet());
    return network.peerings().stream()
        .filter(Peering::active)
        .filter(
            it -> vpcs.contains(it.requester().vpcId()) && vpcs.contains(it.accepter().vpcId()));
  }

  private VpcPlan vpc(PolicySnapshot snapshot, Vpc vpc) {
    Map<String, Port> ports = new LinkedHashMap<>();
    Elements elements = new Elements();
    Set<Integer> classes = new HashSet<>();
    List<NetworkInterface> interfaces = snapshot.network().interfaces();
    for (int i = 0; i < interfaces.size(); i++) {
      NetworkInterface it = interfaces.get(i);
      if (it.vpcId().equals(vpc.id())) {
        boolean translates = it.holder() == NetworkInterface.Holder.NAT_GATEWAY;
        if (!translates) {
          classes.add(snapshot.classOf(i));
        }
        if (snapshot.isUp(i)) {
          Port port = port(it, translates);
          ports.put(it.id(), port);
          register(
              elements,
              it,
              port,
              translates
                  ? naming.natGatewayClass(vpc.id())
                  : naming.classNumber(snapshot.classOf(i)));
          border(snapshot, elements, it, port);
        }
      }
    }
    GateElements gates = new GateElements(elements, snapshot, naming::classNumber);
    classes.forEach(gates::add);
    gates.addOpen(naming.natGatewayClass(vpc.id()));
    active(snapshot.network())
        .filter(it -> !it.across(vpc.id()).isEmpty())
        .forEach(it -> peer(snapshot, elements, vpc, it));
    boolean open = hasGateway(snapshot.network(), vpc.id());
    return new VpcPlan(
        naming.namespace(vpc.id()),
        ports,
        open ? naming.gatewayLink(vpc.id()) : "",
        tables(snapshot, vpc, ports),
        elements);
  }

  private Port port(NetworkInterface it, boolean translates) {
    return new Port(
        it.id(),
        naming.interfaceNumber(it.id()),
        it.address(),
        naming.namespace(it.id()),
        translates);
  }

  private void register(Elements elements, NetworkInterface it, Port port, int policyClass) {
    String link = port.link();
    String address = Ipv4.format(it.address());
    elements.add(NftSet.ENIS, link);
    elements.add(NftSet.ENI_ADDR, link + " . " + address);
    elements.add(NftSet.IF_TABLE, link + " : " + naming.table(it.subnetId()));
    elements.add(NftSet.IF_CLASS, link + " : " + policyClass);
    elements.add(NftSet.IF_NUMBER, link + " : " + port.number());
    elements.add(NftSet.ADDR_CLASS, address + " : " + GateElements.classId(policyClass));
    if (!it.sourceDestCheck() || port.translates()) {
      elements.add(NftSet.UNCHECKED, link);
      elements.add(NftSet.MIDDLE, port.number() + " . " + link);
    }
  }

  /// What an interface's subnet means for packets that leave or enter it.
  private void border(PolicySnapshot snapshot, Elements elements, NetworkInterface it, Port port) {
    String subnet = GateElements.classId(naming.subnetNumber(it.subnetId()));
    elements.add(NftSet.IF_SUBNET, port.link() + " : " + subnet);
    elements.add(NftSet.MATES, subnet + " . " + port.link());
    Optional<String> acl = snapshot.aclOf(it.subnetId());
    if (acl.isPresent() && snapshot.isBordered(it.subnetId())) {
      int number = naming.aclNumber(acl.get());
      elements.add(NftSet.BORDERED, port.link());
      elements.add(NftSet.IF_ACL, port.link() + " : " + GateElements.classId(number));
      new AclElements(elements, snapshot).add(it.subnetId(), number);
    }
  }

  /// What a peering carries, and the classes of those at its other end.
  private void peer(PolicySnapshot snapshot, Elements elements, Vpc vpc, Peering peering) {
    String link = naming.peerLink(peering).name();
    String other = peering.across(vpc.id());
    elements.add(NftSet.PEERS, link);
    for (Cidr own : vpc.cidrs()) {
      cidrs(snapshot.network(), other)
          .forEach(
              it -> elements.add(NftSet.PEER_WAYS, link + " . " + range(own) + " . " + range(it)));
    }
    List<NetworkInterface> all = snapshot.network().interfaces();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).vpcId().equals(other)) {
        String number = GateElements.classId(naming.classNumber(snapshot.classOf(i)));
        String address = Ipv4.format(all.get(i).address());
        elements.add(NftSet.PEER_CLASS, "%s . %s : %s".formatted(link, address, number));
      }
    }
  }

  private static Stream<Cidr> cidrs(Network network, String vpcId) {
    return network.vpcs().stream()
        .filter(it -> it.id().equals(vpcId))
        .flatMap(it -> it.cidrs().stream());
  }

  private static String range(Cidr cidr) {
    int last = (int) (Integer.toUnsignedLong(cidr.base()) + cidr.size() - 1);
    return GateElements.addresses(new Box(cidr.base(), last, 0, 0));
  }

  /// One table for each subnet that has an interface, and the table of the interfaces' addresses.
  private Map<Integer, List<String>> tables(
      PolicySnapshot snapshot, Vpc vpc, Map<String, Port> ports) {
    Map<Integer, List<String>> tables = new HashMap<>();
    List<String> local = new ArrayList<>();
    ports.values().forEach(it -> local.add(Ipv4.format(it.address()) + " dev " + it.link()));
    local.add(NOWHERE);
    tables.put(LOCAL_TABLE, local);
    Set<String> used =
        snapshot.network().interfaces().stream()
            .filter(it -> ports.containsKey(it.id()))
            .map(NetworkInterface::subnetId)
            .collect(Collectors.toSet());
    for (Subnet subnet : snapshot.network().subnets()) {
      if (subnet.vpcId().equals(vpc.id()) && used.contains(subnet.id())) {
        tables.put(naming.table(subnet.id()), lines(snapshot, subnet, ports));
      }
    }
    return tables;
  }

  private List<String> lines(PolicySnapshot snapshot, Subnet subnet, Map<String, Port> ports) {
    List<Way> ways = snapshot.ways(subnet);
    List<String> lines = new ArrayList<>();
    ways.forEach(it -> lines.add(line(snapshot.network(), subnet.vpcId(), it, ports)));
    if (ways.stream().noneMatch(it -> it.destination().isAnywhere())) {
      lines.add(NOWHERE);
    }
    return lines;
  }

  private String line(Network network, String vpcId, Way way, Map<String, Port> ports) {
    String to = way.destination().isAnywhere() ? "default" : way.destination().toString();
    return switch (way.target()) {
      case RouteTarget _ when !way.leads() -> "blackhole " + to;
      case RouteTarget.Local _ -> "throw " + to;
      case RouteTarget.Peering(String id) -> peering(network, vpcId, id, to);
      case RouteTarget.Gateway _ -> via(to, EDGE_ROUTER, "igw");
      case RouteTarget.Interface(String id) -> through(ports, id, to);
      case RouteTarget.NatGateway(_, String id) -> through(ports, id, to);
    };
  }

  private static String through(Map<String, Port> ports, String interfaceId, String to) {
    Port port = ports.get(interfaceId);
    return port == null ? "blackhole " + to : via(to, Ipv4.format(port.address()), port.link());
  }

  private String peering(Network network, String vpcId, String peeringId, String to) {
    return network.peerings().stream()
        .filter(it -> it.id().equals(peeringId))
        .map(naming::peerLink)
        .findFirst()
        .map(it -> via(to, it.across(naming.namespace(vpcId)), it.name()))
        .orElse("blackhole " + to);
  }

  private static String via(String to, String router, String link) {
    return "%s via %s dev %s onlink".formatted(to, router, link);
  }
}
