package io.scorta.access.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Guest;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Protocol;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.access.policy.Verdict;
import io.scorta.access.reach.Explainer;
import io.scorta.access.sample.Choices;
import io.scorta.access.sample.NaiveInterpreter;
import io.scorta.access.sample.Place;
import io.scorta.access.sample.RandomPlace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Packets go where the slow interpreter, the judgement and the explanation say, and nowhere else.
class KernelAgreementTest {
  private static final String CASES = "scorta.kernel.cases";

  @TestFactory
  Stream<DynamicTest> inTheLab() {
    return Lab.tests(Scenario.class, "-D%s=%d".formatted(CASES, Integer.getInteger(CASES, 300)));
  }

  /// Runs in the lab.
  static final class Scenario {
    private static final long SEED = 20261125;
    private static final Duration QUIET = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Set<Integer> OUTSIDE = Set.of(Place.TRUSTED, Ipv4.parse("192.0.2.1"));
    private static final List<Protocol> PROTOCOLS = List.of(Protocol.TCP, Protocol.UDP);
    private final Tools tools = new Tools();
    private final Map<Namespace, Guest> guests = new HashMap<>();

    /// What the random networks contained, so that a dull generator cannot pass for agreement.
    private final Map<String, Integer> seen = new TreeMap<>();

    public void packetsGoWhereTheRulesSay() throws IOException {
      long cases = Long.getLong(CASES);
      try (KernelPlane plane = plane()) {
        for (long seed = SEED; seed < SEED + cases; seed++) {
          Choices choices = Choices.seeded(seed);
          Network network = RandomPlace.plain(choices).network();
          List<String> wrong = differences(plane, network, choices.of(RandomPlace.PORTS));
          assertThat(wrong).as("seed %d, network %s", seed, network).isEmpty();
        }
      }
      assertThat(seen)
          .as("what the networks contained")
          .containsKeys("allowed", "ENI_SOURCE_DEST_CHECK_RESTRICTION", "RETURN_PATH_DIFFERS");
      assertThat(seen.get("allowed")).isGreaterThan((int) cases);
    }

    private KernelPlane plane() {
      Namespaces namespaces = new Namespaces(new Owner("0000000a"), tools);
      return KernelPlane.open(namespaces, NamespaceMaker.NONE);
    }

    private List<String> differences(KernelPlane plane, Network network, int port)
        throws IOException {
      PolicySnapshot snapshot = PolicyCompiler.compile(network);
      plane.apply(snapshot, OUTSIDE);
      boot(plane, network);
      try (Probe probe = new Probe()) {
        serve(plane, network, probe);
        Map<Integer, Flow> sent = new LinkedHashMap<>();
        Map<Integer, String> expected = new HashMap<>();
        for (int dialled : new HashSet<>(List.of(port, 6379))) {
          for (Protocol protocol : PROTOCOLS) {
            send(plane, snapshot, probe, flows(snapshot, protocol, dialled), sent, expected);
          }
        }
        Map<Integer, String> heard = probe.await(expected.size(), QUIET, PATIENCE);
        return compare(snapshot, sent, expected, heard);
      }
    }

    /// Brings the inside of every holder to what the model says.
    private void boot(KernelPlane plane, Network network) {
      Map<String, Guest> wanted = new HashMap<>();
      for (NetworkInterface it : network.interfaces()) {
        wanted.put(it.id(), Guest.fresh());
      }
      for (Instance it : network.instances()) {
        wanted.put(it.networkInterfaceId(), it.guest());
      }
      Map<Namespace, Guest> now = new HashMap<>();
      wanted.forEach(
          (id, guest) ->
              plane
                  .station(id)
                  .ifPresent(
                      station -> {
                        Guest before = guests.getOrDefault(station.where(), Guest.fresh());
                        if (!before.equals(guest) || guests.isEmpty()) {
                          GuestRules.apply(tools, station.where(), guest);
                        }
                        now.put(station.where(), guest);
                      }));
      guests.clear();
      guests.putAll(now);
    }

    private static void serve(KernelPlane plane, Network network, Probe probe) {
      network
          .listeners()
          .forEach(
              it ->
                  plane
                      .station(it.networkInterfaceId())
                      .ifPresent(s -> probe.serve(s.where(), it.networkInterfaceId(), it.port())));
      network
          .instances()
          .forEach(
              it ->
                  plane
                      .station(it.networkInterfaceId())
                      .ifPresent(s -> probe.serve(s.where(), it.networkInterfaceId(), 22)));
      for (int address : OUTSIDE) {
        for (int port : new HashSet<>(RandomPlace.PORTS)) {
          probe.serve(plane.outside(address), Ipv4.format(address), port);
        }
      }
    }

    private static List<Flow> flows(PolicySnapshot snapshot, Protocol protocol, int port) {
      List<Flow> flows = new ArrayList<>();
      for (NetworkInterface from : snapshot.network().interfaces()) {
        for (int i = 0; i < snapshot.endpointCount(); i++) {
          if (isDialled(snapshot, from, i)) {
            Party source = new Party.Interface(from.id());
            flows.add(new Flow(source, snapshot.party(i), protocol, port));
          }
        }
        Party source = new Party.Interface(from.id());
        flows.add(new Flow(source, new Party.Address(Place.TRUSTED), protocol, port));
      }
      for (int address : OUTSIDE) {
        for (int i = 0; i < snapshot.endpointCount(); i++) {
          flows.add(new Flow(new Party.Address(address), snapshot.party(i), protocol, port));
        }
      }
      return flows;
    }

    /// An address of another VPC is dialled as whoever has it in the sender's own.
    private static boolean isDialled(PolicySnapshot snapshot, NetworkInterface from, int target) {
      List<NetworkInterface> all = snapshot.network().interfaces();
      return target >= all.size() || all.get(target).vpcId().equals(from.vpcId());
    }

    private void send(
        KernelPlane plane,
        PolicySnapshot snapshot,
        Probe probe,
        List<Flow> flows,
        Map<Integer, Flow> sent,
        Map<Integer, String> expected) {
      Map<Party, List<Flow>> bySource = new LinkedHashMap<>();
      flows.forEach(it -> bySource.computeIfAbsent(it.source(), _ -> new ArrayList<>()).add(it));
      bySource.forEach(
          (source, own) -> {
            Namespace where = place(plane, source);
            List<Probe.Dial> dials =
                own.stream()
                    .map(it -> new Probe.Dial(it.protocol(), dialled(snapshot, it), it.port()))
                    .toList();
            List<Integer> numbers = where == null ? List.of() : probe.dial(where, dials);
            for (int i = 0; i < own.size(); i++) {
              String answer = expected(snapshot, own.get(i));
              if (where != null) {
                sent.put(numbers.get(i), own.get(i));
              }
              if (!answer.isEmpty()) {
                expected.put(where == null ? -1 : numbers.get(i), answer);
              }
            }
          });
    }

    private static Namespace place(KernelPlane plane, Party source) {
      return switch (source) {
        case Party.Interface(String id) ->
            plane.station(id).map(KernelPlane.Station::where).orElse(null);
        case Party.Address(int address) -> plane.outside(address);
      };
    }

    private static int dialled(PolicySnapshot snapshot, Flow flow) {
      return switch (flow.target()) {
        case Party.Address(int address) -> address;
        case Party.Interface(String id) ->
            flow.source() instanceof Party.Address
                ? publicly(snapshot, id)
                : snapshot.network().interfaces().get(snapshot.endpointOfInterface(id)).address();
      };
    }

    private static int publicly(PolicySnapshot snapshot, String id) {
      return snapshot.network().elasticIps().stream()
          .filter(it -> it.association().orElseThrow().networkInterfaceId().equals(id))
          .findFirst()
          .map(it -> it.publicAddress())
          .orElse(snapshot.network().interfaces().get(snapshot.endpointOfInterface(id)).address());
    }

    /// Who answers, empty when nobody does; all ways of asking agree on it.
    private String expected(PolicySnapshot snapshot, Flow flow) {
      Verdict verdict = snapshot.judge(flow);
      NaiveInterpreter.Answer naive = NaiveInterpreter.ask(snapshot.network(), flow);
      boolean explained = Explainer.explain(snapshot, flow).reachable();
      assertThat(naive.allowed()).as(flow.toString()).isEqualTo(verdict instanceof Verdict.Allow);
      assertThat(explained).as(flow.toString()).isEqualTo(naive.allowed());
      seen.merge(
          verdict instanceof Verdict.Deny deny ? deny.reason().name() : "allowed", 1, Integer::sum);
      return naive.allowed() ? naive.target() + ":" + naive.port() : "";
    }

    private static List<String> compare(
        PolicySnapshot snapshot,
        Map<Integer, Flow> sent,
        Map<Integer, String> expected,
        Map<Integer, String> heard) {
      List<String> wrong = new ArrayList<>();
      sent.forEach(
          (number, flow) -> {
            String wanted = expected.getOrDefault(number, "");
            String got = heard.getOrDefault(number, "");
            if (!wanted.equals(got)) {
              wrong.add(
                  "%s: expected \"%s\", packets \"%s\"; %s"
                      .formatted(flow, wanted, got, Explainer.explain(snapshot, flow).render()));
            }
          });
      if (expected.containsKey(-1)) {
        wrong.add("a stopped host was expected to reach " + expected.get(-1));
      }
      return wrong;
    }
  }
}
