package io.scorta.server.realise;

import io.scorta.access.policy.PolicySnapshot;

/// A network as it is enforced, with the addresses of this machine that it stands on.
public record NetworkInForce(PolicySnapshot snapshot, Aliases aliases) {}
