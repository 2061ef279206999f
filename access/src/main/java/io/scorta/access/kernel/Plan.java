package io.scorta.access.kernel;

import java.util.Map;

/// The whole network as it is to stand in the kernel; the VPCs by their id, the links between
/// peered ones by their name.
record Plan(Map<String, VpcPlan> vpcs, Map<String, PeerLink> peers, EdgePlan edge) {
  Plan {
    vpcs = Map.copyOf(vpcs);
    peers = Map.copyOf(peers);
  }
}
