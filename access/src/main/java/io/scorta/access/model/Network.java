package io.scorta.access.model;

import java.util.List;

/// The whole network of all accounts at one moment.
public record Network(
    List<Vpc> vpcs,
    List<Subnet> subnets,
    List<InternetGateway> internetGateways,
    List<RouteTable> routeTables,
    List<SecurityGroup> securityGroups,
    List<NetworkInterface> interfaces,
    List<ElasticIp> elasticIps,
    List<Instance> instances,
    List<CacheListener> listeners,
    Rest rest) {
  /// What a network need not have: a subnet without ACL has none at its border.
  public record Rest(
      List<NetworkAcl> networkAcls, List<Peering> peerings, List<PrefixList> prefixLists) {
    public static final Rest NONE = new Rest(List.of(), List.of(), List.of());

    public Rest {
      networkAcls = List.copyOf(networkAcls);
      peerings = List.copyOf(peerings);
      prefixLists = List.copyOf(prefixLists);
    }
  }

  public static final Network EMPTY =
      new Network(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of());

  public Network {
    vpcs = List.copyOf(vpcs);
    subnets = List.copyOf(subnets);
    internetGateways = List.copyOf(internetGateways);
    routeTables = List.copyOf(routeTables);
    securityGroups = List.copyOf(securityGroups);
    interfaces = List.copyOf(interfaces);
    elasticIps = List.copyOf(elasticIps);
    instances = List.copyOf(instances);
    listeners = List.copyOf(listeners);
  }

  /// A network of the plain things alone.
  public Network(
      List<Vpc> vpcs,
      List<Subnet> subnets,
      List<InternetGateway> internetGateways,
      List<RouteTable> routeTables,
      List<SecurityGroup> securityGroups,
      List<NetworkInterface> interfaces,
      List<ElasticIp> elasticIps,
      List<Instance> instances,
      List<CacheListener> listeners) {
    this(
        vpcs,
        subnets,
        internetGateways,
        routeTables,
        securityGroups,
        interfaces,
        elasticIps,
        instances,
        listeners,
        Rest.NONE);
  }

  public List<NetworkAcl> networkAcls() {
    return rest.networkAcls();
  }

  public List<Peering> peerings() {
    return rest.peerings();
  }

  public List<PrefixList> prefixLists() {
    return rest.prefixLists();
  }
}
