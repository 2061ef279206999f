package io.scorta.access.reach;

import io.scorta.access.model.CacheListener;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PortForwards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The ports of instances behind which, by their NAT rules, a cache node answers.
final class Doors {
  private final Network network;

  Doors(Network network) {
    this.network = network;
  }

  /// The doors to a node, each as the public address, or the interface without one, and the port.
  List<String> to(Party target) {
    List<String> doors = new ArrayList<>();
    for (NetworkInterface node : network.interfaces()) {
      if (isMeant(target, node)) {
        for (Instance instance : network.instances()) {
          byId(instance.networkInterfaceId())
              .filter(host -> host.vpcId().equals(node.vpcId()))
              .ifPresent(host -> collect(host, instance, node, doors));
        }
      }
    }
    return doors;
  }

  private void collect(
      NetworkInterface host, Instance instance, NetworkInterface node, List<String> doors) {
    Set<PortForwards.Destination> wanted =
        network.listeners().stream()
            .filter(listener -> listener.networkInterfaceId().equals(node.id()))
            .map(CacheListener::port)
            .map(port -> new PortForwards.Destination(node.address(), port))
            .collect(Collectors.toSet());
    PortForwards.ports(instance.guest()).stream()
        .limit(PortForwards.PORTS_MAX)
        .filter(
            port ->
                PortForwards.destinations(instance.guest(), host.address(), port).stream()
                    .anyMatch(wanted::contains))
        .forEach(port -> doors.add(publicName(host.id()) + ":" + port));
  }

  private static boolean isMeant(Party target, NetworkInterface node) {
    return node.holder() == NetworkInterface.Holder.CACHE_NODE
        && switch (target) {
          case Party.Interface(String id) -> id.equals(node.id());
          case Party.Address(int address) -> address == node.address();
        };
  }

  private String publicName(String id) {
    return network.elasticIps().stream()
        .filter(
            it -> it.association().filter(tie -> tie.networkInterfaceId().equals(id)).isPresent())
        .map(ElasticIp::publicAddress)
        .map(Ipv4::format)
        .findFirst()
        .orElse(id);
  }

  private Optional<NetworkInterface> byId(String id) {
    return network.interfaces().stream().filter(it -> it.id().equals(id)).findFirst();
  }
}
