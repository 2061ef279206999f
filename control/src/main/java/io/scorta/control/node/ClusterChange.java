package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidCombination;
import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.network.Interfaces;
import io.scorta.control.param.CacheEngine;
import io.scorta.control.param.EngineVersion;
import io.scorta.control.param.NodeType;
import io.scorta.control.param.ParameterFamily;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import java.util.List;

/// Checks what is asked of a running cluster and puts it into the draft: what can wait for the
/// maintenance window is either made now or kept as pending, all else is made now.
public record ClusterChange(Draft draft, Context context) {
  /// The cluster as it is after the request was taken.
  public CacheCluster modify(CacheCluster cluster, Modification asked) {
    PendingChange change = pendable(cluster, asked);
    CacheCluster next = guarded(cluster, asked.guard());
    next = next.with(placed(next, asked.nodes()));
    next = parametersAlone(next, asked.software(), change);
    PendingChange pending = withoutCancelled(next, asked.nodes(), next.pending()).with(change);
    next = next.with(pending);
    return asked.immediately() ? new DueChange(draft, context).make(next) : put(next);
  }

  private CacheCluster put(CacheCluster cluster) {
    draft.put(context.account(), CacheCluster.KIND, cluster.id(), cluster);
    return cluster;
  }

  /// The part of a request that can wait, checked.
  private PendingChange pendable(CacheCluster cluster, Modification asked) {
    Modification.Software software = asked.software();
    software.engine().ifPresent(name -> checkEngine(cluster, name));
    String version = software.version().map(text -> version(cluster, text)).orElse("");
    String type = software.nodeType().map(name -> nodeType(cluster, name)).orElse("");
    String group = version.isEmpty() ? "" : groupFor(cluster, version, software);
    PendingChange change = new PendingChange(version, type, group, 0, List.of(), List.of());
    return withCount(cluster, change, asked.nodes());
  }

  private static void checkEngine(CacheCluster cluster, String name) {
    CacheEngine engine = SoftwareChoice.engine(name);
    if (engine != cluster.settings().engine()) {
      throw invalidValue(
          "Cache cluster %s runs %s: changing the engine to %s is not available in this version.",
          cluster.id(), cluster.settings().engine().wireName(), engine.wireName());
    }
  }

  /// The full version asked for, empty when it is the one that runs.
  private static String version(CacheCluster cluster, String asked) {
    EngineVersion version = SoftwareChoice.version(cluster.settings().engine(), asked);
    int order = EngineVersion.compare(version.full(), cluster.settings().engineVersion());
    if (order < 0) {
      throw invalidCombination(
          "Cache cluster %s cannot be downgraded from version %s to %s: create a new cluster.",
          cluster.id(), cluster.settings().engineVersion(), version.full());
    }
    return order == 0 ? "" : version.full();
  }

  /// The node type asked for, empty when it is the one in use.
  private static String nodeType(CacheCluster cluster, String name) {
    ClusterSettings settings = cluster.settings();
    NodeType type = SoftwareChoice.type(settings.engine(), name);
    if (type.name().equals(settings.nodeType())) {
      return "";
    }
    if (!NodeTypeChoice.larger(settings).contains(type)) {
      throw invalidValue(
          "Cache cluster %s cannot change from %s to %s: ListAllowedNodeTypeModifications names"
              + " the types that it can change to.",
          cluster.id(), settings.nodeType(), type.name());
    }
    return type.name();
  }

  /// The parameter group to go with a new version: the one asked for, else the one in use where it
  /// fits, else the new family's default in place of the old one's.
  private String groupFor(CacheCluster cluster, String full, Modification.Software software) {
    EngineVersion version = SoftwareChoice.version(cluster.settings().engine(), full);
    if (software.parameterGroup().isPresent()) {
      return SoftwareChoice.group(
              draft.state(), context.account(), version, software.parameterGroup().get())
          .name();
    }
    String current = cluster.settings().parameterGroup();
    String family = NodeSpecs.parameterGroup(draft.state(), context.account(), current).family();
    if (family.equals(version.family())) {
      return "";
    }
    if (ParameterFamily.isDefaultName(current)) {
      return SoftwareChoice.defaultGroup(version).name();
    }
    throw invalidCombination(
        "Version %s needs a parameter group of family %s, and %s is of family %s: name one.",
        full, version.family(), current, family);
  }

  private PendingChange withCount(
      CacheCluster cluster, PendingChange change, Modification.Nodes nodes) {
    int now = cluster.askedNodes().size();
    int count = nodes.count().orElse(now);
    int removed = Math.max(0, now - count);
    if (nodes.count().isEmpty() && !nodes.remove().isEmpty()) {
      throw invalidCombination("CacheNodeIdsToRemove goes with a smaller NumCacheNodes.");
    }
    NewCluster.checkCount(
        draft, context.account(), cluster.settings().engine(), count, Math.max(0, count - now));
    if (nodes.remove().size() != removed || nodes.remove().stream().distinct().count() != removed) {
      throw invalidCombination(
          "Cache cluster %s has %d nodes and NumCacheNodes is %d: CacheNodeIdsToRemove must name"
              + " %d nodes, not %d.",
          cluster.id(), now, count, removed, nodes.remove().size());
    }
    for (String id : nodes.remove()) {
      if (cluster.askedNodes().stream().noneMatch(node -> node.id().equals(id))) {
        throw invalidValue("Cache cluster %s has no node %s to remove.", cluster.id(), id);
      }
    }
    checkZones(cluster, nodes, count - now);
    return count == now ? change : change.withCount(count, nodes.remove(), nodes.zones());
  }

  private void checkZones(CacheCluster cluster, Modification.Nodes nodes, int added) {
    if (nodes.zones().isEmpty()) {
      return;
    }
    if (nodes.zones().size() != added) {
      throw invalidCombination(
          "NewAvailabilityZones names %d zones for %d new nodes: name one for each.",
          nodes.zones().size(), Math.max(0, added));
    }
    Seats seats = new Seats(draft, context);
    SubnetGroup group = subnetGroup(cluster);
    nodes.zones().forEach(zone -> seats.checkZone(group, seats.zones(group), zone));
  }

  /// Where nodes that come later go.
  private ClusterSettings placed(CacheCluster cluster, Modification.Nodes nodes) {
    List<String> zones =
        cluster.askedNodes().stream().map(node -> node.seat().zone()).distinct().toList();
    return switch (nodes.azMode().orElse("")) {
      case "" -> cluster.settings();
      case "cross-az" -> cluster.settings().withZone("");
      case "single-az" -> {
        if (zones.size() > 1) {
          throw invalidCombination(
              "Cache cluster %s has nodes in %d zones: AZMode single-az does not go with that.",
              cluster.id(), zones.size());
        }
        yield cluster.settings().withZone(zones.getFirst());
      }
      default ->
          throw invalidValue(
              "Invalid value for AZMode: \"%s\". Give single-az or cross-az.",
              nodes.azMode().orElseThrow());
    };
  }

  /// A parameter group that goes with the version in use is changed at once.
  private CacheCluster parametersAlone(
      CacheCluster cluster, Modification.Software software, PendingChange change) {
    if (software.parameterGroup().isEmpty() || !change.engineVersion().isEmpty()) {
      return cluster;
    }
    ClusterSettings settings = cluster.settings();
    EngineVersion version = SoftwareChoice.version(settings.engine(), settings.engineVersion());
    String name =
        SoftwareChoice.group(
                draft.state(), context.account(), version, software.parameterGroup().get())
            .name();
    return cluster.with(settings.withSoftware(settings.engineVersion(), settings.nodeType(), name));
  }

  private CacheCluster guarded(CacheCluster cluster, Modification.Guard guard) {
    ClusterSettings settings = cluster.settings();
    if (!guard.securityGroupIds().isEmpty()) {
      List<String> ids =
          new Seats(draft, context)
              .securityGroups(cluster.nodes().getFirst().seat().vpcId(), guard.securityGroupIds());
      for (CacheNode node : cluster.nodes()) {
        Interfaces.regroup(draft, context, node.seat().networkInterfaceId(), ids);
      }
      settings = settings.withSecurityGroupIds(ids);
    }
    String window =
        guard
            .maintenanceWindow()
            .map(text -> MaintenanceWindow.parse(text).toString())
            .orElse(settings.maintenanceWindow());
    boolean autoMinor = guard.autoMinorVersionUpgrade().orElse(settings.autoMinorVersionUpgrade());
    return cluster.with(settings.withUpkeep(window, autoMinor));
  }

  /// Asking for today's number of nodes takes back what was pending about it.
  private static PendingChange withoutCancelled(
      CacheCluster cluster, Modification.Nodes nodes, PendingChange pending) {
    return nodes.count().filter(count -> count == cluster.askedNodes().size()).isPresent()
        ? pending.withCount(0, List.of(), List.of())
        : pending;
  }

  private SubnetGroup subnetGroup(CacheCluster cluster) {
    return SubnetGroup.get(draft.state(), context.account(), cluster.settings().subnetGroup());
  }
}
