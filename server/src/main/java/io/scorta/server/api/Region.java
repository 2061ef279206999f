package io.scorta.server.api;

/// Where this server stands: the region's name, and the last labels of its caches' names.
public record Region(String name, String endpointSuffix) {}
