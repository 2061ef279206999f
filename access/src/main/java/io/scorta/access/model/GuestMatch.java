package io.scorta.access.model;

import java.util.List;
import java.util.Optional;

/// One condition of an iptables rule. `negated` turns it round (`!`).
public sealed interface GuestMatch {
  /// The packet's source address (`-s`).
  record Source(Cidr block, boolean negated) implements GuestMatch {}

  /// The packet's destination address (`-d`).
  record Destination(Cidr block, boolean negated) implements GuestMatch {}

  /// The interface it came in by (`-i`); a name that ends with `+` stands for all that begin so.
  record InInterface(String name, boolean negated) implements GuestMatch {
    public boolean names(String actual) {
      return namesInterface(name, actual);
    }
  }

  /// The interface it leaves by (`-o`), written as for [InInterface].
  record OutInterface(String name, boolean negated) implements GuestMatch {
    public boolean names(String actual) {
      return namesInterface(name, actual);
    }
  }

  /// The protocol (`-p`).
  record OfProtocol(Protocol protocol, boolean negated) implements GuestMatch {}

  /// `-m tcp` or `-m udp`: both ends' ports, each absent for any.
  record Ports(
      Protocol protocol,
      Optional<PortRange> source,
      boolean sourceNegated,
      Optional<PortRange> destination,
      boolean destinationNegated)
      implements GuestMatch {}

  /// `-m multiport`: one of several ports or ranges.
  record Multiport(Side side, List<PortRange> ranges, boolean negated) implements GuestMatch {
    public Multiport {
      ranges = List.copyOf(ranges);
    }
  }

  /// `-m conntrack --ctstate` or, when `byStateModule`, `-m state --state`.
  record State(List<ConnectionState> states, boolean negated, boolean byStateModule)
      implements GuestMatch {
    public State {
      states = List.copyOf(states);
    }
  }

  /// `-m comment`: applies to everything.
  record Comment(String text) implements GuestMatch {}

  /// Which end's port a [Multiport] looks at.
  enum Side {
    SOURCE,
    DESTINATION,
    EITHER
  }

  /// What connection tracking says of a packet; a connection's first packet is NEW.
  enum ConnectionState {
    INVALID,
    NEW,
    RELATED,
    ESTABLISHED,
    UNTRACKED,
    SNAT,
    DNAT
  }

  private static boolean namesInterface(String pattern, String actual) {
    return pattern.endsWith("+")
        ? actual.startsWith(pattern.substring(0, pattern.length() - 1))
        : actual.equals(pattern);
  }
}
