package io.scorta.access.policy;

import java.util.Map;

/// What one class admits in one direction: a gate for TCP, one for each other protocol that its
/// rules name, and one for all the rest.
record Gate(PortGate tcp, Map<Integer, PortGate> named, PortGate rest) {
  static final Gate CLOSED = new Gate(PortGate.CLOSED, Map.of(), PortGate.CLOSED);
  static final int TCP = 6;

  Gate {
    named = Map.copyOf(named);
  }

  PortGate of(int protocol) {
    return protocol == TCP ? tcp : named.getOrDefault(protocol, rest);
  }
}
