package io.scorta.access.kernel;

import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
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
    return new Plan(plans, new EdgeDrawing(naming, snapshot).plan(outside));
  }

  static boolean hasGateway(Network network, String vpcId) {
    return network.internetGateways().stream()
        .map(InternetGateway::vpcId)
        .anyMatch(Optional.of(vpcId)::equals);
  }

  private VpcPlan vpc(PolicySnapshot snapshot, Vpc vpc) {
    Map<String, Port> ports = new LinkedHashMap<>();
    Elements elements = new Elements();
    Set<Integer> classes = new HashSet<>();
    List<NetworkInterface> interfaces = snapshot.network().interfaces();
    for (int i = 0; i < interfaces.size(); i++) {
      NetworkInterface it = interfaces.get(i);
      if (it.vpcId().equals(vpc.id())) {
        classes.add(snapshot.classOf(i));
        if (snapshot.isUp(i)) {
          Port port = port(it);
          ports.put(it.id(), port);
          register(elements, it, port, naming.classNumber(snapshot.classOf(i)));
        }
      }
    }
    GateElements gates = new GateElements(elements, snapshot, naming::classNumber);
    classes.forEach(gates::add);
    boolean open = hasGateway(snapshot.network(), vpc.id());
    return new VpcPlan(
        naming.namespace(vpc.id()),
        ports,
        open ? naming.gatewayLink(vpc.id()) : "",
        tables(snapshot, vpc, ports),
        elements);
  }

  private Port port(NetworkInterface it) {
    return new Port(
        it.id(), naming.interfaceNumber(it.id()), it.address(), naming.namespace(it.id()));
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
    if (!it.sourceDestCheck()) {
      elements.add(NftSet.UNCHECKED, link);
      elements.add(NftSet.MIDDLE, port.number() + " . " + link);
    }
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
        tables.put(naming.table(subnet.id()), lines(snapshot.ways(subnet), ports));
      }
    }
    return tables;
  }

  private static List<String> lines(List<Way> ways, Map<String, Port> ports) {
    List<String> lines = new ArrayList<>(ways.stream().map(it -> line(it, ports)).toList());
    if (ways.stream().noneMatch(it -> it.destination().isAnywhere())) {
      lines.add(NOWHERE);
    }
    return lines;
  }

  private static String line(Way way, Map<String, Port> ports) {
    String to = way.destination().isAnywhere() ? "default" : way.destination().toString();
    return switch (way.target()) {
      case RouteTarget _ when !way.leads() -> "blackhole " + to;
      case RouteTarget.Local _ -> "throw " + to;
      // No link joins two VPCs yet: what only a peering carries is dropped rather than let through.
      case RouteTarget.Peering _ -> "blackhole " + to;
      case RouteTarget.Gateway _ -> "%s via %s dev igw onlink".formatted(to, EDGE_ROUTER);
      case RouteTarget.Interface(String id) -> {
        Port port = ports.get(id);
        yield port == null
            ? "blackhole " + to
            : "%s via %s dev %s onlink".formatted(to, Ipv4.format(port.address()), port.link());
      }
    };
  }
}
