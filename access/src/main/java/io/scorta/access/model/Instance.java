package io.scorta.access.model;

/// A host in a subnet. It keeps its private address while it is stopped.
///
/// `running` is what was asked for; a stopped instance answers and forwards nothing.
public record Instance(
    String id, String owner, String networkInterfaceId, boolean running, Guest guest) {}
