package io.scorta.control.service;

import io.scorta.control.group.ReplicationGroup;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheEvent;
import io.scorta.control.node.NodeObservation;
import io.scorta.control.node.ResourceTags;
import io.scorta.control.node.SubnetGroup;
import io.scorta.control.param.ParameterGroup;
import io.scorta.control.state.Kind;
import java.util.List;
import java.util.stream.Stream;

/// Every kind of record that there is.
public final class Kinds {
  public static final List<Kind<?>> ALL =
      Stream.<Kind<?>>concat(
              NetworkKinds.ALL.stream(),
              Stream.of(
                  ParameterGroup.KIND,
                  SubnetGroup.KIND,
                  CacheCluster.KIND,
                  NodeObservation.KIND,
                  CacheEvent.KIND,
                  ResourceTags.KIND,
                  ReplicationGroup.KIND))
          .toList();

  private Kinds() {}

  /// Those whose records are stored.
  public static List<Kind<?>> durable() {
    return ALL.stream().filter(Kind::durable).toList();
  }
}
