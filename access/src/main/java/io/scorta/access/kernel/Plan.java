package io.scorta.access.kernel;

import java.util.Map;

/// The whole network as it is to stand in the kernel; the VPCs by their id.
record Plan(Map<String, VpcPlan> vpcs, EdgePlan edge) {
  Plan {
    vpcs = Map.copyOf(vpcs);
  }
}
