package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keyspace;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The cache as commands see it: what is shared by all its connections on all loops.
public interface Host {
  /// How often each loop does its regular work, expiry above all; `hz` in INFO.
  int TICKS_PER_SECOND = 10;

  Keyspace keyspace();

  Settings settings();

  Identity identity();

  /// What the connections share, beside the keys.
  Hub hub();

  /// Shows every connection of this cache, on whatever loop it is.
  void sessions(Consumer<Session> visitor);

  /// A connection by its number, or null.
  @Nullable Session session(long id);

  /// Closes a connection, at once if it belongs to the calling loop.
  void disconnect(Session session);

  int connections();

  /// What INFO tells about the server itself.
  ///
  /// `flavour` is `valkey` or `redis`; `startedMillis` is the wall clock at the start.
  record Identity(
      String flavour, String version, int port, long startedMillis, String runId, int threads) {}
}
