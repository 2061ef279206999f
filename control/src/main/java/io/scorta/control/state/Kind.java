package io.scorta.control.state;

/// A kind of record: its name in the store, its Java type, and whether it outlives the process.
///
/// The name is persisted and never changes its meaning. Records that are not durable are
/// observations: after a restart the world is observed anew.
public record Kind<T extends Record>(String name, Class<T> type, boolean durable) {
  /// A kind whose records are stored.
  public static <T extends Record> Kind<T> durable(String name, Class<T> type) {
    return new Kind<>(name, type, true);
  }

  /// A kind whose records live as long as the process.
  public static <T extends Record> Kind<T> observed(String name, Class<T> type) {
    return new Kind<>(name, type, false);
  }
}
