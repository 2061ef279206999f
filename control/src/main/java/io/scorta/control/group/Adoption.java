package io.scorta.control.group;

import static io.scorta.control.node.CacheFaults.invalidCombination;

import io.scorta.control.node.CacheArn;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.CacheFaults;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.ClusterSettings;
import io.scorta.control.node.ResourceTags;
import io.scorta.control.param.CacheEngine;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// An existing cluster, with its data, that becomes the primary of a new group.
///
/// It stays as it is, so what the request says of the group's nodes must be true of it already.
record Adoption(CacheCluster cluster, ClusterRequest asked) {
  static CacheCluster joined(
      Draft draft, Context context, String groupId, String clusterId, ClusterRequest asked) {
    String account = context.account();
    CacheCluster cluster = CacheCluster.available(draft.state(), account, clusterId);
    if (cluster.settings().engine() == CacheEngine.MEMCACHED || cluster.isGrouped()) {
      throw Refusal.of(
          CacheFaults.CLUSTER_STATE,
          "Cache cluster %s cannot be a primary: it must run valkey or redis and be in no"
              + " replication group.",
          cluster.id());
    }
    new Adoption(cluster, asked).check();
    CacheCluster joined = cluster.joined(groupId);
    draft.put(account, CacheCluster.KIND, joined.id(), joined);
    CacheArn arn = new CacheArn(CacheArn.Type.CLUSTER, joined.id());
    ResourceTags.add(draft, account, arn, asked.tags());
    return joined;
  }

  private void check() {
    ClusterSettings is = cluster.settings();
    ClusterRequest.Software software = asked.software();
    same("Engine", software.engine(), is.engine().wireName()::equals);
    same("EngineVersion", software.version(), this::runs);
    same("CacheNodeType", software.nodeType(), is.nodeType()::equals);
    same(
        "CacheParameterGroupName",
        software.parameterGroup().map(Adoption::lower),
        is.parameterGroup()::equals);
    same("Port", asked.port(), port -> port == is.port());
    same(
        "CacheSubnetGroupName",
        asked.place().subnetGroup().map(Adoption::lower),
        is.subnetGroup()::equals);
    same(
        "SecurityGroupIds",
        given(asked.place().securityGroupIds()),
        ids -> Set.copyOf(ids).equals(Set.copyOf(is.securityGroupIds())));
    same(
        "PreferredCacheClusterAZs",
        given(asked.place().zones()),
        List.of(cluster.nodes().getFirst().seat().zone())::equals);
    same(
        "PreferredMaintenanceWindow",
        asked.upkeep().maintenanceWindow(),
        is.maintenanceWindow()::equals);
    same(
        "AutoMinorVersionUpgrade",
        asked.upkeep().autoMinorVersionUpgrade(),
        value -> value == is.autoMinorVersionUpgrade());
  }

  private <T> void same(String name, Optional<T> value, Predicate<T> test) {
    if (value.isPresent() && !test.test(value.get())) {
      throw invalidCombination(
          "Cache cluster %s becomes the primary as it is, and its %s is not %s: leave it out.",
          cluster.id(), name, value.get());
    }
  }

  /// Callers may name a version in part, as in `7.1` or `6.x`.
  private boolean runs(String version) {
    String running = cluster.settings().engineVersion() + ".";
    return running.startsWith(version.replaceFirst("\\.x$", "") + ".");
  }

  private static Optional<List<String>> given(List<String> values) {
    return Optional.of(values).filter(list -> !list.isEmpty());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
