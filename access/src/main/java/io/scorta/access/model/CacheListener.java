package io.scorta.access.model;

/// A port on which a cache node answers on its interface.
public record CacheListener(String networkInterfaceId, int port) {}
