package io.scorta.server.realise;

import io.scorta.access.loopback.AliasBook;
import io.scorta.access.loopback.LoopbackGate;
import io.scorta.access.loopback.LoopbackPlan;
import io.scorta.access.model.CacheListener;
import io.scorta.access.model.Network;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.network.Networks;
import io.scorta.control.state.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The ground of the loopback realiser: aliases, and a gate that every acceptor asks.
final class LoopbackGround implements Ground {
  private final AliasKeeper aliases;
  private final LoopbackGate gate;
  private Network network = Network.EMPTY;
  private Network prepared = Network.EMPTY;
  private AliasBook book;

  /// What was published last. Owner: the reconciler's thread. Read: anyone.
  private volatile NetworkInForce inForce;

  LoopbackGround(AliasKeeper aliases, LoopbackGate gate) {
    this.aliases = aliases;
    this.gate = gate;
    book = aliases.book();
    inForce = new NetworkInForce(PolicyCompiler.compile(network), book, LoopbackPlan.EMPTY);
  }

  NetworkInForce inForce() {
    return inForce;
  }

  @Override
  public void prepare(State state) {
    prepared = Networks.of(state, List.of());
    aliases.assigned(prepared);
  }

  /// The alias of an address of a VPC; the address itself when nobody has it.
  int shown(String vpcId, int address) {
    return prepared.interfaces().stream()
        .filter(one -> one.address() == address && one.vpcId().equals(vpcId))
        .findFirst()
        .map(one -> aliases.book().aliasOfInterface(one.id()).orElse(address))
        .orElse(address);
  }

  @Override
  public boolean enforce(State state, List<CacheListener> listeners) {
    Network next = Networks.of(state, listeners);
    AliasBook nextBook = aliases.book();
    boolean changed = !next.equals(network);
    if (!changed && nextBook.equals(book)) {
      return false;
    }
    long number = inForce.snapshot().number() + 1;
    PolicySnapshot snapshot = changed ? PolicyCompiler.compile(next, number) : inForce.snapshot();
    LoopbackPlan plan = LoopbackPlan.of(next, nextBook);
    gate.publish(snapshot, nextBook, plan);
    inForce = new NetworkInForce(snapshot, nextBook, plan);
    network = next;
    book = nextBook;
    return changed;
  }

  @Override
  public Map<Opening, String> openings() {
    Map<Opening, String> openings = new HashMap<>();
    for (LoopbackPlan.Opening one : inForce.plan().openings()) {
      openings.put(new Opening(one.address(), one.port()), one.interfaceId());
    }
    return openings;
  }

  @Override
  public Optional<Opening> openingOf(String networkInterfaceId, int port) {
    OptionalInt alias = book.aliasOfInterface(networkInterfaceId);
    return alias.isPresent() ? Optional.of(new Opening(alias.getAsInt(), port)) : Optional.empty();
  }

  @Override
  public List<String> remarks() {
    return inForce.plan().remarks();
  }
}
