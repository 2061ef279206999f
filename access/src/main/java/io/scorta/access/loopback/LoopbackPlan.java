package io.scorta.access.loopback;

import io.scorta.access.model.CacheListener;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Guest;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.policy.PortForwards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Which listeners must be open so that every way to a cache node exists, and where each leads.
///
/// A cache node listens under its own alias. Where the NAT rules of a running instance send a port
/// to a cache node, that node listens under the instance's alias and its Elastic IP's as well, so
/// that the connection lands in the cache itself and no byte is relayed. When rules send different
/// clients from one port to different nodes, the listener belongs to the first in rule order, and
/// the gate refuses the clients of the others; `remarks` says so.
public record LoopbackPlan(List<Opening> openings, List<String> remarks) {
  /// A listener and the interface and port of the cache node to which it belongs.
  public record Opening(int address, int port, String interfaceId, int cachePort) {
    @Override
    public String toString() {
      return "%s:%d to %s:%d".formatted(Ipv4.format(address), port, interfaceId, cachePort);
    }
  }

  public static final LoopbackPlan EMPTY = new LoopbackPlan(List.of(), List.of());

  public LoopbackPlan {
    openings = List.copyOf(openings);
    remarks = List.copyOf(remarks);
  }

  /// The plan of a network whose interfaces and Elastic IPs have their aliases in the book.
  public static LoopbackPlan of(Network network, AliasBook book) {
    Drawing drawing = new Drawing(network, book);
    drawing.nodes();
    drawing.instances();
    drawing.elasticIps();
    return new LoopbackPlan(List.copyOf(drawing.openings.values()), drawing.remarks);
  }

  private record Place(int address, int port) {}

  private static final class Drawing {
    private final Network network;
    private final AliasBook book;
    private final Map<Place, Opening> openings = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, NetworkInterface> interfaces;
    private final Set<CacheListener> listeners;
    private final Map<String, Map<Integer, NetworkInterface>> nodesByVpc = new HashMap<>();

    /// Per interface: its port and the node's interface and port to which it leads.
    private final Map<String, Map<Integer, CacheListener>> ways = new HashMap<>();

    Drawing(Network network, AliasBook book) {
      this.network = network;
      this.book = book;
      this.listeners = new HashSet<>(network.listeners());
      this.interfaces =
          network.interfaces().stream()
              .collect(Collectors.toMap(NetworkInterface::id, it -> it, (_, last) -> last));
    }

    void nodes() {
      for (CacheListener listener : network.listeners()) {
        NetworkInterface it = interfaces.get(listener.networkInterfaceId());
        if (it != null) {
          nodesByVpc.computeIfAbsent(it.vpcId(), _ -> new HashMap<>()).put(it.address(), it);
          way(it.id(), listener.port(), listener);
        }
      }
    }

    void instances() {
      for (Instance instance : network.instances()) {
        NetworkInterface it = interfaces.get(instance.networkInterfaceId());
        if (it != null && instance.running()) {
          forwards(instance.id(), it, instance.guest());
        }
      }
    }

    void elasticIps() {
      for (ElasticIp elastic : network.elasticIps()) {
        OptionalInt alias = book.aliasOfElastic(elastic.publicAddress());
        if (alias.isPresent() && elastic.association().isPresent()) {
          String id = elastic.association().get().networkInterfaceId();
          ways.getOrDefault(id, Map.of())
              .forEach((port, node) -> open(new Place(alias.getAsInt(), port), node));
        }
      }
    }

    private void forwards(String instanceId, NetworkInterface it, Guest guest) {
      Set<Integer> ports = PortForwards.ports(guest);
      if (ports.size() > LoopbackBounds.FORWARDS_MAX) {
        remarks.add(
            "%s names more than %d ports: the rest of the widest ranges is not open"
                .formatted(instanceId, LoopbackBounds.FORWARDS_MAX));
      }
      ports.stream()
          .limit(LoopbackBounds.FORWARDS_MAX)
          .forEach(port -> forward(instanceId, it, guest, port));
    }

    private void forward(String instanceId, NetworkInterface it, Guest guest, int port) {
      List<CacheListener> targets =
          PortForwards.destinations(guest, it.address(), port).stream()
              .flatMap(to -> node(it.vpcId(), to).stream())
              .distinct()
              .toList();
      if (targets.isEmpty()) {
        return;
      }
      way(it.id(), port, targets.getFirst());
      if (targets.size() > 1) {
        remarks.add(
            "port %d of %s leads different clients to different nodes: only those of %s get in"
                .formatted(port, instanceId, targets.getFirst().networkInterfaceId()));
      }
    }

    private List<CacheListener> node(String vpcId, PortForwards.Destination to) {
      NetworkInterface node = nodesByVpc.getOrDefault(vpcId, Map.of()).get(to.address());
      if (node == null) {
        return List.of();
      }
      CacheListener listener = new CacheListener(node.id(), to.port());
      return listeners.contains(listener) ? List.of(listener) : List.of();
    }

    private void way(String interfaceId, int port, CacheListener node) {
      ways.computeIfAbsent(interfaceId, _ -> new LinkedHashMap<>()).putIfAbsent(port, node);
      OptionalInt alias = book.aliasOfInterface(interfaceId);
      if (alias.isPresent()) {
        open(new Place(alias.getAsInt(), port), node);
      }
    }

    private void open(Place place, CacheListener node) {
      if (openings.size() < LoopbackBounds.OPENINGS_MAX) {
        openings.putIfAbsent(
            place,
            new Opening(place.address(), place.port(), node.networkInterfaceId(), node.port()));
      } else if (!openings.containsKey(place)) {
        String remark =
            "the network needs more than %d listeners: the rest are not open"
                .formatted(LoopbackBounds.OPENINGS_MAX);
        if (!remarks.contains(remark)) {
          remarks.add(remark);
        }
      }
    }
  }
}
