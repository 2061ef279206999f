package io.scorta.access.policy;

import io.scorta.access.model.Protocol;

/// A packet's addresses at one point of its way, and the port it is meant for.
public record Packet(int source, int destination, Protocol protocol, int port) {
  Packet from(int newSource) {
    return new Packet(newSource, destination, protocol, port);
  }

  Packet to(int newDestination, int newPort) {
    return new Packet(source, newDestination, protocol, newPort);
  }
}
