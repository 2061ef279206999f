package io.scorta.engine.loop;

/// Decides about a connection before its first byte is read. Asked by event loops: no lock, no
/// allocation, no waiting. Addresses are IPv4 as `int`: 127.0.0.1 is `0x7f000001`.
@FunctionalInterface
public interface Admission {
  /// Refuse in silence: the socket stays open unread for a time and is then reset.
  long HOLD = -1;

  /// Refuse with a reset at once.
  long RESET = -2;

  /// Admits everybody with ticket 0.
  Admission OPEN = (peerAddress, peerPort, localAddress, localPort) -> 0;

  /// A ticket of 0 or more, which is kept with the admitted connection, or [#HOLD] or [#RESET].
  long admit(int peerAddress, int peerPort, int localAddress, int localPort);
}
