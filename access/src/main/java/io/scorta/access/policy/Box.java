package io.scorta.access.policy;

/// A block of addresses and a range of ports, both ends included; addresses compare unsigned.
public record Box(int fromAddress, int toAddress, int fromPort, int toPort) {
  public boolean contains(int address, int port) {
    return port >= fromPort
        && port <= toPort
        && Integer.compareUnsigned(address, fromAddress) >= 0
        && Integer.compareUnsigned(address, toAddress) <= 0;
  }

  public boolean overlaps(Box other) {
    return fromPort <= other.toPort
        && other.fromPort <= toPort
        && Integer.compareUnsigned(fromAddress, other.toAddress) <= 0
        && Integer.compareUnsigned(other.fromAddress, toAddress) <= 0;
  }
}
