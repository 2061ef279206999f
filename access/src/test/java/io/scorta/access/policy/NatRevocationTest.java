package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.sample.Place;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of connections through a NAT instance when the network changes.
class NatRevocationTest {
  private static final int CLIENT_PORT = 50_000;
  private final Place place = Place.opened();
  private final Flow flow =
      Flow.tcp(Place.address(Place.TRUSTED), Place.address(Place.ELASTIC), 11212);
  private final long ticket = place.compile().admit(flow);

  @Test
  void ticketKnowsWhereTheConnectionWasSent() {
    assertThat(Ticket.isTranslated(ticket)).isTrue();
    assertThat(Ipv4.format(Ticket.forwardedAddress(ticket))).isEqualTo("10.0.1.231");
    assertThat(Ticket.forwardedPort(ticket)).isEqualTo(11211);
    assertThat(survives()).isTrue();
  }

  @Test
  void openConnectionOutlivesItsNatRules() {
    place.flush("nat", GuestTable.NAT, "PREROUTING");
    place.flush("nat", GuestTable.NAT, "POSTROUTING");
    assertThat(place.compile().admit(flow)).isEqualTo(Ticket.DENIED);
    assertThat(survives()).isTrue();
  }

  @Test
  void openConnectionStaysWithItsNodeWhenThePortIsGivenToAnother() {
    place.flush("nat", GuestTable.NAT, "PREROUTING");
    place.dnat("nat", 11212, "10.0.1.232", 11211);
    assertThat(survives()).isTrue();
    place.remove("node1");
    assertThat(survives()).isFalse();
    assertThat(Ipv4.format(Ticket.forwardedAddress(place.compile().admit(flow))))
        .isEqualTo("10.0.1.232");
  }

  @Test
  void shellSessionIsNotDivertedByALaterRule() {
    Flow shell = Flow.tcp(Place.address(Place.TRUSTED), Place.address(Place.ELASTIC), 22);
    long open = place.compile().admit(shell);
    place.dnat("nat", 22, "10.0.1.230", 11211);
    assertThat(place.compile().survives(shell, CLIENT_PORT, open)).isTrue();
    assertThat(place.compile().admit(shell)).isNotEqualTo(open);
  }

  @Test
  void whatHasNoMemoryEndsOpenConnections() {
    place.guest("nat", guest -> Place.forwarding(guest, false));
    assertThat(survives()).as("forwarding off").isFalse();
    place.guest("nat", guest -> Place.forwarding(guest, true));
    place.run("nat", false);
    assertThat(survives()).as("stopped").isFalse();
    place.run("nat", true);
    place.filter("nat", "FORWARD", List.of(), new GuestTarget.Drop());
    assertThat(survives()).as("filter").isFalse();
    place.flush("nat", GuestTable.FILTER, "FORWARD");
    assertThat(survives()).isTrue();
    place.disassociate();
    assertThat(survives()).as("no Elastic IP").isFalse();
  }

  @Test
  void routeThatIsGoneEndsOpenConnections() {
    place.tables.removeIf(it -> it.id().equals("rtb-public"));
    assertThat(survives()).isFalse();
  }

  @Test
  void trackedSidesLiveAndUntrackedOnesAreJudgedAnew() {
    List<String> rules =
        place.groups.stream().flatMap(it -> it.rules().stream()).map(rule -> rule.id()).toList();
    rules.forEach(place::revoke);
    assertThat(place.compile().admit(flow)).isEqualTo(Ticket.DENIED);
    assertThat(survives()).as("all four sides are tracked").isTrue();

    Place open = Place.opened();
    String in = open.in("sg-nat", 11211, 11213, "0.0.0.0/0");
    long untracked = open.compile().admit(flow);
    assertThat(Ticket.isUntracked(untracked, 1)).isTrue();
    assertThat(Ticket.isUntracked(untracked, 2)).isFalse();
    assertThat(Ticket.isUntracked(untracked, 3)).isFalse();
    open.revoke(in);
    assertThat(open.compile().survives(flow, CLIENT_PORT, untracked))
        .as("the narrower rule of the journey still covers the client")
        .isTrue();
    open.groups.stream()
        .filter(it -> it.id().equals("sg-nat"))
        .flatMap(it -> it.rules().stream())
        .filter(rule -> !rule.egress())
        .toList()
        .forEach(rule -> open.revoke(rule.id()));
    assertThat(open.compile().survives(flow, CLIENT_PORT, untracked)).isFalse();
  }

  @Test
  void openGroupBothWaysLeavesTheNatInstancesOwnSideUntracked() {
    String in = place.rule("sg-nat", false, Protocol.ALL, -1, -1, "0.0.0.0/0");
    long open = place.compile().admit(flow);
    assertThat(Ticket.isUntracked(open, 2)).isTrue();
    place.revoke(in);
    assertThat(place.compile().survives(flow, CLIENT_PORT, open))
        .as("the node's answers lost the rule that let them in")
        .isFalse();
  }

  @Test
  void keptClientAddressNeedsTheCheckOffAllTheTime() {
    Place kept = Place.opened();
    kept.flush("nat", GuestTable.NAT, "POSTROUTING");
    kept.in("sg-cluster", 11211, 11211, "198.51.100.27/32");
    kept.sourceDestCheck("nat", false);
    kept.route("rtb-main", "0.0.0.0/0", new RouteTarget.Interface("eni-nat"));
    long open = kept.compile().admit(flow);
    assertThat(open).isNotNegative();
    kept.nat("nat", "POSTROUTING", List.of(), new GuestTarget.Masquerade(Optional.empty()));
    assertThat(kept.compile().survives(flow, CLIENT_PORT, open))
        .as("a later rule does not rewrite it")
        .isTrue();
    kept.sourceDestCheck("nat", true);
    assertThat(kept.compile().survives(flow, CLIENT_PORT, open)).isFalse();
  }

  @Test
  void translationByTwoHostsLivesAsLongAsTheRulesLeadTheSameWay() {
    place.instance("second", "subnet-public", "10.0.0.56", "sg-nat");
    place.guest("second", guest -> Place.forwarding(guest, true));
    place.dnat("second", 7000, "10.0.1.230", 11211);
    place.nat("second", "POSTROUTING", List.of(), new GuestTarget.Masquerade(Optional.empty()));
    place.in("sg-nat", 7000, 7001, "0.0.0.0/0");
    place.dnat("nat", 7001, "10.0.0.56", 7000);
    Flow chained = Flow.tcp(flow.source(), flow.target(), 7001);
    long open = place.compile().admit(chained);
    assertThat(Ticket.forwardedAddress(open)).isEqualTo(Ipv4.parse("10.0.1.230"));
    assertThat(place.compile().survives(chained, CLIENT_PORT, open)).isTrue();
    place.flush("second", GuestTable.NAT, "PREROUTING");
    assertThat(place.compile().survives(chained, CLIENT_PORT, open)).isFalse();
  }

  @Test
  void addressesThatExistInNetworksOnlyDoNotComeFromOutside() {
    place.rule("sg-nat", false, Protocol.ALL, -1, -1, "0.0.0.0/0");
    for (String forged : List.of("10.0.1.230", "192.168.1.1", "203.0.113.73")) {
      Verdict verdict =
          place
              .compile()
              .judge(
                  Flow.tcp(Place.address(Ipv4.parse(forged)), Place.address(Place.ELASTIC), 11212));
      assertThat(verdict)
          .isInstanceOfSatisfying(
              Verdict.Deny.class,
              deny -> assertThat(deny.reason()).isEqualTo(Reason.IGW_REJECTS_SPOOFED_TRAFFIC));
    }
  }

  private boolean survives() {
    return place.compile().survives(flow, CLIENT_PORT, ticket);
  }
}
