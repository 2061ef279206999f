package io.scorta.server.node;

import io.scorta.access.kernel.KernelPlane.Station;
import io.scorta.access.model.Ipv4;
import java.util.Optional;

/// An address and port at which a node is to be reached: of this machine itself, or of the place
/// that its interface has in the kernel.
public record Opening(Optional<Station> station, int address, int port) {
  /// An opening of this machine itself.
  public static Opening here(int address, int port) {
    return new Opening(Optional.empty(), address, port);
  }

  @Override
  public String toString() {
    return Ipv4.format(address) + ":" + port;
  }
}
