package io.scorta.access.sample;

import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Protocol;
import io.scorta.access.policy.Flow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The network ACLs read literally: the lowest line that covers a packet decides.
record NaiveBorders(Network net, Flow flow) {
  boolean passes(NetworkInterface me, boolean egress, int remote, int port) {
    Optional<NetworkAcl> acl =
        net.networkAcls().stream()
            .filter(it -> it.associations().containsValue(me.subnetId()))
            .findFirst()
            .or(
                () ->
                    net.networkAcls().stream()
                        .filter(it -> it.isDefault() && it.vpcId().equals(me.vpcId()))
                        .findFirst());
    return acl.isEmpty()
        || acl.get().entries().stream()
            .filter(it -> it.egress() == egress && it.block().orElseThrow().contains(remote))
            .filter(it -> covers(it, port))
            .min(Comparator.comparingInt(NetworkAclEntry::number))
            .map(NetworkAclEntry::allow)
            .orElse(false);
  }

  private boolean covers(NetworkAclEntry line, int port) {
    if (line.protocol().number() == -1) {
      return true;
    }
    if (!line.protocol().equals(flow.protocol())) {
      return false;
    }
    return flow.protocol().equals(Protocol.ICMP)
        ? line.fromPort() == -1 || line.fromPort() == port / 256
        : port >= line.fromPort() && port <= line.toPort();
  }

  /// An answer goes to the client's port, which may be any of those; an echo request is answered by
  /// a message of type 0.
  boolean answerPasses(NetworkInterface me, boolean egress, int remote) {
    List<Integer> ports =
        flow.protocol().equals(Protocol.ICMP)
            ? flow.port() / 256 == 8 ? List.of(0) : List.of()
            : List.of(32_768, 39_999, 40_000, 60_999);
    return ports.stream().allMatch(port -> passes(me, egress, remote, port));
  }
}
