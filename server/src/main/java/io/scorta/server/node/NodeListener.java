package io.scorta.server.node;

/// A socket on which a node accepts clients.
public interface NodeListener extends AutoCloseable {
  /// Takes no more clients; those that are connected stay.
  @Override
  void close();
}
