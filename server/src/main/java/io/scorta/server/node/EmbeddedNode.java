package io.scorta.server.node;

import io.scorta.access.kernel.KernelException;
import io.scorta.access.kernel.KernelPlane.Station;
import io.scorta.access.kernel.ListeningSocket;
import io.scorta.access.model.Ipv4;
import io.scorta.control.node.Discovery;
import io.scorta.control.node.NodeSpec;
import io.scorta.engine.loop.Cache;
import io.scorta.engine.loop.ListenException;
import io.scorta.engine.loop.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/// One cache of the engine as a node. Every connection to it passes the network's gate.
final class EmbeddedNode implements RunningNode {
  /// Fixed when a cache is made; a change of it is a new incarnation.
  static final String DATABASES = "databases";

  private static final String MEMORY = "maxmemory";
  private final Cache cache;
  private final Guard guard;
  private final ShownAddresses addresses;
  private NodeSpec spec;

  EmbeddedNode(Cache cache, Guard guard, ShownAddresses addresses, NodeSpec spec) {
    this.cache = cache;
    this.guard = guard;
    this.addresses = addresses;
    this.spec = spec;
    configure(Map.of(), spec.parameters());
    discover(spec.discovery());
  }

  @Override
  public NodeSpec spec() {
    return spec;
  }

  @Override
  public void change(NodeSpec next) {
    configure(spec.parameters(), next.parameters());
    if (next.memoryBytesMax() != spec.memoryBytesMax()) {
      configure(MEMORY, Long.toString(next.memoryBytesMax()));
    }
    if (!next.engineVersion().equals(spec.engineVersion())) {
      cache.present(next.engineVersion());
    }
    if (!next.discovery().equals(spec.discovery())) {
      discover(next.discovery());
    }
    spec = next;
  }

  @Override
  public NodeListener listen(Opening at) {
    InetSocketAddress address = new InetSocketAddress(inet(at.address()), at.port());
    try {
      Listener listener =
          at.station().isPresent()
              ? cache.adopt(socket(at.station().get(), at), address, guard::admit)
              : cache.listen(address, guard::admit);
      return listener::close;
    } catch (ListenException | KernelException e) {
      throw new NodeException(String.valueOf(e.getMessage()), e);
    }
  }

  private static int socket(Station station, Opening at) {
    return ListeningSocket.open(station.where(), at.address(), at.port());
  }

  @Override
  public int connections() {
    return (int) cache.figures().connections();
  }

  @Override
  public int cut() {
    return cache.cut(
        (peer, peerPort, local, localPort, ticket) ->
            !guard.survives(ticket, peer, peerPort, local, localPort));
  }

  @Override
  public void close() {
    cache.close();
  }

  private void configure(Map<String, String> before, Map<String, String> after) {
    after.forEach(
        (name, value) -> {
          if (!value.equals(before.get(name)) && !name.equals(DATABASES)) {
            configure(name, value);
          }
        });
  }

  /// A parameter that the engine does not have yet is kept in the group and changes nothing here.
  private void configure(String name, String value) {
    if (cache.configured(name) == null) {
      return;
    }
    try {
      cache.configure(name, value);
    } catch (IllegalArgumentException e) {
      throw new NodeException(
          "parameter %s cannot be %s (%s)".formatted(name, value, e.getMessage()), e);
    }
  }

  private void discover(Discovery discovery) {
    cache.discovery(told(discovery, address -> addresses.shown(spec.vpcId(), address)));
  }

  /// What clients read: the version, and the nodes in the alphabetical order of their hosts.
  ///
  /// They are told addresses that they can dial on this machine.
  static String told(Discovery discovery, IntUnaryOperator shown) {
    String members =
        discovery.members().stream()
            .map(
                member -> Map.entry(Ipv4.format(shown.applyAsInt(member.address())), member.port()))
            .sorted(Map.Entry.comparingByKey())
            .map(node -> "%1$s|%1$s|%2$d".formatted(node.getKey(), node.getValue()))
            .collect(Collectors.joining(" "));
    return discovery.version() + "\n" + members + "\n";
  }

  private static InetAddress inet(int address) {
    byte[] bytes = {
      (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
    };
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // Four bytes are always an address.
    }
  }
}
