package io.scorta.control.node;

import static io.scorta.control.node.CacheFaults.invalidValue;

import io.scorta.control.network.Classic;
import io.scorta.control.param.CacheEngine;
import io.scorta.control.param.NodeSizing;
import io.scorta.control.param.Parameter;
import io.scorta.control.param.ParameterGroup;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Puts a new cluster and its network interfaces into a draft, or refuses.
public final class NewCluster {
  private static final int PORT_MAX = 65_535;
  private final Draft draft;
  private final Context context;
  private final Seats seats;

  private NewCluster(Draft draft, Context context) {
    this.draft = draft;
    this.context = context;
    this.seats = new Seats(draft, context);
  }

  /// The cluster that the request asks for, as a member of a group when its id is not empty.
  public static CacheCluster create(
      Draft draft, Context context, ClusterRequest request, String replicationGroupId) {
    return new NewCluster(draft, context).make(request, replicationGroupId);
  }

  private CacheCluster make(ClusterRequest request, String replicationGroupId) {
    String id = CacheName.cluster(request.id());
    if (draft.find(context.account(), CacheCluster.KIND, id).isPresent()) {
      throw Refusal.of(CacheFaults.CLUSTER_EXISTS, "Cache cluster already exists: %s", id);
    }
    SoftwareChoice software =
        SoftwareChoice.of(draft.state(), context.account(), request.software());
    int count = request.nodeCount().orElse(1);
    checkCount(draft, context.account(), software.version().engine(), count, count);
    SubnetGroup group = subnetGroup(request.place().subnetGroup().orElseGet(this::unsaid));
    Seats.Plan plan = seats.plan(group, request.place(), count);
    ClusterSettings settings = settings(request, software, group, plan.zone());
    CacheCluster empty =
        new CacheCluster(
            id,
            replicationGroupId,
            context.now(),
            settings,
            PendingChange.NONE,
            List.of(),
            0,
            0,
            false,
            false);
    CacheCluster cluster = addNodes(draft, context, empty, plan.zones());
    draft.put(context.account(), CacheCluster.KIND, id, cluster);
    ResourceTags.add(draft, context.account(), CacheArn.cluster(id), request.tags());
    return cluster;
  }

  private ClusterSettings settings(
      ClusterRequest request, SoftwareChoice software, SubnetGroup group, String zone) {
    CacheEngine engine = software.version().engine();
    return new ClusterSettings(
        engine,
        software.version().full(),
        software.type().name(),
        port(request.port().orElse(engine.port())),
        software.group().name(),
        group.name(),
        seats.securityGroups(group.vpcId(), request.place().securityGroupIds()),
        zone,
        request
            .upkeep()
            .maintenanceWindow()
            .map(MaintenanceWindow::parse)
            .orElseGet(() -> MaintenanceWindow.any(context.mint()))
            .toString(),
        request.upkeep().autoMinorVersionUpgrade().orElse(true));
  }

  /// The cluster with one more node in each of the zones.
  static CacheCluster addNodes(
      Draft draft, Context context, CacheCluster cluster, List<String> zones) {
    Seats seats = new Seats(draft, context);
    Seats.checkLocal(zones, cluster.settings().nodeType());
    SubnetGroup group =
        SubnetGroup.get(draft.state(), context.account(), cluster.settings().subnetGroup());
    Map<String, String> atStart = startValues(draft, context.account(), cluster.settings());
    List<CacheNode> nodes = new ArrayList<>(cluster.nodes());
    for (String zone : zones) {
      String nodeId = freeId(nodes);
      CacheNode.Seat seat =
          seats.take(
              group, zone, cluster.settings().securityGroupIds(), cluster.id() + "/" + nodeId);
      Instant now = context.now();
      nodes.add(new CacheNode(nodeId, now, seat, 1, false, atStart, CacheNode.Stage.JOINING, now));
    }
    nodes.sort(Comparator.comparing(CacheNode::id));
    return cluster.withNodes(nodes);
  }

  /// The values that a node which is started now keeps until its next start.
  static Map<String, String> startValues(Draft draft, String account, ClusterSettings settings) {
    ParameterGroup group =
        NodeSpecs.parameterGroup(draft.state(), account, settings.parameterGroup());
    return NodeSizing.values(group, Parameter.Change.REQUIRES_REBOOT);
  }

  /// Refuses a number of nodes that the engine or a quota does not allow.
  static void checkCount(Draft draft, String account, CacheEngine engine, int count, int added) {
    if (count < 1) {
      throw invalidValue("Invalid value for NumCacheNodes: %d. Give at least 1.", count);
    }
    if (engine != CacheEngine.MEMCACHED && count != 1) {
      throw invalidValue(
          "Cannot create a %s cluster with %d nodes: NumCacheNodes must be 1 for this engine.",
          engine.wireName(), count);
    }
    if (count > CacheLimits.NODES_PER_CLUSTER) {
      throw Refusal.of(
          CacheFaults.NODE_QUOTA_CLUSTER,
          "A cluster has at most %d nodes, not %d.",
          CacheLimits.NODES_PER_CLUSTER,
          count);
    }
    int present =
        draft.all(account, CacheCluster.KIND).stream().mapToInt(c -> c.nodes().size()).sum();
    if (present + added > CacheLimits.NODES_PER_ACCOUNT) {
      throw Refusal.of(
          CacheFaults.NODE_QUOTA_CUSTOMER,
          "The account has %d cache nodes; %d more would exceed its quota of %d: delete some"
              + " first.",
          present,
          added,
          CacheLimits.NODES_PER_ACCOUNT);
    }
  }

  private SubnetGroup subnetGroup(String name) {
    return SubnetGroup.get(draft.state(), context.account(), name.toLowerCase(Locale.ROOT));
  }

  private String unsaid() {
    return Classic.isHome(draft.state(), context.account())
        ? SubnetGroup.CLASSIC
        : SubnetGroup.DEFAULT;
  }

  private static int port(int asked) {
    if (asked < 1 || asked > PORT_MAX) {
      throw invalidValue("Invalid value for Port: %d. Give 1 to %d.", asked, PORT_MAX);
    }
    return asked;
  }

  /// The lowest id that no node of the cluster has: tools name the nodes to remove by counting.
  private static String freeId(List<CacheNode> nodes) {
    for (int number = 1; number <= nodes.size() + 1; number++) {
      String id = "%04d".formatted(number);
      if (nodes.stream().noneMatch(node -> node.id().equals(id))) {
        return id;
      }
    }
    throw new IllegalStateException("no free node id");
  }
}
