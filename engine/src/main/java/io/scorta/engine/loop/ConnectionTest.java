package io.scorta.engine.loop;

/// Picks live connections by their ends and the ticket they were admitted with.
@FunctionalInterface
public interface ConnectionTest {
  boolean test(int peerAddress, int peerPort, int localAddress, int localPort, long ticket);
}
