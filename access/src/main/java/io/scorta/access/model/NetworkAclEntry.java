package io.scorta.access.model;

import java.util.Optional;

/// One numbered line of a network ACL. The lowest number that covers a packet decides.
///
/// Ports are the packet's destination ports; protocol, ports, types and codes read as in a
/// [SecurityGroupRule]. Of the two blocks exactly one is there; no interface has an IPv6 address
/// yet, so lines with an IPv6 block decide nothing.
public record NetworkAclEntry(
    int number,
    boolean egress,
    boolean allow,
    Protocol protocol,
    int fromPort,
    int toPort,
    Optional<Cidr> block,
    Optional<String> block6) {
  /// The number that AWS shows for the line behind all others, which denies.
  public static final int LAST = 32767;
}
