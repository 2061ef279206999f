package io.scorta.access.model;

/// One line of a route table. Among the routes that contain an address the longest prefix wins.
public record Route(Cidr destination, RouteTarget target) {}
