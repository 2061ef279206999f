package io.scorta.access.policy;

import io.scorta.access.model.Protocol;

/// A connection that somebody asks for.
///
/// A target given as an interface is dialled at its private address; from outside, at its Elastic
/// IP. For ICMP the port is `type << 8 | code`.
public record Flow(Party source, Party target, Protocol protocol, int port) {
  private static final int PORT_MAX = 65535;

  public Flow {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port " + port + ": give 0 to " + PORT_MAX);
    }
  }

  public static Flow tcp(Party source, Party target, int port) {
    return new Flow(source, target, Protocol.TCP, port);
  }
}
