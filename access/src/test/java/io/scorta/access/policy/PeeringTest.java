package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.RouteTarget;
import io.scorta.access.sample.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

/// VPC peering and prefix lists: who is reached, by which routes, and as which group.
class PeeringTest {
  private static final int PORT = 11211;
  private final Place place = Place.journey();

  PeeringTest() {
    vpc("vpc-2", "10.2");
    vpc("vpc-3", "10.3");
    place.peering("pcx-12", Place.VPC, "vpc-2", true);
    place.route("rtb-main", "10.2.0.0/16", new RouteTarget.Peering("pcx-12"));
    place.route("rtb-vpc-2", "10.0.0.0/16", new RouteTarget.Peering("pcx-12"));
    place.in("sg-cluster", PORT, PORT, "sg-vpc-2");
  }

  private void vpc(String id, String net) {
    place.vpc(id, net + ".0.0/16");
    place.subnet("subnet-" + id, id, net + ".0.0/24");
    place.table("rtb-" + id, id, true, List.of());
    place.bareGroup("sg-" + id, id);
    place.allOut("sg-" + id);
    place.instance("app-" + id, "subnet-" + id, net + ".0.10", "sg-" + id);
  }

  @Test
  void groupOfThePeeredVpcIsKnownAndItsMembersCome() {
    assertThat(judge("app-vpc-2")).isInstanceOf(Verdict.Allow.class);
    assertThat(denied("app-vpc-3").reason()).isEqualTo(Reason.NO_ROUTE_TO_DESTINATION);
    place.groupsOf("app-vpc-2");
    assertThat(denied("app-vpc-2").stage()).isEqualTo(Stage.EGRESS);
  }

  @Test
  void peeringThatIsNotActiveLeadsNowhereAndItsRuleIsStale() {
    long ticket = place.compile().admit(flow("app-vpc-2"));
    place.peering("pcx-12", Place.VPC, "vpc-2", false);
    assertThat(denied("app-vpc-2").stage()).isEqualTo(Stage.ROUTE);
    assertThat(place.compile().survives(flow("app-vpc-2"), 40_000, ticket)).isFalse();
  }

  @Test
  void bothSidesNeedRoutes() {
    place.tables.removeIf(it -> it.id().equals("rtb-main"));
    place.table("rtb-main", Place.VPC, true, List.of());
    assertThat(denied("app-vpc-2").stage()).isEqualTo(Stage.RETURN);
    place.tables.removeIf(it -> it.id().equals("rtb-vpc-2"));
    place.table("rtb-vpc-2", "vpc-2", true, List.of());
    Verdict.Deny deny = denied("app-vpc-2");
    assertThat(deny.stage()).isEqualTo(Stage.ROUTE);
    assertThat(deny.wouldAllow())
        .isEqualTo(
            "aws ec2 create-route --route-table-id rtb-vpc-2 --destination-cidr-block"
                + " 10.0.1.230/32 --vpc-peering-connection-id pcx-12");
  }

  @Test
  void peeringIsNotTransitive() {
    place.peering("pcx-23", "vpc-2", "vpc-3", true);
    place.in("sg-cluster", PORT, PORT, "10.3.0.0/16");
    place.route("rtb-vpc-3", "10.0.0.0/16", new RouteTarget.Peering("pcx-23"));
    place.route("rtb-main", "10.3.0.0/16", new RouteTarget.Peering("pcx-12"));
    place.peering("pcx-13", Place.VPC, "vpc-3", true);
    Verdict.Deny deny = denied("app-vpc-3");
    assertThat(deny.stage()).isEqualTo(Stage.PEERING);
    assertThat(deny.reason()).isEqualTo(Reason.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR);
  }

  @Test
  void twoPeersWithTheSameAddressesAreNotMixedUp() {
    vpc("vpc-4", "10.2");
    place.peering("pcx-14", Place.VPC, "vpc-4", true);
    place.route("rtb-vpc-4", "10.0.0.0/16", new RouteTarget.Peering("pcx-14"));
    assertThat(judge("app-vpc-2")).isInstanceOf(Verdict.Allow.class);
    place.in("sg-cluster", PORT, PORT, "sg-vpc-4");
    Verdict.Deny deny = denied("app-vpc-4");
    assertThat(deny.stage()).isEqualTo(Stage.RETURN);
    place.in("sg-vpc-2", PORT, PORT, "0.0.0.0/0");
    place.in("sg-vpc-4", PORT, PORT, "0.0.0.0/0");
    Flow back = Flow.tcp(Place.eni("node0"), Place.eni("app-vpc-4"), PORT);
    assertThat(place.compile().judge(back)).isInstanceOf(Verdict.Deny.class);
    assertThat(((Verdict.Deny) place.compile().judge(back)).stage()).isEqualTo(Stage.PEERING);
  }

  @Test
  void prefixListAdmitsAndLeadsByItsNewestBlocks() {
    place.prefixList("pl-1", "10.3.0.0/16");
    place.in("sg-cluster", PORT, PORT, "pl-1");
    place.peering("pcx-13", Place.VPC, "vpc-3", true);
    place.prefixRoute("rtb-main", "pl-1", new RouteTarget.Peering("pcx-13"));
    place.route("rtb-vpc-3", "10.0.0.0/16", new RouteTarget.Peering("pcx-13"));
    assertThat(judge("app-vpc-3")).isInstanceOf(Verdict.Allow.class);
    place.prefixList("pl-1", "10.3.1.0/24");
    assertThat(denied("app-vpc-3").stage()).isEqualTo(Stage.INGRESS);
  }

  private Flow flow(String from) {
    return Flow.tcp(Place.eni(from), Place.eni("node0"), PORT);
  }

  private Verdict judge(String from) {
    return place.compile().judge(flow(from));
  }

  private Verdict.Deny denied(String from) {
    return (Verdict.Deny) judge(from);
  }
}
