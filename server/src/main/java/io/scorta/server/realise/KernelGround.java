package io.scorta.server.realise;

import io.scorta.access.kernel.KernelException;
import io.scorta.access.kernel.KernelPlane;
import io.scorta.access.kernel.KernelPlane.Station;
import io.scorta.access.kernel.Namespace;
import io.scorta.access.model.CacheListener;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.network.Networks;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Fault;
import io.scorta.control.state.State;
import io.scorta.server.instance.PlaceException;
import io.scorta.server.instance.Relay;
import io.scorta.server.loop.ControlLoop;
import io.scorta.server.node.Opening;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The ground of the kernel realiser: every address is real, in a namespace of its own, and packets
/// that the policy does not allow reach nobody.
public final class KernelGround implements Ground {
  private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
  private final KernelPlane plane;
  private final Insides insides;
  private final ControlLoop loop;
  private Network network = Network.EMPTY;
  private Set<Integer> outside = Set.of();
  private boolean isWhole = true;

  /// What was put in force last. Owner: the reconciler's thread. Read: anyone.
  private volatile NetworkInForce inForce =
      new NetworkInForce(PolicyCompiler.compile(network), Aliases.NONE);

  /// @param plane makes the namespaces of those that have an inside by the insides' maker
  public KernelGround(KernelPlane plane, Insides insides, ControlLoop loop) {
    this.plane = plane;
    this.insides = insides;
    this.loop = loop;
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
    Set<Integer> hosts = OutsideHosts.of(state);
    insides.expect(state);
    bring(next, hosts);
    insides.settle(state);
    return false; // The kernel itself judges the packets of open connections.
  }

  private void bring(Network next, Set<Integer> hosts) {
    if (isWhole && next.equals(network) && hosts.equals(outside) && plane.isIntact()) {
      return;
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
  }

  @Override
  public boolean isAsAsked(String instanceId, boolean running) {
    return insides.isAsAsked(instanceId, running);
  }

  @Override
  public Optional<Insides> insides() {
    return Optional.of(insides);
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
    return addressOf(networkInterfaceId)
        .filter(_ -> station.isPresent())
        .map(address -> new Opening(station, address, port));
  }

  /// Found by its number in the snapshot, since every node asks at every pass.
  private Optional<Integer> addressOf(String networkInterfaceId) {
    PolicySnapshot now = inForce.snapshot();
    int place = now.endpointOfInterface(networkInterfaceId);
    return place == PolicySnapshot.NO_ENDPOINT
        ? Optional.empty()
        : Optional.of(now.network().interfaces().get(place).address());
  }

  @Override
  public List<String> remarks() {
    return insides.remarks();
  }

  @Override
  public NetworkInForce inForce() {
    return inForce;
  }

  @Override
  public void admitOutside(int address) {
    if (loop.submit(Limits.OPERATOR, OutsideHosts.add(address))
        instanceof Decision.Refused<Boolean>(Fault fault)) {
      throw new IllegalArgumentException(fault.message());
    }
  }

  @Override
  public Dial dial(Party source, Party target, int port) {
    Namespace from =
        switch (source) {
          case Party.Interface(String id) ->
              plane
                  .station(id)
                  .map(Station::where)
                  .orElseThrow(() -> new IllegalArgumentException(id + " is not up"));
          case Party.Address(int address) -> insides.outsideNamespace(address);
        };
    try {
      Relay.Ticket ticket = insides.ticket(from, address(source, target), port);
      return new Dial(LOOPBACK, LOOPBACK, ticket.port(), ticket.word());
    } catch (PlaceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// Somebody outside dials an interface at its Elastic IP when it has one.
  private int address(Party source, Party target) {
    Network now = inForce.snapshot().network();
    return switch (target) {
      case Party.Address(int address) -> address;
      case Party.Interface(String id) -> {
        Optional<Integer> elastic =
            now.elasticIps().stream()
                .filter(
                    it ->
                        it.association()
                            .map(ElasticIp.Association::networkInterfaceId)
                            .filter(id::equals)
                            .isPresent())
                .map(ElasticIp::publicAddress)
                .findFirst()
                .filter(_ -> source instanceof Party.Address);
        yield elastic.orElseGet(
            () ->
                addressOf(id).orElseThrow(() -> new IllegalArgumentException("there is no " + id)));
      }
    };
  }

  @Override
  public void close() {
    insides.close();
    plane.close();
  }
}
