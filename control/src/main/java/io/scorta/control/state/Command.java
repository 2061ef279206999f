package io.scorta.control.state;

/// Something that is asked of the domain: by a caller of the API, or by an observation.
///
/// `decide` is pure: the same state and context give the same decision.
@FunctionalInterface
public interface Command<R> {
  Decision<R> decide(State state, Context context);
}
