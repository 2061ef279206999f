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
    List<CacheListener> listeners) {
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
}
