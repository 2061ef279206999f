package io.scorta.control.network;

/// What was last seen of an instance.
public record InstanceObservation(boolean running) {}
