package io.scorta.control.network;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Instance;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.state.Kind;
import java.util.List;

/// Every kind of record that this room keeps. Each is found by the resource's id.
public final class NetworkKinds {
  /// One record, with the id [AccountFacts#ID].
  public static final Kind<AccountFacts> ACCOUNT = Kind.durable("account", AccountFacts.class);

  public static final Kind<Vpc> VPC = Kind.durable("vpc", Vpc.class);

  /// Only of VPCs whose settings differ from [VpcSettings#DEFAULT].
  public static final Kind<VpcSettings> VPC_SETTINGS =
      Kind.durable("vpc-settings", VpcSettings.class);

  public static final Kind<Subnet> SUBNET = Kind.durable("subnet", Subnet.class);
  public static final Kind<InternetGateway> INTERNET_GATEWAY =
      Kind.durable("internet-gateway", InternetGateway.class);
  public static final Kind<RouteTable> ROUTE_TABLE = Kind.durable("route-table", RouteTable.class);
  public static final Kind<SecurityGroup> SECURITY_GROUP =
      Kind.durable("security-group", SecurityGroup.class);
  public static final Kind<NetworkInterface> NETWORK_INTERFACE =
      Kind.durable("network-interface", NetworkInterface.class);
  public static final Kind<ElasticIp> ELASTIC_IP = Kind.durable("elastic-ip", ElasticIp.class);

  /// Addresses that instances are given at their start and lose at their stop, by interface id.
  public static final Kind<ElasticIp> LENT_IP = Kind.durable("lent-ip", ElasticIp.class);

  /// Instances that are not terminated.
  public static final Kind<Instance> INSTANCE = Kind.durable("instance", Instance.class);

  /// What the API tells of an instance beside the network's view of it; kept after termination.
  public static final Kind<InstanceFacts> INSTANCE_FACTS =
      Kind.durable("instance-facts", InstanceFacts.class);

  /// Whether an instance was last seen running; no record means that it was not.
  public static final Kind<InstanceObservation> INSTANCE_OBSERVATION =
      Kind.observed("instance-observation", InstanceObservation.class);

  public static final Kind<NetworkAcl> NETWORK_ACL = Kind.durable("network-acl", NetworkAcl.class);

  /// Kept by both accounts of a connection.
  public static final Kind<PeeringFacts> PEERING = Kind.durable("peering", PeeringFacts.class);

  public static final Kind<ManagedPrefixList> PREFIX_LIST =
      Kind.durable("prefix-list", ManagedPrefixList.class);
  public static final Kind<InsightsPath> INSIGHTS_PATH =
      Kind.durable("insights-path", InsightsPath.class);
  public static final Kind<InsightsAnalysis> INSIGHTS_ANALYSIS =
      Kind.durable("insights-analysis", InsightsAnalysis.class);

  /// Also those that were deleted a while ago.
  public static final Kind<NatGateway> NAT_GATEWAY = Kind.durable("nat-gateway", NatGateway.class);

  public static final Kind<GroupVpc> GROUP_VPC = Kind.durable("group-vpc", GroupVpc.class);

  /// Found by its name; only classic accounts have any.
  public static final Kind<CacheSecurityGroup> CACHE_SECURITY_GROUP =
      Kind.durable("cache-security-group", CacheSecurityGroup.class);

  public static final Kind<KeyPair> KEY_PAIR = Kind.durable("key-pair", KeyPair.class);

  /// The tags of a resource that has any.
  public static final Kind<TagSet> TAGS = Kind.durable("tags", TagSet.class);

  public static final List<Kind<?>> ALL =
      List.of(
          ACCOUNT,
          VPC,
          VPC_SETTINGS,
          SUBNET,
          INTERNET_GATEWAY,
          ROUTE_TABLE,
          SECURITY_GROUP,
          NETWORK_INTERFACE,
          ELASTIC_IP,
          LENT_IP,
          INSTANCE,
          INSTANCE_FACTS,
          INSTANCE_OBSERVATION,
          NETWORK_ACL,
          PEERING,
          PREFIX_LIST,
          INSIGHTS_PATH,
          INSIGHTS_ANALYSIS,
          NAT_GATEWAY,
          GROUP_VPC,
          CACHE_SECURITY_GROUP,
          KEY_PAIR,
          TAGS);

  private NetworkKinds() {}
}
