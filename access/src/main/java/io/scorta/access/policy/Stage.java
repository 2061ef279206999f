package io.scorta.access.policy;

/// The points of a packet's way at which something decides about it.
public enum Stage {
  /// The sender exists and runs.
  SOURCE,
  /// The sender's own iptables.
  SOURCE_GUEST,
  /// The sender's source/destination check: it may send only its own address.
  SOURCE_CHECK,
  /// The outbound rules of the interface that the packet leaves by.
  EGRESS,
  /// The route table of the subnet that the packet leaves.
  ROUTE,
  /// The network ACL of a subnet that the packet leaves.
  SUBNET_EGRESS,
  /// The network ACL of a subnet that the packet enters.
  SUBNET_INGRESS,
  /// The peering connection between two VPCs.
  PEERING,
  /// The internet gateway and its Elastic IPs.
  GATEWAY,
  /// The inbound rules of the interface that the packet arrives at.
  INGRESS,
  /// The receiver's source/destination check: it may receive only its own address.
  DESTINATION_CHECK,
  /// The receiver exists and runs.
  HOST,
  /// Address translation in a guest.
  TRANSLATION,
  /// IP forwarding in a guest.
  FORWARDING,
  /// The filter table of a guest.
  FILTER,
  /// Somebody listens on the port.
  LISTENER,
  /// The way of the answers.
  RETURN
}
