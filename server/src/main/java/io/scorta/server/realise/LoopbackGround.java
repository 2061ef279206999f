package io.scorta.server.realise;

import io.scorta.access.loopback.AliasBook;
import io.scorta.access.loopback.LoopbackCaveats;
import io.scorta.access.loopback.LoopbackDial;
import io.scorta.access.loopback.LoopbackGate;
import io.scorta.access.loopback.LoopbackPlan;
import io.scorta.access.model.CacheListener;
import io.scorta.access.model.Network;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.network.Networks;
import io.scorta.control.state.State;
import io.scorta.server.loop.ControlLoop;
import io.scorta.server.node.Opening;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The ground of the loopback realiser: aliases, and a gate that every acceptor asks.
public final class LoopbackGround implements Ground {
  private final AliasKeeper aliases;
  private final LoopbackGate gate;
  private Network network = Network.EMPTY;
  private Network prepared = Network.EMPTY;
  private AliasBook book;
  private LoopbackPlan plan = LoopbackPlan.EMPTY;

  /// What was published last. Owner: the reconciler's thread. Read: anyone.
  private volatile NetworkInForce inForce;

  /// @param loop keeps the aliases, so that they stay over restarts
  /// @param gate asked by every node's guard
  public LoopbackGround(ControlLoop loop, LoopbackGate gate) {
    aliases = new AliasKeeper(loop);
    this.gate = gate;
    book = aliases.book();
    inForce = new NetworkInForce(PolicyCompiler.compile(network), aliases(book));
  }

  private static Aliases aliases(AliasBook book) {
    return new Aliases() {
      @Override
      public OptionalInt ofInterface(String networkInterfaceId) {
        return book.aliasOfInterface(networkInterfaceId);
      }

      @Override
      public OptionalInt ofElastic(int publicAddress) {
        return book.aliasOfElastic(publicAddress);
      }
    };
  }

  @Override
  public String name() {
    return "loopback";
  }

  @Override
  public List<String> limits() {
    return LoopbackCaveats.SENTENCES;
  }

  @Override
  public NetworkInForce inForce() {
    return inForce;
  }

  @Override
  public boolean isDisturbed() {
    return false; // Nobody else has a hand in it.
  }

  @Override
  public void admitOutside(int address) {
    aliases.withOutside(address);
  }

  @Override
  public Dial dial(Party source, Party target, int port) {
    Network now = inForce.snapshot().network();
    LoopbackDial dial = LoopbackDial.of(now, aliases.book(), source, target);
    return new Dial(dial.source(), dial.target(), port, "");
  }

  @Override
  public void close() {
    aliases.close();
  }

  @Override
  public void prepare(State state) {
    prepared = Networks.of(state, List.of());
    aliases.assigned(prepared);
  }

  /// The alias of an address of a VPC; the address itself when nobody has it.
  public int shown(String vpcId, int address) {
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
    plan = LoopbackPlan.of(next, nextBook);
    gate.publish(snapshot, nextBook, plan);
    inForce = new NetworkInForce(snapshot, aliases(nextBook));
    network = next;
    book = nextBook;
    return changed;
  }

  @Override
  public Map<Opening, String> openings() {
    Map<Opening, String> openings = new HashMap<>();
    for (LoopbackPlan.Opening one : plan.openings()) {
      openings.put(Opening.here(one.address(), one.port()), one.interfaceId());
    }
    return openings;
  }

  @Override
  public Optional<Opening> openingOf(String networkInterfaceId, int port) {
    OptionalInt alias = book.aliasOfInterface(networkInterfaceId);
    return alias.isPresent() ? Optional.of(Opening.here(alias.getAsInt(), port)) : Optional.empty();
  }

  @Override
  public List<String> remarks() {
    return plan.remarks();
  }
}
