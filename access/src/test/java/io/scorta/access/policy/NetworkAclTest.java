package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Ipv4;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import io.scorta.access.sample.Place;
import org.junit.jupiter.api.Test;

/// Network ACLs: numbered, without memory, at the border of subnets only.
class NetworkAclTest {
  private static final int PORT = 11211;
  private static final PortRange CACHE = PortRange.of(PORT);
  private static final PortRange CLIENTS = new PortRange(1024, 65535);
  private final Place place = Place.opened();

  NetworkAclTest() {
    place.in("sg-cluster", PORT, PORT, "10.0.0.0/16");
    place.instance("app", "subnet-public", "10.0.0.10", "sg-nat");
    place.instance("near", "subnet-private", "10.0.1.10", "sg-nat");
    place.acl("acl-1", Place.VPC, "subnet-private");
  }

  @Test
  void emptyAclStopsEverythingAtTheBorderAndNothingInside() {
    assertThat(denied("app")).isEqualTo(Stage.SUBNET_INGRESS);
    assertThat(allows("near")).isTrue();
  }

  @Test
  void answersNeedALineOfTheirOwn() {
    place.line("acl-1", Place.tcp(100, false, true, CACHE, "10.0.0.0/24"));
    Verdict.Deny deny = (Verdict.Deny) judge("app");
    assertThat(deny.stage()).isEqualTo(Stage.RETURN);
    assertThat(deny.reason()).isEqualTo(Reason.SUBNET_ACL_RESTRICTION);
    assertThat(deny.wouldAllow())
        .isEqualTo(
            "aws ec2 create-network-acl-entry --network-acl-id acl-1 --egress --rule-number 32766"
                + " --rule-action allow --protocol tcp --port-range From=32768,To=60999"
                + " --cidr-block 10.0.0.10/32");
    place.line("acl-1", Place.tcp(100, true, true, CLIENTS, "10.0.0.0/24"));
    assertThat(allows("app")).isTrue();
  }

  @Test
  void lowestNumberThatCoversThePacketDecides() {
    open();
    place.line("acl-1", Place.tcp(90, false, false, CACHE, "10.0.0.10/32"));
    assertThat(denied("app")).isEqualTo(Stage.SUBNET_INGRESS);
    place.line("acl-1", Place.tcp(80, false, true, CACHE, "10.0.0.0/28"));
    assertThat(allows("app")).isTrue();
    place.line("acl-1", Place.tcp(70, false, false, new PortRange(0, 11210), "0.0.0.0/0"));
    assertThat(allows("app")).isTrue();
  }

  @Test
  void openConnectionStopsAtOnceWhateverWasTracked() {
    open();
    PolicySnapshot before = place.compile();
    long ticket = before.admit(flow("app"));
    assertThat(ticket).isNotNegative();
    place.line("acl-1", Place.tcp(50, true, false, CLIENTS, "10.0.0.0/24"));
    assertThat(place.compile().survives(flow("app"), 45_000, ticket)).isFalse();
    place.line("acl-1", Place.tcp(50, true, false, new PortRange(46_000, 65_535), "10.0.0.0/24"));
    assertThat(place.compile().survives(flow("app"), 45_000, ticket)).isTrue();
    assertThat(place.compile().survives(flow("app"), 46_000, ticket)).isFalse();
    assertThat(allows("app")).isFalse();
  }

  @Test
  void natJourneyMeetsTheBorderWithItsTranslatedAddresses() {
    Flow fromOutside = Flow.tcp(Place.address(Place.TRUSTED), Place.address(Place.ELASTIC), 11212);
    open();
    assertThat(place.compile().judge(fromOutside)).isInstanceOf(Verdict.Allow.class);
    place.line("acl-1", Place.tcp(50, false, false, CACHE, "10.0.0.55/32"));
    assertThat(((Verdict.Deny) place.compile().judge(fromOutside)).reason())
        .isEqualTo(Reason.SUBNET_ACL_RESTRICTION);
    place.line("acl-1", Place.tcp(50, false, false, CACHE, "198.51.100.0/24"));
    assertThat(place.compile().judge(fromOutside)).isInstanceOf(Verdict.Allow.class);
    place.acl("acl-2", Place.VPC, "subnet-public");
    place.line("acl-2", Place.all(100, true));
    place.line("acl-2", Place.tcp(100, false, true, CLIENTS, "10.0.0.0/16"));
    assertThat(((Verdict.Deny) place.compile().judge(fromOutside)).stage())
        .isEqualTo(Stage.SUBNET_INGRESS);
    place.line("acl-2", Place.tcp(110, false, true, CLIENTS, "198.51.100.27/32"));
    assertThat(place.compile().judge(fromOutside)).isInstanceOf(Verdict.Allow.class);
  }

  @Test
  void boxesAreTheLinesWithTheirOrderWorkedIn() {
    place.line("acl-1", Place.tcp(10, false, false, CACHE, "10.0.0.128/25"));
    place.line("acl-1", Place.tcp(20, false, true, new PortRange(11211, 11212), "10.0.0.0/24"));
    PolicySnapshot snapshot = place.compile();
    assertThat(snapshot.aclOf("subnet-private")).contains("acl-1");
    assertThat(snapshot.aclOf("subnet-public")).isEmpty();
    assertThat(snapshot.aclBoxes("subnet-private", false, Protocol.TCP).list())
        .containsExactly(
            new Box(address("10.0.0.0"), address("10.0.0.127"), 11211, 11211),
            new Box(address("10.0.0.0"), address("10.0.0.255"), 11212, 11212));
    assertThat(snapshot.aclBoxes("subnet-private", true, Protocol.TCP).list()).isEmpty();
  }

  private void open() {
    place.line("acl-1", Place.all(100, false));
    place.line("acl-1", Place.all(100, true));
  }

  private static int address(String text) {
    return Ipv4.parse(text);
  }

  private Flow flow(String from) {
    return Flow.tcp(Place.eni(from), Place.eni("node0"), PORT);
  }

  private Verdict judge(String from) {
    return place.compile().judge(flow(from));
  }

  private boolean allows(String from) {
    boolean allowed = judge(from) instanceof Verdict.Allow;
    PolicySnapshot snapshot = place.compile();
    assertThat(
            snapshot.admit(
                    snapshot.endpointOfInterface("eni-" + from),
                    snapshot.endpointOfInterface("eni-node0"),
                    PORT)
                >= 0)
        .isEqualTo(allowed);
    return allowed;
  }

  private Stage denied(String from) {
    assertThat(allows(from)).isFalse();
    return ((Verdict.Deny) judge(from)).stage();
  }
}
