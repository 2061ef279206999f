package io.scorta.access.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.Protocol;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.access.policy.Stage;
import io.scorta.access.policy.Step;
import io.scorta.access.policy.Ticket;
import io.scorta.access.policy.Verdict;
import io.scorta.access.sample.Choices;
import io.scorta.access.sample.NaiveInterpreter;
import io.scorta.access.sample.Place;
import io.scorta.access.sample.RandomPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The slow interpreter, the judgement, the admission and the explanation give one answer.
class PolicyAgreementTest {
  private static final int CASES = 10_000;
  private static final long SEED = 20261125;
  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.TCP, Protocol.TCP, Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.ICMP);
  private static final int ECHO_REQUEST = 8 << 8;
  private static final List<Integer> CLIENTS = List.of(Place.TRUSTED, Ipv4.parse("192.0.2.1"));

  /// What the random networks contained, so that a dull generator cannot pass for agreement.
  private static final Map<String, Integer> SEEN = new TreeMap<>();

  @Test
  void everyWayOfAskingGivesTheSameAnswer() {
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      Choices choices = Choices.seeded(seed);
      if (difference(choices).isPresent()) {
        List<Integer> small =
            Choices.shrink(choices.taken(), taken -> difference(Choices.replay(taken)).isPresent());
        Choices replay = Choices.replay(small);
        assertThat(difference(replay))
            .as("seed %d, choices %s, network %s", seed, small, network(small))
            .isEmpty();
      }
    }
    assertThat(SEEN)
        .containsKeys(
            "allowed",
            "denied",
            "translated",
            "chained",
            "outside",
            "untracked",
            "peered",
            "NAT gateway",
            "SUBNET_ACL_RESTRICTION",
            "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR");
    assertThat(SEEN.values()).as(SEEN.toString()).allMatch(count -> count > CASES / 500);
  }

  private static Network network(List<Integer> choices) {
    return RandomPlace.of(Choices.replay(choices)).network();
  }

  private static Optional<String> difference(Choices choices) {
    Network network = RandomPlace.of(choices).network();
    PolicySnapshot snapshot = PolicyCompiler.compile(network);
    int port = choices.of(RandomPlace.PORTS);
    Protocol protocol = choices.of(PROTOCOLS);
    int asked = protocol.equals(Protocol.ICMP) ? ECHO_REQUEST : port;
    for (Flow flow : flows(snapshot, protocol, asked)) {
      Optional<String> found = difference(network, snapshot, flow);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static List<Flow> flows(PolicySnapshot snapshot, Protocol protocol, int port) {
    List<Flow> flows = new ArrayList<>();
    List<Party> sources = new ArrayList<>();
    for (int i = 0; i < snapshot.network().interfaces().size(); i++) {
      sources.add(snapshot.party(i));
    }
    CLIENTS.forEach(client -> sources.add(new Party.Address(client)));
    for (Party source : sources) {
      for (int target = 0; target < snapshot.endpointCount(); target++) {
        if (!isPrivateFromOutside(source, snapshot, target)) {
          flows.add(new Flow(source, snapshot.party(target), protocol, port));
        }
      }
      flows.add(new Flow(source, new Party.Address(CLIENTS.getFirst()), protocol, port));
    }
    return flows;
  }

  private static Optional<String> difference(Network network, PolicySnapshot snapshot, Flow flow) {
    NaiveInterpreter.Answer naive = NaiveInterpreter.ask(network, flow);
    Verdict verdict = snapshot.judge(flow);
    if (!naive.equals(answer(verdict))) {
      return Optional.of(flow + ": naive " + naive + ", judge " + verdict);
    }
    long ticket = snapshot.admit(flow);
    long expected = verdict instanceof Verdict.Allow allow ? allow.ticket() : Ticket.DENIED;
    if (ticket != expected || admitted(snapshot, flow) != expected) {
      return Optional.of(flow + ": judge " + verdict + ", admit " + ticket);
    }
    count(ticket, verdict);
    Optional<Step> block = snapshot.trace(flow).stream().filter(step -> !step.isOpen()).findFirst();
    if (!block.equals(verdict instanceof Verdict.Deny deny ? Optional.of(deny.step()) : none())) {
      return Optional.of(flow + ": judge " + verdict + ", trace " + snapshot.trace(flow));
    }
    // The words take the most time and follow from the trace: every third flow is put into them.
    if (flow.hashCode() % 3 != 0) {
      return survival(snapshot, flow, ticket);
    }
    Explanation explanation = Explainer.explain(snapshot, flow);
    if (explanation.reachable() != naive.allowed()
        || explanation.blocks().isEmpty() != naive.allowed()) {
      return Optional.of(flow + ": naive " + naive + ", explained " + explanation.render());
    }
    return survival(snapshot, flow, ticket);
  }

  private static Optional<Step> none() {
    return Optional.empty();
  }

  private static Optional<String> survival(PolicySnapshot snapshot, Flow flow, long ticket) {
    return ticket >= 0 && !snapshot.survives(flow, 40_000, ticket)
        ? Optional.of(flow + ": admitted, yet it does not survive in the same network")
        : Optional.empty();
  }

  /// One interface is enough to see that no private address is reached from outside.
  private static boolean isPrivateFromOutside(Party source, PolicySnapshot snapshot, int target) {
    return source instanceof Party.Address
        && snapshot.party(target) instanceof Party.Interface
        && target > 0;
  }

  private static void count(long ticket, Verdict verdict) {
    see("allowed", ticket >= 0);
    see("denied", ticket < 0);
    see("translated", ticket >= 0 && Ticket.isTranslated(ticket));
    see("chained", ticket >= 0 && (ticket & 1L << 61) != 0);
    see(
        "untracked",
        ticket >= 0 && (Ticket.isUntracked(ticket, 0) || Ticket.isUntracked(ticket, 1)));
    see(
        "NAT gateway",
        ticket >= 0 && verdict.steps().stream().anyMatch(it -> it.detail().equals("NAT gateway")));
    see(
        "peered",
        ticket >= 0 && verdict.steps().stream().anyMatch(it -> it.stage() == Stage.PEERING));
    see("outside", verdict instanceof Verdict.Allow(Party.Address _, _, _, _));
    if (verdict instanceof Verdict.Deny deny) {
      see(deny.reason().toString(), true);
    }
  }

  private static void see(String what, boolean seen) {
    if (seen) {
      SEEN.merge(what, 1, Integer::sum);
    }
  }

  private static long admitted(PolicySnapshot snapshot, Flow flow) {
    if (!flow.protocol().equals(Protocol.TCP)) {
      return snapshot.admit(flow);
    }
    int target =
        switch (flow.target()) {
          case Party.Interface(String id) -> snapshot.endpointOfInterface(id);
          case Party.Address(int address) -> snapshot.endpointOfElasticIp(address);
        };
    if (target == PolicySnapshot.NO_ENDPOINT) {
      return snapshot.admit(flow);
    }
    return switch (flow.source()) {
      case Party.Interface(String id) ->
          snapshot.admit(snapshot.endpointOfInterface(id), target, flow.port());
      case Party.Address(int address) -> snapshot.admitOutside(address, target, flow.port());
    };
  }

  private static NaiveInterpreter.Answer answer(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allow allow ->
          new NaiveInterpreter.Answer(
              true,
              allow.target().toString(),
              allow.port(),
              !allow.sourceTracked(),
              !allow.targetTracked());
      case Verdict.Deny _ -> NaiveInterpreter.Answer.NO;
    };
  }
}
