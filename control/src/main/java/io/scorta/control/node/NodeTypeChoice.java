package io.scorta.control.node;

import io.scorta.control.param.CacheEngine;
import io.scorta.control.param.NodeType;
import io.scorta.control.param.NodeTypes;
import java.util.Comparator;
import java.util.List;

/// Which node types a running cluster may change to.
///
/// Only larger ones, in this version: whether today's data fits a smaller one is not known here.
public final class NodeTypeChoice {
  private NodeTypeChoice() {}

  /// The larger types, smallest first. None for memcached, whose nodes cannot change.
  public static List<NodeType> larger(ClusterSettings settings) {
    if (settings.engine() == CacheEngine.MEMCACHED) {
      return List.of();
    }
    long memory = NodeTypes.find(settings.nodeType()).map(NodeType::memoryBytes).orElseThrow();
    return NodeTypes.all().stream()
        .filter(type -> type.runs(settings.engine()) && type.memoryBytes() > memory)
        .sorted(Comparator.comparingLong(NodeType::memoryBytes).thenComparing(NodeType::name))
        .toList();
  }
}
