package io.scorta.control.node;

import io.scorta.control.param.CacheEngine;
import io.scorta.control.param.NodeSizing;
import io.scorta.control.param.NodeType;
import io.scorta.control.param.NodeTypes;
import io.scorta.control.param.Parameter;
import io.scorta.control.param.ParameterGroup;
import io.scorta.control.state.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What must run, and what must not, worked out from the records.
///
/// The runner of nodes brings the world to this again and again: it runs every wanted node as its
/// spec says and tells what it observes, and it stops every ending node and tells that it is gone.
public final class NodeSpecs {
  private final State state;

  /// Values of parameter groups as they apply to nodes; many nodes share one.
  private final Map<ValuesKey, Map<String, String>> values = new HashMap<>();

  private NodeSpecs(State state) {
    this.state = state;
  }

  /// Every node of every account that must run.
  public static List<NodeSpec> wanted(State state) {
    NodeSpecs specs = new NodeSpecs(state);
    return state.accounts().stream().flatMap(specs::wantedOf).toList();
  }

  /// Every node that must not run and that is kept until it is seen gone.
  public static List<NodeSpec> ending(State state) {
    NodeSpecs specs = new NodeSpecs(state);
    return state.accounts().stream().flatMap(specs::endingOf).toList();
  }

  /// What one node must be, whether it is to run or to end.
  static NodeSpec of(State state, String account, CacheCluster cluster, CacheNode node) {
    return new NodeSpecs(state).spec(account, cluster, node);
  }

  private Stream<NodeSpec> wantedOf(String account) {
    return state.all(account, CacheCluster.KIND).stream()
        .filter(cluster -> !cluster.deleting())
        .flatMap(
            cluster ->
                cluster.nodes().stream()
                    .filter(node -> node.stage() != CacheNode.Stage.STOPPING)
                    .map(node -> spec(account, cluster, node)));
  }

  private Stream<NodeSpec> endingOf(String account) {
    return state.all(account, CacheCluster.KIND).stream()
        .flatMap(
            cluster ->
                cluster.nodes().stream()
                    .filter(node -> cluster.deleting() || node.stage() == CacheNode.Stage.STOPPING)
                    .map(node -> spec(account, cluster, node)));
  }

  private NodeSpec spec(String account, CacheCluster cluster, CacheNode node) {
    ClusterSettings settings = cluster.settings();
    Map<String, String> all = values(account, settings.parameterGroup(), node.atStart(), false);
    return new NodeSpec(
        account,
        cluster.id(),
        node.id(),
        settings.engine(),
        settings.engineVersion(),
        node.seat().networkInterfaceId(),
        node.seat().vpcId(),
        node.seat().address(),
        settings.port(),
        NodeSizing.memoryBytesMax(settings.engine(), type(settings.nodeType()), all),
        values(account, settings.parameterGroup(), node.atStart(), true),
        node.incarnation(),
        discovery(cluster));
  }

  /// The list for clients: those that have served and stay, once all have served for the first
  /// time.
  private static Discovery discovery(CacheCluster cluster) {
    if (cluster.settings().engine() != CacheEngine.MEMCACHED || !cluster.complete()) {
      return Discovery.NONE;
    }
    int port = cluster.settings().port();
    return new Discovery(
        cluster.discoveryVersion(),
        cluster.nodes().stream()
            .filter(node -> node.stage() == CacheNode.Stage.MEMBER)
            .map(node -> new Discovery.Member(cluster.id(), node.id(), node.seat().address(), port))
            .toList());
  }

  private Map<String, String> values(
      String account, String group, Map<String, String> atStart, boolean engineOnly) {
    return values.computeIfAbsent(
        new ValuesKey(account, group, atStart, engineOnly), key -> valuesOf(key));
  }

  private Map<String, String> valuesOf(ValuesKey key) {
    ParameterGroup group = parameterGroup(state, key.account, key.group);
    Map<String, String> now = new TreeMap<>(NodeSizing.values(group, Parameter.Change.CHOSEN));
    now.putAll(NodeSizing.values(group, Parameter.Change.IMMEDIATE));
    now.putAll(key.atStart);
    return Map.copyOf(key.engineOnly ? NodeSizing.forEngine(now) : now);
  }

  static ParameterGroup parameterGroup(State state, String account, String name) {
    return ParameterGroup.find(state, account, name)
        .orElseThrow(() -> new IllegalStateException("no parameter group " + name));
  }

  private static NodeType type(String name) {
    return NodeTypes.find(name)
        .orElseThrow(() -> new IllegalStateException("no node type " + name));
  }

  private record ValuesKey(
      String account, String group, Map<String, String> atStart, boolean engineOnly) {}
}
