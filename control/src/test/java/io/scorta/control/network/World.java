package io.scorta.control.network;

import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.Fault;
import io.scorta.control.state.Mint;
import io.scorta.control.state.State;
import java.time.Instant;

/// A state that commands move on, as the control loop does, with a clock that the test turns.
final class World {
  static final String ACCOUNT = "000000000001";
  static final String REGION = "us-east-1";

  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private State state = State.EMPTY;
  private long seed;

  World() {
    this(0);
  }

  World(long seed) {
    this.seed = seed << Integer.SIZE;
  }

  State state() {
    return state;
  }

  <R> R submit(Command<R> command) {
    return submit(ACCOUNT, command);
  }

  <R> R submit(String account, Command<R> command) {
    return switch (decide(account, command)) {
      case Decision.Accepted<R> accepted -> {
        state = state.apply(accepted.changes());
        yield accepted.reply();
      }
      case Decision.Refused<R> refused ->
          throw new AssertionError(command + " was refused: " + refused.fault());
    };
  }

  /// The fault that the command meets; the state stays.
  Fault refused(Command<?> command) {
    return refused(ACCOUNT, command);
  }

  <R> Fault refused(String account, Command<R> command) {
    return switch (decide(account, command)) {
      case Decision.Accepted<R> accepted ->
          throw new AssertionError(command + " was accepted: " + accepted.reply());
      case Decision.Refused<R> refused -> refused.fault();
    };
  }

  /// Whether the command was accepted; when it was, the state has moved on.
  boolean attempt(Command<?> command) {
    return switch (decide(ACCOUNT, command)) {
      case Decision.Accepted<?> accepted -> {
        state = state.apply(accepted.changes());
        yield true;
      }
      case Decision.Refused<?> _ -> false;
    };
  }

  private <R> Decision<R> decide(String account, Command<R> command) {
    return command.decide(state, new Context(account, REGION, now, new Mint(seed++)));
  }
}
