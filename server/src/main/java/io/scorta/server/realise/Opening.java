package io.scorta.server.realise;

import io.scorta.access.model.Ipv4;

/// An address and port of this machine at which a node is to be reached.
record Opening(int address, int port) {
  @Override
  public String toString() {
    return Ipv4.format(address) + ":" + port;
  }
}
