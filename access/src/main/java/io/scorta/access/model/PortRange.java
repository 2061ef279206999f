package io.scorta.access.model;

/// Ports from the first to the last, both included; 0 to 65535.
public record PortRange(int first, int last) {
  public static final int PORT_MAX = 65535;

  public PortRange {
    if (first < 0 || last > PORT_MAX || first > last) {
      throw new IllegalArgumentException(
          "ports " + first + " to " + last + ": give 0 to " + PORT_MAX + ", the lower one first");
    }
  }

  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  public boolean contains(int port) {
    return port >= first && port <= last;
  }
}
