package io.scorta.access.policy;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.RouteTarget;

/// A line of the routing that holds for a subnet: among those that contain an address the longest
/// prefix wins. `leads` tells whether there is something at its end; otherwise packets vanish
/// there.
public record Way(Cidr destination, RouteTarget target, boolean leads) {}
