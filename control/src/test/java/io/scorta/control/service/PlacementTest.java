package io.scorta.control.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.Subnets;
import io.scorta.control.network.Vpcs;
import io.scorta.control.node.ClusterRequest;
import io.scorta.control.node.CreateCluster;
import io.scorta.control.node.Modification;
import io.scorta.control.node.ModifyCluster;
import io.scorta.control.node.SubnetGroups;
import io.scorta.control.state.Fault;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// In which zone, subnet and security groups nodes come to sit, and how many there may be.
class PlacementTest {
  private static final String A = "us-east-1a";
  private static final String B = "us-east-1b";
  private static final String C = "us-east-1c";
  private final CacheWorld world = new CacheWorld(3);

  @Test
  void nodesShareOneZoneUnlessAskedToSpread() {
    world.create(Requests.cluster("mem", "memcached", 3));
    assertThat(zones("mem")).containsExactly(A, A, A);
    world.create(Requests.cluster("wide", "memcached", 4, place("cross-az", "")));
    assertThat(zones("wide")).containsExactly(A, B, C, A);
    world.create(Requests.cluster("there", "memcached", 2, place("", B)));
    assertThat(zones("there")).containsExactly(B, B);
    world.create(Requests.cluster("named", "memcached", 2, place("", "", C, A)));
    assertThat(zones("named")).containsExactly(C, A);
  }

  @Test
  void addedNodesFollowTheClusterOrTheRequest() {
    world.create(Requests.cluster("wide", "memcached", 2, place("cross-az", "")));
    world.reconcile();
    world.submit(new ModifyCluster("wide", Requests.count(true, 3)));
    assertThat(zones("wide")).containsExactly(A, B, C);
    world.reconcile();
    world.submit(
        new ModifyCluster(
            "wide",
            new Modification(
                true,
                new Modification.Nodes(Optional.of(4), List.of(), Optional.empty(), List.of(C)),
                Modification.Software.SAME,
                Modification.Guard.SAME)));
    assertThat(zones("wide")).containsExactly(A, B, C, C);
  }

  @Test
  void zonesThatDoNotFitAreRefused() {
    assertThat(refused(2, place("cross-az", "", A)).code())
        .isEqualTo("InvalidParameterCombination");
    assertThat(refused(1, place("cross-az", "")).code()).isEqualTo("InvalidParameterCombination");
    assertThat(refused(2, place("single-az", "", A, B)).code())
        .isEqualTo("InvalidParameterCombination");
    assertThat(refused(1, place("", "us-east-1f")).code()).isEqualTo("InvalidParameterValue");
    assertThat(refused(1, place("anywhere", "")).code()).isEqualTo("InvalidParameterValue");
  }

  @Test
  void fullSubnetRefusesTheWholeCluster() {
    subnetGroup("small", "10.0.0.0/28");
    assertThat(refused(12, Requests.in("small")).code()).isEqualTo("InvalidVPCNetworkStateFault");
    world.create(Requests.cluster("mem", "memcached", 11, Requests.in("small")));
    assertThat(refused(1, Requests.in("small")).message()).contains("No subnet of small");
  }

  @Test
  void quotasHaveTheirOwnCodes() {
    assertThat(refused(41, ClusterRequest.Place.UNSAID).code())
        .isEqualTo("NodeQuotaForClusterExceeded");
    for (int i = 0; i < 7; i++) {
      world.create(Requests.cluster("mem" + i, "memcached", 40));
    }
    world.create(Requests.cluster("last", "memcached", 20));
    assertThat(refused(1, ClusterRequest.Place.UNSAID).code())
        .isEqualTo("NodeQuotaForCustomerExceeded");
  }

  @Test
  void subnetsInUseStayInTheirGroup() {
    String used = subnetGroup("own", "10.0.0.0/24");
    Vpc vpc = vpcs().getLast();
    Subnet other =
        world.submit(new Subnets.Create(vpc.id(), "10.0.5.0/24", Optional.of(B), Map.of()));
    world.create(Requests.cluster("mem", "memcached", 1, Requests.in("own")));
    assertThat(
            world
                .refused(new SubnetGroups.Modify("own", Optional.empty(), List.of(other.id())))
                .code())
        .isEqualTo("SubnetInUse");
    world.submit(new SubnetGroups.Modify("own", Optional.empty(), List.of(used, other.id())));
    assertThat(world.refused(new SubnetGroups.Delete("own")).code())
        .isEqualTo("CacheSubnetGroupInUse");
    assertThat(
            world
                .refused(
                    new SubnetGroups.Create(
                        "mixed",
                        "of two VPCs",
                        List.of(used, world.subnets().getFirst().id(), defaultSubnet()),
                        Map.of()))
                .code())
        .isEqualTo("InvalidSubnet");
  }

  private String defaultSubnet() {
    return world.subnets().stream().filter(Subnet::isDefault).findFirst().orElseThrow().id();
  }

  private List<Vpc> vpcs() {
    return world.state().all(CacheWorld.ACCOUNT, NetworkKinds.VPC).stream()
        .sorted(Comparator.comparing(vpc -> !vpc.isDefault()))
        .toList();
  }

  /// A group over one new subnet of a new VPC; its subnet's id.
  private String subnetGroup(String name, String block) {
    Vpc vpc = world.submit(new Vpcs.Create("10.0.0.0/16", Map.of()));
    Subnet subnet = world.submit(new Subnets.Create(vpc.id(), block, Optional.of(A), Map.of()));
    world.submit(new SubnetGroups.Create(name, "for tests", List.of(subnet.id()), Map.of()));
    return subnet.id();
  }

  private Fault refused(int nodes, ClusterRequest.Place place) {
    return world.refused(new CreateCluster(Requests.cluster("no", "memcached", nodes, place)));
  }

  private List<String> zones(String clusterId) {
    return world.view(clusterId).nodes().stream().map(n -> n.node().seat().zone()).toList();
  }

  private static ClusterRequest.Place place(String mode, String zone, String... zones) {
    return new ClusterRequest.Place(
        Optional.empty(),
        List.of(),
        Optional.of(mode).filter(text -> !text.isEmpty()),
        Optional.of(zone).filter(text -> !text.isEmpty()),
        List.of(zones));
  }
}
