package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Ipv4;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.sample.Place;
import org.junit.jupiter.api.Test;

/// NAT gateways: hosts of other subnets go out by one, and nobody comes in.
class NatGatewayTest {
  private static final Party OUTSIDE = Place.address(Place.TRUSTED);
  private final Place place = Place.journey();

  NatGatewayTest() {
    place.instance("app", "subnet-private", "10.0.1.10", "sg-nat");
    place.natGateway("gw", "subnet-public", "10.0.0.200");
    place.elastic("203.0.113.99", "eni-gw", Ipv4.parse("10.0.0.200"));
    place.route("rtb-main", "0.0.0.0/0", new RouteTarget.NatGateway("nat-1", "eni-gw"));
  }

  @Test
  void hostGoesOutInTheGatewaysName() {
    Verdict.Allow allow = (Verdict.Allow) judge(Place.eni("app"), OUTSIDE);
    assertThat(allow.steps())
        .filteredOn(step -> step.stage() == Stage.TRANSLATION)
        .extracting(step -> Ipv4.format(step.packet().source()))
        .containsExactly("10.0.0.200");
    place.revokeEgress("sg-nat");
    assertThat(denied(Place.eni("app"), OUTSIDE).stage()).isEqualTo(Stage.EGRESS);
  }

  @Test
  void nobodyComesInByIt() {
    Verdict.Deny deny = denied(OUTSIDE, new Party.Address(Ipv4.parse("203.0.113.99")));
    assertThat(deny.reason()).isEqualTo(Reason.NO_LISTENER);
    assertThat(denied(Place.eni("app"), Place.eni("gw")).reason()).isEqualTo(Reason.NO_LISTENER);
  }

  @Test
  void itNeedsAnElasticIpAndAPublicSubnetAndTheAclsOfBoth() {
    place.acl("acl-1", Place.VPC, "subnet-public");
    assertThat(denied(Place.eni("app"), OUTSIDE).stage()).isEqualTo(Stage.SUBNET_INGRESS);
    place.line("acl-1", Place.all(100, true));
    place.line("acl-1", Place.all(100, false));
    assertThat(judge(Place.eni("app"), OUTSIDE)).isInstanceOf(Verdict.Allow.class);
    place.elasticIps.removeIf(it -> it.publicAddress() == Ipv4.parse("203.0.113.99"));
    assertThat(denied(Place.eni("app"), OUTSIDE).reason())
        .isEqualTo(Reason.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS);
    place.remove("gw");
    assertThat(denied(Place.eni("app"), OUTSIDE).reason()).isEqualTo(Reason.BAD_STATE_ROUTE);
  }

  private Verdict judge(Party from, Party to) {
    return place.compile().judge(Flow.tcp(from, to, 443));
  }

  private Verdict.Deny denied(Party from, Party to) {
    return (Verdict.Deny) judge(from, to);
  }
}
