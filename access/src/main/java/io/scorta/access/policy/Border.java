package io.scorta.access.policy;

import io.scorta.access.model.NetworkAcl;

/// The border of a subnet: the two gates of its network ACL, without memory of connections.
record Border(String aclId, AclGate in, AclGate out) {
  static final Border OPEN = new Border("", AclGate.OPEN, AclGate.OPEN);

  static Border of(NetworkAcl acl) {
    return new Border(acl.id(), AclGate.of(acl.entries(), false), AclGate.of(acl.entries(), true));
  }

  boolean isOpen() {
    return in.isOpen() && out.isOpen();
  }

  AclGate gate(boolean egress) {
    return egress ? out : in;
  }

  /// The ACL, direction and line that decide about a packet, as steps name them.
  String line(boolean egress, Packet packet, int remote) {
    return line(egress, gate(egress).deciding(packet.protocol(), remote, packet.port()));
  }

  String line(boolean egress, int number) {
    return "%s %s %d".formatted(aclId, egress ? "egress" : "ingress", number);
  }
}
