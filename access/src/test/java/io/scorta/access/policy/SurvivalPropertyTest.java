package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.access.sample.Choices;
import io.scorta.access.sample.NaiveInterpreter;
import io.scorta.access.sample.Place;
import io.scorta.access.sample.RandomPlace;
import java.util.List;
import org.junit.jupiter.api.Test;

/// After any change of rules and groups an open connection between two interfaces lives on exactly
/// when each of its sides is tracked or still admits packets and answers.
class SurvivalPropertyTest {
  private static final int CASES = 3000;
  private static final int CLIENT_PORT = 45_000;
  private static final int PORT = 6379;
  private int lived;
  private int ended;

  @Test
  void openConnectionsFollowTheRuleOfTracking() {
    for (long seed = 0; seed < CASES; seed++) {
      Choices choices = Choices.seeded(seed);
      Place place = plain(choices);
      PolicySnapshot before = place.compile();
      change(place, choices);
      check(before, place.compile(), seed);
    }
    assertThat(lived).as("lived, %d ended", ended).isGreaterThan(CASES / 10);
    assertThat(ended).as("ended").isGreaterThan(CASES / 10);
  }

  private void check(PolicySnapshot before, PolicySnapshot after, long seed) {
    for (int source = 0; source < before.network().interfaces().size(); source++) {
      for (int target = 0; target < before.network().interfaces().size(); target++) {
        long ticket = before.admit(source, target, PORT);
        if (ticket >= 0 && source != target) {
          Flow flow = Flow.tcp(before.party(source), before.party(target), PORT);
          boolean expected = livesOn(after.network(), flow, ticket);
          lived += expected ? 1 : 0;
          ended += expected ? 0 : 1;
          assertThat(after.survives(source, target, PORT, CLIENT_PORT, ticket))
              .as("seed %d, %s in %s", seed, flow, after.network())
              .isEqualTo(expected);
        }
      }
    }
  }

  private static boolean livesOn(Network after, Flow flow, long ticket) {
    return sideLives(after, flow, flow.source(), flow.target(), Ticket.isUntracked(ticket, 0))
        && sideLives(after, flow, flow.target(), flow.source(), Ticket.isUntracked(ticket, 1));
  }

  private static boolean sideLives(
      Network after, Flow flow, Party side, Party other, boolean untracked) {
    boolean outward = side.equals(flow.source());
    int remote = addressOf(after, other);
    String id = side.toString();
    return !untracked
        || NaiveInterpreter.admits(after, id, outward, flow, remote, PORT)
            && NaiveInterpreter.admits(after, id, !outward, flow, remote, CLIENT_PORT);
  }

  private static int addressOf(Network network, Party party) {
    return network.interfaces().stream()
        .filter(it -> it.id().equals(party.toString()))
        .map(NetworkInterface::address)
        .findFirst()
        .orElseThrow();
  }

  /// A random place without detours and iptables.
  private static Place plain(Choices choices) {
    Place place = RandomPlace.of(choices);
    place.tables.clear();
    place.acls.clear();
    place.vpcs.forEach(vpc -> place.table("rtb-" + vpc.id(), vpc.id(), true, List.of()));
    place.elasticIps.clear();
    place.instances.clear();
    place.interfaces.replaceAll(
        it ->
            new NetworkInterface(
                it.id(),
                it.vpcId(),
                it.subnetId(),
                it.owner(),
                it.address(),
                it.groupIds(),
                true,
                "",
                NetworkInterface.Holder.CACHE_NODE,
                it.attachedTo()));
    place.listeners.clear();
    place.interfaces.forEach(
        it -> place.listeners.add(new io.scorta.access.model.CacheListener(it.id(), PORT)));
    return place;
  }

  private static void change(Place place, Choices choices) {
    List<String> rules =
        place.groups.stream()
            .flatMap(group -> group.rules().stream())
            .map(SecurityGroupRule::id)
            .toList();
    for (int i = choices.below(3); i >= 0 && !rules.isEmpty(); i--) {
      place.revoke(choices.of(rules));
    }
    String group = choices.of(place.groups).id();
    switch (choices.below(4)) {
      case 0 -> place.in(group, PORT, PORT, "10.0.0.0/16");
      case 1 -> place.out(group, 0, 65535, "10.0.0.0/24");
      case 2 -> place.groupsOf(choices.of(place.interfaces).id().substring(4), group);
      default -> {}
    }
  }
}
