package io.scorta.server.api;

import io.scorta.access.model.Ipv4;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.network.Networks;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Mint;
import io.scorta.control.state.State;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A control plane without a store or threads: decides at once and keeps the state in memory.
final class MemoryPlane implements ControlPlane {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final AtomicInteger awaited = new AtomicInteger();
  private State state = State.EMPTY;
  private long seed;
  private Instant now = NOW;

  @Override
  public synchronized State state() {
    return state;
  }

  @Override
  public synchronized <R> Decision<R> submit(String account, Command<R> command) {
    Context context = new Context(account, "us-east-1", now, new Mint(seed++));
    Decision<R> decision = command.decide(state, context);
    if (decision instanceof Decision.Accepted<R> accepted) {
      state = state.apply(accepted.changes());
    }
    return decision;
  }

  @Override
  public String clientAddress(String networkInterfaceId, int address) {
    return Ipv4.format(address);
  }

  @Override
  public PolicySnapshot policy() {
    return PolicyCompiler.compile(Networks.of(state(), List.of()));
  }

  @Override
  public void awaitNetwork() {
    awaited.incrementAndGet();
  }

  /// Turns the clock by which decisions are made.
  synchronized void turnTo(Instant instant) {
    now = instant;
  }

  int awaited() {
    return awaited.get();
  }
}
