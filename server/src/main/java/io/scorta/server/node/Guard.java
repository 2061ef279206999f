package io.scorta.server.node;

import io.scorta.access.loopback.LoopbackGate;

/// Decides which connections a node takes and keeps, addresses and ports being those of its
/// sockets.
public interface Guard {
  /// The kernel let no other packet come this far.
  Guard KERNEL =
      new Guard() {
        @Override
        public long admit(int peer, int peerPort, int local, int localPort) {
          return 0;
        }

        @Override
        public boolean survives(long ticket, int peer, int peerPort, int local, int localPort) {
          return true;
        }
      };

  /// The loopback realiser's gate.
  static Guard of(LoopbackGate gate) {
    return new Guard() {
      @Override
      public long admit(int peer, int peerPort, int local, int localPort) {
        return gate.admit(peer, peerPort, local, localPort);
      }

      @Override
      public boolean survives(long ticket, int peer, int peerPort, int local, int localPort) {
        return gate.survives(ticket, peer, peerPort, local, localPort);
      }
    };
  }

  /// What a connection that is being accepted has to remember, or a negative number as the engine's
  /// admission has them.
  long admit(int peer, int peerPort, int local, int localPort);

  /// Whether an open connection lives on.
  boolean survives(long ticket, int peer, int peerPort, int local, int localPort);
}
