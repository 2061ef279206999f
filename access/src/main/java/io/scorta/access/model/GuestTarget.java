package io.scorta.access.model;

import java.util.Optional;

/// What an iptables rule does with a packet that it applies to.
public sealed interface GuestTarget {
  /// Rewrites the destination. Ends the chain, and the packet meets no other rule of the table.
  ///
  /// `port` 0 keeps the packet's port.
  record Dnat(int address, int port) implements GuestTarget {}

  /// Rewrites the source; the ports, when given, are those the source port is chosen from.
  record Snat(int address, Optional<PortRange> ports) implements GuestTarget {}

  /// Rewrites the source to the outgoing interface's address.
  record Masquerade(Optional<PortRange> ports) implements GuestTarget {}

  /// Sends the packet to the host itself; `port` 0 keeps the packet's port.
  record Redirect(int port) implements GuestTarget {}

  record Accept() implements GuestTarget {}

  record Drop() implements GuestTarget {}

  /// Answers with an error, for instance `icmp-port-unreachable` or `tcp-reset`.
  record Reject(String with) implements GuestTarget {}

  /// Goes back to the calling chain; in a built-in chain its policy decides.
  record Return() implements GuestTarget {}

  /// Goes on in a chain made by the user and comes back when nothing decided there.
  record Jump(String chain) implements GuestTarget {}
}
