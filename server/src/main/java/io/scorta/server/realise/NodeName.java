package io.scorta.server.realise;

import io.scorta.control.node.NodeSpec;

/// Names a node among those of all accounts.
record NodeName(String account, String clusterId, String nodeId) {
  static NodeName of(NodeSpec spec) {
    return new NodeName(spec.account(), spec.clusterId(), spec.nodeId());
  }
}
