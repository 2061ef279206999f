package io.scorta.server.realise;

import io.scorta.access.model.CacheListener;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.control.network.Networks;
import io.scorta.control.state.State;
import io.scorta.server.node.Opening;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A ground on which every address stands for itself.
final class MemoryGround implements Ground {
  Network network = Network.EMPTY;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<String> limits() {
    return List.of();
  }

  @Override
  public boolean isDisturbed() {
    return false;
  }

  @Override
  public NetworkInForce inForce() {
    return new NetworkInForce(PolicyCompiler.compile(network), Aliases.NONE);
  }

  @Override
  public void admitOutside(int address) {
    throw new IllegalArgumentException("nobody is outside");
  }

  @Override
  public Dial dial(Party source, Party target, int port) {
    throw new IllegalArgumentException("nobody dials");
  }

  @Override
  public void close() {}

  @Override
  public void prepare(State state) {}

  @Override
  public boolean enforce(State state, List<CacheListener> listeners) {
    Network next = Networks.of(state, listeners);
    boolean changed = !next.equals(network);
    network = next;
    return changed;
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
    return network.interfaces().stream()
        .filter(one -> one.id().equals(networkInterfaceId))
        .findFirst()
        .map(NetworkInterface::address)
        .map(address -> Opening.here(address, port));
  }

  @Override
  public List<String> remarks() {
    return List.of();
  }
}
