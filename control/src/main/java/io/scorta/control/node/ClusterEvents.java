package io.scorta.control.node;

import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;

/// Writes events about clusters.
final class ClusterEvents {
  private ClusterEvents() {}

  static void write(Draft draft, Context context, String clusterId, String message) {
    CacheEvent.write(
        draft,
        context,
        new CacheEvent.Happening(CacheEvent.Source.CACHE_CLUSTER, clusterId, message));
  }
}
