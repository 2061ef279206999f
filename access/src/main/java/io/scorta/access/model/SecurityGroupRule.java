package io.scorta.access.model;

/// One rule of a security group; rules only allow.
///
/// For TCP and UDP `fromPort` to `toPort` is the range of the target's ports. For ICMP they are
/// type and code, -1 for all. For all protocols both are -1. The description is no part of a rule's
/// identity: see [#sameAs].
public record SecurityGroupRule(
    String id,
    boolean egress,
    Protocol protocol,
    int fromPort,
    int toPort,
    RulePeer peer,
    String description) {

  /// Whether both rules admit the same, in the same direction, to the same peer.
  public boolean sameAs(SecurityGroupRule other) {
    return egress == other.egress
        && protocol.equals(other.protocol)
        && fromPort == other.fromPort
        && toPort == other.toPort
        && peer.equals(other.peer);
  }

  /// Whether the rule is about this protocol and the target's port; for ICMP the port is `type << 8
  /// | code`.
  public boolean covers(Protocol asked, int port) {
    if (protocol.equals(Protocol.ALL)) {
      return true;
    }
    if (!protocol.equals(asked)) {
      return false;
    }
    if (protocol.equals(Protocol.ICMP)) {
      return fromPort == -1 || fromPort == port >> 8 && (toPort == -1 || toPort == (port & 0xff));
    }
    return !protocol.hasPorts() || port >= fromPort && port <= toPort;
  }
}
