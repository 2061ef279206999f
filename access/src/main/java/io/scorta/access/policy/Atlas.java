package io.scorta.access.policy;

import io.scorta.access.model.CacheListener;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Guest;
import io.scorta.access.model.Instance;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The network with everything found by number or key. An interface's number is its place in
/// `Network.interfaces`.
final class Atlas {
  /// A port on which every running instance answers.
  static final int SSH_PORT = 22;

  static final int NOBODY = -1;

  private static final int[] NO_PORTS = {};

  private final List<NetworkInterface> interfaces;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Map<Integer, Integer>> numbersByAddress = new HashMap<>();
  private final Map<String, Instance> instances;
  private final Map<String, Vpc> vpcs;
  private final Map<String, Subnet> subnets;
  private final Map<String, RouteLookup> routes = new HashMap<>();
  private final Map<String, String> gatewaysByVpc = new HashMap<>();
  private final Map<Integer, ElasticIp> elasticByPublic;
  private final Map<String, ElasticIp> elasticByInterface = new HashMap<>();

  private final Surroundings surroundings;

  /// Per interface: the border of its subnet.
  private final Border[] borders;

  /// Per interface, ascending.
  private final int[][] listenerPorts;

  Atlas(Network network) {
    interfaces = network.interfaces();
    for (int i = 0; i < interfaces.size(); i++) {
      NetworkInterface it = interfaces.get(i);
      numbers.put(it.id(), i);
      numbersByAddress.computeIfAbsent(it.vpcId(), _ -> new HashMap<>()).put(it.address(), i);
    }
    instances = keyed(network.instances(), Instance::networkInterfaceId);
    vpcs = keyed(network.vpcs(), Vpc::id);
    subnets = keyed(network.subnets(), Subnet::id);
    elasticByPublic = keyed(network.elasticIps(), ElasticIp::publicAddress);
    for (InternetGateway gateway : network.internetGateways()) {
      gateway.vpcId().ifPresent(vpcId -> gatewaysByVpc.put(vpcId, gateway.id()));
    }
    for (ElasticIp elastic : network.elasticIps()) {
      elastic
          .association()
          .ifPresent(it -> elasticByInterface.putIfAbsent(it.networkInterfaceId(), elastic));
    }
    surroundings = new Surroundings(network);
    borders = new Border[interfaces.size()];
    for (int i = 0; i < borders.length; i++) {
      borders[i] = surroundings.border(interfaces.get(i).subnetId());
    }
    listenerPorts = listenerPorts(network);
    indexRoutes(network.routeTables());
  }

  private int[][] listenerPorts(Network network) {
    Map<String, Set<Integer>> ports = new HashMap<>();
    for (CacheListener listener : network.listeners()) {
      ports
          .computeIfAbsent(listener.networkInterfaceId(), _ -> new HashSet<>())
          .add(listener.port());
    }
    for (Instance instance : network.instances()) {
      ports.computeIfAbsent(instance.networkInterfaceId(), _ -> new HashSet<>()).add(SSH_PORT);
    }
    int[][] perInterface = new int[interfaces.size()][];
    for (int i = 0; i < perInterface.length; i++) {
      Set<Integer> own = ports.get(interfaces.get(i).id());
      perInterface[i] =
          own == null ? NO_PORTS : own.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
    return perInterface;
  }

  private void indexRoutes(List<RouteTable> tables) {
    Map<String, RouteTable> bySubnet = new HashMap<>();
    Map<String, RouteTable> mains = new HashMap<>();
    for (RouteTable table : tables) {
      table.associations().values().forEach(subnetId -> bySubnet.put(subnetId, table));
      if (table.isMain()) {
        mains.put(table.vpcId(), table);
      }
    }
    for (Subnet subnet : subnets.values()) {
      Vpc vpc = vpcs.get(subnet.vpcId());
      RouteTable table = bySubnet.getOrDefault(subnet.id(), mains.get(subnet.vpcId()));
      if (vpc != null) {
        routes.put(
            subnet.id(),
            table == null
                ? RouteLookup.of(vpc, subnet, "", List.of())
                : RouteLookup.of(vpc, subnet, table.id(), routesOf(table)));
      }
    }
  }

  /// The routes of a table with those to prefix lists behind them, block by block.
  private List<Route> routesOf(RouteTable table) {
    List<Route> all = new ArrayList<>(table.routes());
    new TreeMap<>(table.prefixRoutes())
        .forEach(
            (listId, target) ->
                surroundings.blocks(listId).forEach(block -> all.add(new Route(block, target))));
    return all;
  }

  int size() {
    return interfaces.size();
  }

  NetworkInterface at(int number) {
    return interfaces.get(number);
  }

  /// The number of an interface, [#NOBODY] when there is none of this id.
  int number(String interfaceId) {
    return numbers.getOrDefault(interfaceId, NOBODY);
  }

  /// The number of the interface with a private address, [#NOBODY] when there is none.
  int number(String vpcId, int address) {
    Map<Integer, Integer> ofVpc = numbersByAddress.get(vpcId);
    return ofVpc == null ? NOBODY : ofVpc.getOrDefault(address, NOBODY);
  }

  /// Whether the holder of an interface is there to send and to answer.
  boolean isUp(int number) {
    NetworkInterface it = at(number);
    if (it.holder() != NetworkInterface.Holder.INSTANCE) {
      return true;
    }
    Instance instance = instances.get(it.id());
    return instance != null && instance.running();
  }

  /// Whether a NAT gateway holds the interface.
  boolean isNat(int number) {
    return at(number).holder() == NetworkInterface.Holder.NAT_GATEWAY;
  }

  /// The inside of the instance that holds an interface; a cache node has none.
  Optional<Guest> guest(int number) {
    return Optional.ofNullable(instances.get(at(number).id())).map(Instance::guest);
  }

  boolean listens(int number, int port) {
    return Arrays.binarySearch(listenerPorts[number], port) >= 0;
  }

  RouteLookup routes(int number) {
    return routes.getOrDefault(at(number).subnetId(), RouteLookup.NONE);
  }

  RouteLookup routesOf(String subnetId) {
    return routes.getOrDefault(subnetId, RouteLookup.NONE);
  }

  /// Whether there is still something at the end of a route of this VPC.
  boolean leads(RouteTarget target, String vpcId) {
    return switch (target) {
      case RouteTarget.Local _ -> true;
      case RouteTarget.Gateway(String id) -> isAttached(id, vpcId);
      case RouteTarget.Interface(String id) -> {
        int number = number(id);
        yield number != NOBODY && at(number).vpcId().equals(vpcId) && isUp(number);
      }
      case RouteTarget.NatGateway(_, String id) -> {
        int number = number(id);
        yield number != NOBODY && at(number).vpcId().equals(vpcId) && isNat(number);
      }
      case RouteTarget.Peering(String id) -> !surroundings.across(id, vpcId).isEmpty();
    };
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /// The border of an interface's subnet.
  Border border(int number) {
    return borders[number];
  }

  /// Whether what goes from one interface to the other leaves a subnet.
  boolean isBetweenSubnets(int one, int other) {
    return !at(one).subnetId().equals(at(other).subnetId());
  }

  boolean contains(String vpcId, int address) {
    Vpc vpc = vpcs.get(vpcId);
    return vpc != null && vpc.contains(address);
  }

  /// The interface that an address means to this one: one of its own VPC, or one of the VPC to
  /// which its routes lead by a peering; [#NOBODY] when there is none.
  int remote(int number, int address) {
    String vpcId = at(number).vpcId();
    if (surroundings.peersOf(vpcId).isEmpty()) {
      return number(vpcId, address);
    }
    return routes(number).find(address).map(Route::target).orElse(null)
            instanceof RouteTarget.Peering(String id)
        ? number(surroundings.across(id, vpcId), address)
        : number(vpcId, address);
  }

  /// Whether this internet gateway exists and is attached to the VPC.
  boolean isAttached(String gatewayId, String vpcId) {
    return gatewayId.equals(gatewaysByVpc.get(vpcId));
  }

  @Nullable String gatewayOf(String vpcId) {
    return gatewaysByVpc.get(vpcId);
  }

  @Nullable ElasticIp elasticOf(int publicAddress) {
    return elasticByPublic.get(publicAddress);
  }

  @Nullable ElasticIp elasticOfInterface(int number) {
    return elasticByInterface.get(at(number).id());
  }

  private static <K, V> Map<K, V> keyed(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toMap(key, value -> value, (_, last) -> last));
  }
}
