package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Protocol;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.sample.Place;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a change does to a new and to an open connection, row by row of the table of tracking.
class RevocationTest {
  private static final int PORT = 6379;
  private static final int CLIENT_PORT = 40_123;
  private static final Flow FLOW = Flow.tcp(Place.eni("app"), Place.eni("cache"), PORT);
  private final Place place = Place.journey();

  @BeforeEach
  void hostAndCache() {
    place.group("sg-app");
    place.group("sg-cache");
    place.instance("app", "subnet-public", "10.0.0.10", "sg-app");
    place.node("cache", "subnet-private", "10.0.1.10", "sg-cache", PORT);
  }

  @Test
  void openRuleWithOpenEgressIsUntrackedAndEndsAtOnce() {
    String rule = place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
    long ticket = open();
    assertThat(Ticket.isUntracked(ticket, 1)).isTrue();
    place.revoke(rule);
    assertNewAndOpen(false, false, ticket);
  }

  @Test
  void openRuleWithNarrowerEgressIsTrackedAndLives() {
    String rule = place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
    place.revokeEgress("sg-cache");
    long without = open();
    place.out("sg-cache", 0, 65535, "10.0.0.0/8");
    assertThat(open()).isEqualTo(without).isZero();
    place.revoke(rule);
    assertNewAndOpen(false, true, without);
  }

  @Test
  void narrowerRuleIsTrackedAndLives() {
    String rule = place.in("sg-cache", PORT, PORT, "10.0.0.0/24");
    long ticket = open();
    place.revoke(rule);
    assertThat(ticket).isZero();
    assertNewAndOpen(false, true, ticket);
  }

  @Test
  void ruleThatNamesAGroupIsTrackedAndLives() {
    String rule = place.in("sg-cache", PORT, PORT, "sg-app");
    long ticket = open();
    place.revoke(rule);
    assertThat(ticket).isZero();
    assertNewAndOpen(false, true, ticket);
  }

  @Test
  void untrackedConnectionEndsWhenItsAnswersLoseTheirRule() {
    place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
    long ticket = open();
    place.revokeEgress("sg-cache");
    assertNewAndOpen(true, false, ticket);
    assertThat(open()).as("now tracked").isZero();
  }

  @Test
  void untrackedConnectionGoesOnWhenAnotherRuleCoversThePeer() {
    String rule = place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
    long ticket = open();
    place.revoke(rule);
    place.in("sg-cache", PORT, PORT, "10.0.0.8/29");
    assertNewAndOpen(true, true, ticket);
    place.revokeEgress("sg-cache");
    place.out("sg-cache", CLIENT_PORT, CLIENT_PORT, "sg-app");
    assertNewAndOpen(true, true, ticket);
    place.revokeEgress("sg-cache");
    place.out("sg-cache", 1, CLIENT_PORT - 1, "sg-app");
    assertNewAndOpen(true, false, ticket);
  }

  @Test
  void icmpIsAlwaysTracked() {
    String rule = place.rule("sg-cache", false, Protocol.ICMP, 8, -1, "0.0.0.0/0");
    Flow echo = new Flow(Place.eni("app"), Place.eni("cache"), Protocol.ICMP, 8 << 8);
    long ticket = place.compile().admit(echo);
    assertThat(ticket).isZero();
    assertThat(place.compile().admit(new Flow(echo.source(), echo.target(), Protocol.ICMP, 0)))
        .as("another type")
        .isEqualTo(Ticket.DENIED);
    place.revoke(rule);
    assertThat(place.compile().admit(echo)).isEqualTo(Ticket.DENIED);
    assertThat(place.compile().survives(echo, 0, ticket)).isTrue();
  }

  @Test
  void changedSetOfGroupsJudgesUntrackedConnectionsAnew() {
    place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
    long untracked = open();
    place.groupsOf("cache", "sg-nat");
    assertNewAndOpen(false, false, untracked);
    assertThat(survives(0)).as("tracked").isTrue();
  }

  @Test
  void sourcesSideIsTrackedOnItsOwn() {
    place.in("sg-cache", PORT, PORT, "sg-app");
    place.rule("sg-app", false, Protocol.ALL, -1, -1, "0.0.0.0/0");
    long ticket = open();
    assertThat(Ticket.isUntracked(ticket, 0)).isTrue();
    assertThat(Ticket.isUntracked(ticket, 1)).isFalse();
    place.revokeEgress("sg-app");
    assertNewAndOpen(false, false, ticket);
  }

  @Test
  void narrowRuleBesideAnOpenOneLeavesTheSideUntracked() {
    place.in("sg-cache", PORT, PORT, "10.0.0.10/32");
    String open = place.in("sg-cache", 0, 65535, "0.0.0.0/0");
    long ticket = open();
    assertThat(Ticket.isUntracked(ticket, 1)).isTrue();
    place.revoke(open);
    assertNewAndOpen(true, true, ticket);
  }

  @Test
  void nothingLivesOnWithoutItsHosts() {
    place.in("sg-cache", PORT, PORT, "sg-app");
    long ticket = open();
    place.run("app", false);
    assertNewAndOpen(false, false, ticket);
    place.run("app", true);
    assertNewAndOpen(true, true, ticket);
    place.remove("cache");
    assertNewAndOpen(false, false, ticket);
  }

  @Test
  void detourThatIsAddedLaterEndsTheConnection() {
    place.in("sg-cache", PORT, PORT, "10.0.0.0/24");
    place.rule("sg-nat", false, Protocol.ALL, -1, -1, "0.0.0.0/0");
    place.instance("middle", "subnet-private", "10.0.1.77", "sg-nat");
    place.sourceDestCheck("middle", false);
    place.guest("middle", guest -> Place.forwarding(guest, true));
    long direct = open();
    place.route("rtb-public", "10.0.1.0/24", new RouteTarget.Interface("eni-middle"));
    assertNewAndOpen(true, false, direct);
    long detoured = open();
    assertNewAndOpen(true, true, detoured);
    assertThat(detoured).isNotEqualTo(direct);
  }

  private long open() {
    long ticket = place.compile().admit(FLOW);
    assertThat(ticket).isNotNegative();
    return ticket;
  }

  private boolean survives(long ticket) {
    return place.compile().survives(FLOW, CLIENT_PORT, ticket);
  }

  private void assertNewAndOpen(boolean newConnection, boolean openConnection, long ticket) {
    assertThat(place.compile().admit(FLOW) >= 0).as("new connection").isEqualTo(newConnection);
    assertThat(survives(ticket)).as("open connection").isEqualTo(openConnection);
  }
}
