package io.scorta.server.loop;

import io.scorta.control.state.Fault;

/// What a command came to: its answer, or the refusal that is answered in its place.
public sealed interface Reply<R> {
  record Done<R>(R value) implements Reply<R> {}

  record Refused<R>(Fault fault) implements Reply<R> {}
}
