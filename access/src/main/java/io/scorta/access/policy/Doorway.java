package io.scorta.access.policy;

/// A port of an instance behind which, by its NAT rules, a cache node answers.
///
/// It says where somebody has to listen, not who gets in: each connection is admitted on its own,
/// and only when its [Ticket#forwardedAddress] is that of the node.
public record Doorway(String interfaceId, int port, String targetInterfaceId, int targetPort) {}
