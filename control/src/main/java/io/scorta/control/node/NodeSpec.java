package io.scorta.control.node;

import io.scorta.control.param.CacheEngine;
import java.util.Map;

/// Everything that is needed to run one cache node. Two equal specs are the same running node.
///
/// `address` is the node's address in its VPC; a realiser may show it under another one. While
/// `incarnation` stays the same the node keeps its data: every other change is applied to it as it
/// runs (`memoryBytesMax`, `parameters`, `discovery`, and, for valkey and redis, `engineVersion`).
/// A higher `incarnation` asks for a restart with no data.
///
/// `parameters` are the engine's own: name and value as its `CONFIG SET` takes them.
public record NodeSpec(
    String account,
    String clusterId,
    String nodeId,
    CacheEngine engine,
    String engineVersion,
    String networkInterfaceId,
    String vpcId,
    int address,
    int port,
    long memoryBytesMax,
    Map<String, String> parameters,
    int incarnation,
    Discovery discovery) {
  public NodeSpec {
    parameters = Map.copyOf(parameters);
  }

  /// The node's name within its account, as in `sessions/0001`.
  public String name() {
    return clusterId + "/" + nodeId;
  }
}
