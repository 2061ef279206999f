package io.scorta.server.realise;

import io.scorta.access.kernel.KernelException;
import io.scorta.access.kernel.KernelPlane;
import io.scorta.access.kernel.KernelPlane.Station;
import io.scorta.access.model.CacheListener;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.network.Networks;
import io.scorta.control.state.State;
import io.scorta.server.node.Opening;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The ground of the kernel realiser: every address is real, in a namespace of its own, and packets
/// that the policy does not allow reach nobody.
public final class KernelGround implements Ground {
  private final KernelPlane plane;
  private final Function<State, Set<Integer>> outsideOf;
  private Network network = Network.EMPTY;
  private Set<Integer> outside = Set.of();
  private boolean isWhole = true;

  /// What was put in force last. Owner: the reconciler's thread. Read: anyone.
  private volatile NetworkInForce inForce =
      new NetworkInForce(PolicyCompiler.compile(network), Aliases.NONE);

  /// @param outsideOf the addresses of the hosts outside that a state wants
  public KernelGround(KernelPlane plane, Function<State, Set<Integer>> outsideOf) {
    this.plane = plane;
    this.outsideOf = outsideOf;
  }

  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public List<String> limits() {
    return List.of();
  }

  @Override
  public void prepare(State state) {
    // The kernel gives every interface its own address when the network is put in force.
  }

  @Override
  public boolean enforce(State state, List<CacheListener> listeners) {
    Network next = Networks.of(state, listeners);
    Set<Integer> hosts = outsideOf.apply(state);
    if (isWhole && next.equals(network) && hosts.equals(outside) && plane.isIntact()) {
      return false;
    }
    PolicySnapshot snapshot = PolicyCompiler.compile(next, inForce.snapshot().number() + 1);
    isWhole = false;
    try {
      plane.apply(snapshot, hosts);
    } catch (KernelException e) {
      throw new RealiseException(String.valueOf(e.getMessage()), e);
    }
    isWhole = true;
    network = next;
    outside = hosts;
    inForce = new NetworkInForce(snapshot, Aliases.NONE);
    return false; // The kernel itself judges the packets of open connections.
  }

  @Override
  public boolean isDisturbed() {
    return !isWhole || !plane.isIntact();
  }

  @Override
  public Map<Opening, String> openings() {
    Map<Opening, String> openings = new HashMap<>();
    for (CacheListener listener : network.listeners()) {
      openingOf(listener.networkInterfaceId(), listener.port())
          .ifPresent(opening -> openings.put(opening, listener.networkInterfaceId()));
    }
    return openings;
  }

  @Override
  public Optional<Opening> openingOf(String networkInterfaceId, int port) {
    Optional<Station> station = plane.station(networkInterfaceId);
    return network.interfaces().stream()
        .filter(it -> it.id().equals(networkInterfaceId))
        .map(NetworkInterface::address)
        .findFirst()
        .filter(_ -> station.isPresent())
        .map(address -> new Opening(station, address, port));
  }

  @Override
  public List<String> remarks() {
    return List.of();
  }

  @Override
  public NetworkInForce inForce() {
    return inForce;
  }

  @Override
  public void admitOutside(int address) {
    throw new IllegalArgumentException(
        "in the kernel's network nobody borrows an address: add a host outside that has it");
  }

  @Override
  public Dial dial(Party source, Party target) {
    throw new IllegalArgumentException(
        "in the kernel's network a program connects as somebody from inside its namespace");
  }

  @Override
  public void close() {
    plane.close();
  }
}
