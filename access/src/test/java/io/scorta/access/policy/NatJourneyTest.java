package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.sample.Place;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The journey from outside, by hand, and its wrong variants.
class NatJourneyTest {
  private final Place place = Place.opened();

  @Test
  void trustedClientReachesEachNodeByItsOwnPort() {
    for (int i = 0; i < 3; i++) {
      Verdict verdict = place.compile().judge(fromOutside(Place.TRUSTED, 11211 + i));
      assertThat(verdict)
          .isInstanceOfSatisfying(
              Verdict.Allow.class, allow -> assertThat(allow.port()).isEqualTo(11211));
      assertThat(((Verdict.Allow) verdict).target()).isEqualTo(Place.eni("node" + i));
    }
  }

  @Test
  void natInstanceReachesTheClusterAndTrustedClientItsShell() {
    PolicySnapshot snapshot = place.compile();
    assertThat(snapshot.judge(Flow.tcp(Place.eni("nat"), Place.eni("node0"), 11211)))
        .isInstanceOf(Verdict.Allow.class);
    assertThat(snapshot.judge(fromOutside(Place.TRUSTED, 22))).isInstanceOf(Verdict.Allow.class);
  }

  @Test
  void strangerFailsAtTheNatInstancesGroup() {
    assertThat(deny(fromOutside(Place.STRANGER, 11211)))
        .extracting(Verdict.Deny::stage, Verdict.Deny::reason, it -> it.step().at())
        .containsExactly(Stage.INGRESS, Reason.ENI_SG_RULES_MISMATCH, "eni-nat");
    assertThat(deny(fromOutside(Place.STRANGER, 22)).stage()).isEqualTo(Stage.INGRESS);
  }

  @Test
  void cacheOpenToEverybodyIsStillClosedFromOutside() {
    place.in("sg-cluster", 11211, 11211, "0.0.0.0/0");
    Flow flow =
        Flow.tcp(Place.address(Place.TRUSTED), Place.address(Ipv4.parse("10.0.1.230")), 11211);
    assertThat(deny(flow).reason()).isEqualTo(Reason.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS);
    assertThat(deny(Flow.tcp(Place.address(Place.TRUSTED), Place.eni("node0"), 11211)).reason())
        .isEqualTo(Reason.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS);
  }

  @Test
  void nothingIsForwardedWhileForwardingIsOff() {
    place.guest("nat", guest -> Place.forwarding(guest, false));
    assertThat(deny(fromOutside(Place.TRUSTED, 11211)))
        .extracting(Verdict.Deny::reason, Verdict.Deny::wouldAllow)
        .containsExactly(Reason.GUEST_FORWARDING_OFF, "on i-nat: sysctl -w net.ipv4.ip_forward=1");
  }

  @Test
  void elasticIpAndPublicSubnetAreNeeded() {
    place.disassociate();
    assertThat(deny(fromOutside(Place.TRUSTED, 11211)).reason())
        .isEqualTo(Reason.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS);
    Place secluded = Place.opened();
    secluded.tables.removeIf(it -> it.id().equals("rtb-public"));
    assertThat(deny(secluded, fromOutside(Place.TRUSTED, 11211)))
        .extracting(Verdict.Deny::stage, Verdict.Deny::reason)
        .containsExactly(Stage.RETURN, Reason.NO_ROUTE_TO_DESTINATION);
  }

  @Test
  void clusterRuleForTheClientsAddressDoesNotHelpAfterSourceNat() {
    Place wrong = withoutClusterRules();
    wrong.in("sg-cluster", 11211, 11211, "198.51.100.27/32");
    assertThat(deny(wrong, fromOutside(Place.TRUSTED, 11211)))
        .extracting(Verdict.Deny::stage, Verdict.Deny::wouldAllow)
        .containsExactly(
            Stage.INGRESS,
            "aws ec2 authorize-security-group-ingress --group-id sg-cluster --protocol tcp"
                + " --port 11211 --source-group sg-nat");
  }

  @Test
  void natGroupNeedsOutboundRuleOnceTheOpenOneIsGone() {
    place.revokeEgress("sg-nat");
    assertThat(deny(fromOutside(Place.TRUSTED, 11211)))
        .extracting(Verdict.Deny::stage, Verdict.Deny::reason, Verdict.Deny::wouldAllow)
        .containsExactly(
            Stage.EGRESS,
            Reason.SG_HAS_NO_RULES,
            "aws ec2 authorize-security-group-egress --group-id sg-nat --ip-permissions"
                + " 'IpProtocol=tcp,FromPort=11211,ToPort=11211,"
                + "UserIdGroupPairs=[{GroupId=sg-cluster}]'");
    place.out("sg-nat", 11211, 11211, "sg-cluster");
    assertThat(place.compile().judge(fromOutside(Place.TRUSTED, 11211)))
        .isInstanceOf(Verdict.Allow.class);
  }

  @Test
  void keptClientAddressNeedsTheCheckOffAndWaysBack() {
    Place kept = withoutClusterRules();
    kept.flush("nat", GuestTable.NAT, "POSTROUTING");
    kept.in("sg-cluster", 11211, 11211, "198.51.100.27/32");
    Flow flow = fromOutside(Place.TRUSTED, 11211);
    assertThat(deny(kept, flow))
        .extracting(Verdict.Deny::stage, Verdict.Deny::reason)
        .containsExactly(Stage.SOURCE_CHECK, Reason.ENI_SOURCE_DEST_CHECK_RESTRICTION);
    kept.sourceDestCheck("nat", false);
    assertThat(deny(kept, flow))
        .extracting(Verdict.Deny::stage, Verdict.Deny::reason)
        .containsExactly(Stage.RETURN, Reason.NO_ROUTE_TO_DESTINATION);
    kept.route("rtb-main", "0.0.0.0/0", new RouteTarget.Interface("eni-nat"));
    assertThat(kept.compile().judge(flow)).isInstanceOf(Verdict.Allow.class);
  }

  @Test
  void groupRuleIsLostWhenTheClientAddressIsKept() {
    place.flush("nat", GuestTable.NAT, "POSTROUTING");
    place.sourceDestCheck("nat", false);
    assertThat(deny(fromOutside(Place.TRUSTED, 11211)))
        .extracting(Verdict.Deny::stage, Verdict.Deny::reason)
        .containsExactly(Stage.INGRESS, Reason.SG_REFERENCES_NOT_PRESERVED);
  }

  @Test
  void masqueradeDoesTheSameAsSourceNat() {
    place.flush("nat", GuestTable.NAT, "POSTROUTING");
    place.nat(
        "nat",
        "POSTROUTING",
        List.of(new GuestMatch.OutInterface("eth+", false)),
        new GuestTarget.Masquerade(Optional.empty()));
    assertThat(place.compile().judge(fromOutside(Place.TRUSTED, 11212)))
        .isInstanceOf(Verdict.Allow.class);
  }

  @Test
  void stoppedInstanceAnswersAndForwardsNothing() {
    place.run("nat", false);
    assertThat(deny(fromOutside(Place.TRUSTED, 11211)).reason()).isEqualTo(Reason.BAD_STATE);
    assertThat(deny(Flow.tcp(Place.eni("nat"), Place.eni("node0"), 11211)).stage())
        .isEqualTo(Stage.SOURCE);
  }

  @Test
  void filterTableJudgesFirstPacketAndAnswers() {
    place.chain(
        "nat",
        GuestTable.FILTER,
        "FORWARD",
        it -> new GuestChain(it.name(), Optional.of(GuestChain.Policy.DROP), it.rules()));
    Flow flow = fromOutside(Place.TRUSTED, 11211);
    assertThat(deny(flow).reason()).isEqualTo(Reason.GUEST_FILTER_RESTRICTION);
    place.filter(
        "nat",
        "FORWARD",
        List.of(new GuestMatch.Destination(Cidr.parse("10.0.1.0/24"), false)),
        new GuestTarget.Accept());
    assertThat(deny(flow).step().detail()).isEqualTo("FORWARD, answers");
    place.filter(
        "nat",
        "FORWARD",
        List.of(new GuestMatch.State(List.of(GuestMatch.ConnectionState.ESTABLISHED), false, true)),
        new GuestTarget.Accept());
    assertThat(place.compile().judge(flow)).isInstanceOf(Verdict.Allow.class);
  }

  @Test
  void portWithoutForwardingRuleEndsAtTheInstance() {
    place.in("sg-nat", 9999, 9999, "0.0.0.0/0");
    assertThat(deny(fromOutside(Place.TRUSTED, 9999)).reason()).isEqualTo(Reason.NO_LISTENER);
  }

  @Test
  void hostInsideReachesTheNodesThroughTheNatInstanceToo() {
    place.instance("app", "subnet-private", "10.0.1.10", "sg-nat");
    place.in("sg-nat", 11211, 11213, "sg-nat");
    Flow flow = Flow.tcp(Place.eni("app"), Place.address(Place.NAT_ADDRESS), 11213);
    assertThat(place.compile().judge(flow))
        .isInstanceOfSatisfying(
            Verdict.Allow.class, allow -> assertThat(allow.target()).isEqualTo(Place.eni("node2")));
  }

  @Test
  void privateInstanceReachesOutsideThroughTheNatInstance() {
    place.instance("app", "subnet-private", "10.0.1.10", "sg-cluster");
    place.in("sg-nat", 443, 443, "sg-cluster");
    place.route("rtb-main", "0.0.0.0/0", new RouteTarget.Interface("eni-nat"));
    Flow flow = new Flow(Place.eni("app"), Place.address(Place.STRANGER), Protocol.TCP, 443);
    assertThat(deny(flow))
        .extracting(Verdict.Deny::stage, it -> it.step().at())
        .containsExactly(Stage.DESTINATION_CHECK, "eni-nat");
    place.sourceDestCheck("nat", false);
    assertThat(place.compile().judge(flow))
        .isInstanceOfSatisfying(
            Verdict.Allow.class,
            allow -> assertThat(allow.target()).isEqualTo(Place.address(Place.STRANGER)));
  }

  private static Place withoutClusterRules() {
    Place place = Place.opened();
    place.groups.stream()
        .filter(it -> it.id().equals("sg-cluster"))
        .flatMap(it -> it.rules().stream())
        .filter(rule -> !rule.egress())
        .toList()
        .forEach(rule -> place.revoke(rule.id()));
    return place;
  }

  private static Flow fromOutside(int client, int port) {
    return Flow.tcp(Place.address(client), Place.address(Place.ELASTIC), port);
  }

  private Verdict.Deny deny(Flow flow) {
    return deny(place, flow);
  }

  private static Verdict.Deny deny(Place place, Flow flow) {
    Verdict verdict = place.compile().judge(flow);
    assertThat(verdict).isInstanceOf(Verdict.Deny.class);
    return (Verdict.Deny) verdict;
  }
}
