package io.scorta.control.state;

/// One step from a state to the next: a record put in place, or taken away.
public sealed interface Change {
  Key<?> key();

  /// Adds the record, or replaces the one with the same key.
  record Put<T extends Record>(Key<T> key, T value) implements Change {}

  /// Takes the record away; nothing happens where there is none.
  record Remove(Key<?> key) implements Change {}
}
