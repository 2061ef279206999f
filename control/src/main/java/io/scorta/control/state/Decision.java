package io.scorta.control.state;

import java.util.List;
import java.util.function.Function;

/// The outcome of a command: changes and a reply, or a fault and no change at all.
public sealed interface Decision<R> {
  record Accepted<R>(List<Change> changes, R reply) implements Decision<R> {
    public Accepted {
      changes = List.copyOf(changes);
    }
  }

  record Refused<R>(Fault fault) implements Decision<R> {}

  /// A refusal with AWS's code and a formatted message.
  static <R> Decision<R> refuse(String code, String message, Object... arguments) {
    return new Refused<>(new Fault(code, message.formatted(arguments)));
  }

  /// The decision that these steps make on a draft of the state, and their reply.
  ///
  /// A [Refusal] thrown in them refuses the whole: no change is made.
  static <R> Decision<R> of(State state, Function<Draft, R> steps) {
    Draft draft = new Draft(state);
    try {
      return draft.accept(steps.apply(draft));
    } catch (Refusal refusal) {
      return new Refused<>(refusal.fault());
    }
  }
}
