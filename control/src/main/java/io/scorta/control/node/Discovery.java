package io.scorta.control.node;

import java.util.List;

/// The list of nodes that a memcached node tells its clients, with its version.
///
/// Every node of a cluster has the same one. Other engines have [#NONE].
public record Discovery(long version, List<Member> members) {
  public static final Discovery NONE = new Discovery(0, List.of());

  public Discovery {
    members = List.copyOf(members);
  }

  /// One node that clients may use.
  public record Member(String clusterId, String nodeId, int address, int port) {}
}
