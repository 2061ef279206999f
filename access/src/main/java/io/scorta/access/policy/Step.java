package io.scorta.access.policy;

import java.util.List;
import java.util.Optional;

/// What happened to a packet at one point of its way.
///
/// `at` is the id of the interface (or the address) where it happened, `packet` the packet as it
/// was judged, `ruleIds` the security group rules, the route table, the Elastic IP or the iptables
/// rule that decided, `detail` what else there is to say.
public record Step(
    Stage stage,
    String at,
    Packet packet,
    Optional<Reason> blocked,
    List<String> ruleIds,
    Tracking tracking,
    String detail) {
  public Step {
    ruleIds = List.copyOf(ruleIds);
  }

  public boolean isOpen() {
    return blocked.isEmpty();
  }
}
