package io.scorta.engine.loop;

/// Whoever owns a watched socket of a loop.
interface Endpoint {
  /// The socket is ready for what the bits of [io.scorta.engine.transport.Transport] say.
  void ready(int readiness);

  /// Closes the socket after a failure of [#ready].
  void fail();
}
