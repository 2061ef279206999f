package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.GuestTable;
import io.scorta.access.model.Instance;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.sample.Choices;
import io.scorta.access.sample.Place;
import io.scorta.access.sample.RandomPlace;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two changes whose effect on every open connection is known beforehand, whatever its way.
class NatSurvivalPropertyTest {
  private static final int CASES = 3000;
  private static final int CLIENT_PORT = 45_000;
  private static final int SIDES = 12;
  private int seen;
  private int translated;
  private int ended;

  @Test
  void withoutAnyRuleExactlyTheFullyTrackedConnectionsLive() {
    for (long seed = 0; seed < CASES; seed++) {
      Place place = RandomPlace.of(Choices.seeded(seed));
      PolicySnapshot before = place.compile();
      place.groups.replaceAll(NatSurvivalPropertyTest::emptied);
      PolicySnapshot after = place.compile();
      for (Flow flow : flows(before)) {
        long ticket = before.admit(flow);
        if (ticket >= 0) {
          seen++;
          translated += Ticket.isTranslated(ticket) ? 1 : 0;
          ended += isTracked(ticket) ? 0 : 1;
          assertThat(after.survives(flow, CLIENT_PORT, ticket))
              .as("seed %d, %s", seed, flow)
              .isEqualTo(isTracked(ticket));
        }
      }
    }
    assertThat(List.of(seen, translated, ended)).allMatch(count -> count > CASES / 30);
  }

  @Test
  void connectionsOutliveNatRulesUnlessSeveralHostsTranslated() {
    for (long seed = 0; seed < CASES; seed++) {
      Place place = RandomPlace.of(Choices.seeded(seed));
      PolicySnapshot before = place.compile();
      for (Instance instance : List.copyOf(place.instances)) {
        String name = instance.id().substring(2);
        place.flush(name, GuestTable.NAT, "PREROUTING");
        place.flush(name, GuestTable.NAT, "POSTROUTING");
      }
      PolicySnapshot after = place.compile();
      for (Flow flow : flows(before)) {
        long ticket = before.admit(flow);
        if (ticket >= 0 && !Ticket.isChained(ticket)) {
          translated += Ticket.isTranslated(ticket) ? 1 : 0;
          assertThat(after.survives(flow, CLIENT_PORT, ticket))
              .as("seed %d, %s", seed, flow)
              .isTrue();
        }
      }
    }
    assertThat(translated).isGreaterThan(CASES / 30);
  }

  private static boolean isTracked(long ticket) {
    for (int side = 0; side < SIDES; side++) {
      if (Ticket.isUntracked(ticket, side)) {
        return false;
      }
    }
    return true;
  }

  private static SecurityGroup emptied(SecurityGroup it) {
    return new SecurityGroup(
        it.id(), it.vpcId(), it.owner(), it.name(), it.description(), List.of());
  }

  private static List<Flow> flows(PolicySnapshot snapshot) {
    List<Flow> flows = new java.util.ArrayList<>();
    for (int target = 0; target < snapshot.endpointCount(); target++) {
      for (int source = 0; source < snapshot.network().interfaces().size(); source++) {
        flows.add(Flow.tcp(snapshot.party(source), snapshot.party(target), 6379));
        flows.add(Flow.tcp(snapshot.party(source), snapshot.party(target), 80));
      }
      flows.add(Flow.tcp(Place.address(Place.TRUSTED), snapshot.party(target), 80));
    }
    return flows;
  }
}
