package io.scorta.access.model;

/// Where a route leads.
public sealed interface RouteTarget {
  /// Inside the VPC; every table has this route and it cannot be removed.
  record Local() implements RouteTarget {}

  /// Through an internet gateway.
  record Gateway(String internetGatewayId) implements RouteTarget {}

  /// Through a network interface, for instance that of a NAT instance.
  record Interface(String networkInterfaceId) implements RouteTarget {}

  /// Through a peering connection, to the VPC at its other end.
  record Peering(String peeringId) implements RouteTarget {}

  /// Through a NAT gateway, which writes its own interface's address into what it sends on.
  record NatGateway(String natGatewayId, String networkInterfaceId) implements RouteTarget {}
}
