package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Protocol;
import io.scorta.access.sample.Place;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The life of a group: who gets in while rules and members come and go.
class GroupLifeTest {
  private static final int PORT = 6379;
  private final Place place = Place.journey();

  @BeforeEach
  void hosts() {
    place.group("sg-app");
    place.group("sg-cache");
    place.group("sg-other");
    place.instance("app", "subnet-public", "10.0.0.10", "sg-app");
    place.instance("outsider", "subnet-public", "10.0.0.11", "sg-other");
    place.node("cache", "subnet-private", "10.0.1.10", "sg-cache", PORT);
  }

  @Test
  void nobodyGetsInUntilARuleSaysSo() {
    assertThat(reaches("app")).isFalse();
    place.in("sg-cache", PORT, PORT, "10.0.0.10/32");
    assertThat(reaches("app")).isTrue();
    assertThat(reaches("outsider")).isFalse();
  }

  @Test
  void defaultGroupAdmitsItsOwnMembersOnly() {
    place.group("sg-default");
    place.rule("sg-default", false, Protocol.ALL, -1, -1, "sg-default");
    place.groupsOf("cache", "sg-default");
    assertThat(reaches("app")).isFalse();
    place.groupsOf("app", "sg-default");
    assertThat(reaches("app")).isTrue();
  }

  @Test
  void memberThatJoinsLaterGetsInAndOneThatLeavesDoesNot() {
    place.in("sg-cache", PORT, PORT, "sg-app");
    assertThat(reaches("app")).isTrue();
    place.instance("late", "subnet-private", "10.0.1.77", "sg-app");
    assertThat(reaches("late")).isTrue();
    place.groupsOf("late", "sg-other");
    assertThat(reaches("late")).isFalse();
    place.groupsOf("late", "sg-other", "sg-app");
    assertThat(reaches("late")).isTrue();
    place.remove("late");
    assertThat(place.compile().judge(Flow.tcp(Place.eni("late"), Place.eni("cache"), PORT)))
        .isInstanceOf(Verdict.Deny.class);
  }

  @Test
  void remoteMemberIsAddedWithoutTouchingTheRule() {
    place.in("sg-cache", PORT, PORT, "sg-app");
    int classes = place.compile().classes().size();
    for (int i = 0; i < 5; i++) {
      place.instance("more" + i, "subnet-private", "10.0.1." + (100 + i), "sg-app");
      assertThat(reaches("more" + i)).isTrue();
    }
    assertThat(place.compile().classes()).as("members add no class").hasSize(classes);
  }

  @Test
  void portRangeAdmitsItsPortsOnly() {
    place.node("second", "subnet-private", "10.0.1.11", "sg-cache", 6381);
    place.in("sg-cache", 6379, 6380, "sg-app");
    assertThat(reaches("app")).isTrue();
    assertThat(reaches("app", "second", 6381)).isFalse();
    place.in("sg-cache", 6381, 7000, "sg-app");
    assertThat(reaches("app", "second", 6381)).isTrue();
  }

  @Test
  void overlappingRulesAreAUnion() {
    String wide = place.in("sg-cache", 6000, 7000, "10.0.0.0/16");
    String narrow = place.in("sg-cache", PORT, PORT, "10.0.0.0/24");
    place.revoke(wide);
    assertThat(reaches("app")).isTrue();
    place.revoke(narrow);
    assertThat(reaches("app")).isFalse();
  }

  @Test
  void severalGroupsOnOneInterfaceAddUp() {
    place.groupsOf("cache", "sg-cache", "sg-nat");
    place.in("sg-nat", PORT, PORT, "sg-app");
    assertThat(reaches("app")).isTrue();
    place.groupsOf("app", "sg-other", "sg-app");
    assertThat(reaches("app")).isTrue();
    place.groupsOf("cache", "sg-cache");
    assertThat(reaches("app")).isFalse();
  }

  @Test
  void egressIsAGateOfItsOwn() {
    place.in("sg-cache", PORT, PORT, "sg-app");
    place.revokeEgress("sg-app");
    assertThat(reaches("app")).isFalse();
    place.out("sg-app", PORT, PORT, "sg-cache");
    assertThat(reaches("app")).isTrue();
  }

  @Test
  void interfaceReachesItselfWithoutAnyRule() {
    place.bareGroup("sg-bare", Place.VPC);
    place.groupsOf("cache", "sg-bare");
    assertThat(reaches("cache", "cache", PORT)).isTrue();
    assertThat(reaches("app")).isFalse();
  }

  @Test
  void ruleWithImpossibleNumbersAdmitsNothingAndHarmsNothing() {
    place.in("sg-cache", -1, -1, "0.0.0.0/0");
    place.in("sg-cache", 7000, 6000, "sg-app");
    place.rule("sg-cache", false, Protocol.ICMP, 300, -1, "0.0.0.0/0");
    assertThat(reaches("app")).isFalse();
    place.in("sg-cache", 6000, 99_999, "sg-app");
    assertThat(reaches("app")).isTrue();
  }

  @Test
  void sameAddressesInAnotherVpcAreStrangers() {
    place.vpc("vpc-2", "10.0.0.0/16");
    place.subnet("subnet-twin", "vpc-2", "10.0.0.0/24");
    place.table("rtb-twin", "vpc-2", true, List.of());
    place.bareGroup("sg-twin", "vpc-2");
    place.allOut("sg-twin");
    place.instance("twin", "subnet-twin", "10.0.0.10", "sg-twin");
    place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
    assertThat(reaches("app")).isTrue();
    assertThat(reaches("twin")).isFalse();
  }

  private boolean reaches(String from) {
    return reaches(from, "cache", PORT);
  }

  private boolean reaches(String from, String to, int port) {
    PolicySnapshot snapshot = place.compile();
    Flow flow = Flow.tcp(Place.eni(from), Place.eni(to), port);
    boolean admitted =
        snapshot.admit(
                snapshot.endpointOfInterface("eni-" + from),
                snapshot.endpointOfInterface("eni-" + to),
                port)
            >= 0;
    assertThat(snapshot.judge(flow) instanceof Verdict.Allow).isEqualTo(admitted);
    return admitted;
  }
}
