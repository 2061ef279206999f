package io.scorta.server.api;

import java.util.List;

/// Every action that is real, service by service: the one list from which calls are answered and
/// the coverage page is made.
public final class Tables {
  private static final List<Row<?, ?>> ELASTICACHE = join(List.of(CacheRows.ALL));
  private static final List<Row<?, ?>> EC2 =
      join(
          List.of(
              Ec2VpcRows.ALL,
              Ec2VpcBlockRows.ALL,
              Ec2SubnetRows.ALL,
              Ec2DetailRows.ALL,
              Ec2PlaceRows.ALL,
              Ec2GatewayRows.ALL,
              Ec2RouteTableRows.ALL,
              Ec2RouteRows.ALL,
              Ec2GroupRows.ALL,
              Ec2RuleRows.ALL,
              Ec2RuleTextRows.ALL,
              Ec2GroupReferenceRows.ALL,
              Ec2NatRows.ALL,
              Ec2GroupVpcRows.ALL,
              Ec2ImageRows.ALL,
              Ec2AclRows.ALL,
              Ec2PeeringRows.ALL,
              Ec2PrefixListRows.ALL,
              Ec2AddressRows.ALL,
              Ec2KeyRows.ALL,
              Ec2LaunchRow.ALL,
              Ec2InstanceRows.ALL,
              Ec2InstanceListRows.ALL,
              Ec2InstanceTypeRows.ALL,
              Ec2InterfaceRows.ALL,
              Ec2InsightsRows.ALL,
              Ec2TagRows.ALL));

  private Tables() {}

  public static List<ActionTable> all() {
    return List.of(
        new ActionTable(Service.ELASTICACHE, ELASTICACHE),
        new ActionTable(Service.EC2, EC2),
        new ActionTable(Service.STS, StsRows.ALL));
  }

  /// The rows of several files, in order.
  private static List<Row<?, ?>> join(List<List<Row<?, ?>>> files) {
    return files.stream().<Row<?, ?>>flatMap(List::stream).toList();
  }
}
