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
import io.scorta.access.policy.Reason;
import io.scorta.access.policy.Stage;
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
    private static final Owner OWNER = new Owner("0000000a");
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
          Network network = RandomPlace.of(choices).network();
          List<String> wrong = differences(plane, network, choices.of(RandomPlace.PORTS));
          assertThat(wrong).as("seed %d, network %s", seed, network).isEmpty();
        }
      }
      assertThat(seen)
          .as("what the networks contained")
          .containsKeys(
              "allowed",
              "RETURN_PATH_DIFFERS",
              "SUBNET_ACL_RESTRICTION",
              "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR");
      assertThat(seen.get("allowed")).isGreaterThan((int) cases);
    }

    private KernelPlane plane() {
      Namespaces namespaces = new Namespaces(OWNER, tools);
      return KernelPlane.open(namespaces, NamespaceMaker.NONE);
    }

    private List<String> differences(KernelPlane plane, Network network, int port)
        throws IOException {
      PolicySnapshot snapshot = PolicyCompiler.compile(network);
      plane.apply(snapshot, OUTSIDE);
      boot(plane, network);
      // Ports are used again: no host may go on with what an earlier network began.
      new Namespaces(OWNER, tools).existing().forEach(FlowTable::clear);
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
        if (it.holder() != NetworkInterface.Holder.NAT_GATEWAY) {
          wanted.put(it.id(), Guest.fresh());
        }
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

    /// Whether dialling the target's address is dialling the target: packets bear addresses only,
    /// and another VPC's may be used by somebody nearer as well.
    private static boolean isDialled(PolicySnapshot snapshot, NetworkInterface from, int target) {
      List<NetworkInterface> all = snapshot.network().interfaces();
      if (target >= all.size() || all.get(target).vpcId().equals(from.vpcId())) {
        return true;
      }
      Set<String> near = new HashSet<>(snapshot.peersOf(from.vpcId()));
      near.add(from.vpcId());
      return near.contains(all.get(target).vpcId())
          && all.stream()
                  .filter(it -> near.contains(it.vpcId()))
                  .filter(it -> it.address() == all.get(target).address())
                  .count()
              == 1;
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
            List<Flow> all = new ArrayList<>();
            List<Probe.Dial> dials = new ArrayList<>();
            List<String> answers = new ArrayList<>();
            for (Flow flow : own) {
              Verdict verdict = agreed(snapshot, flow);
              for (int port : ports(verdict)) {
                all.add(flow);
                dials.add(
                    new Probe.Dial(flow.protocol(), dialled(snapshot, flow), flow.port(), port));
                answers.add(answer(verdict));
              }
            }
            List<Integer> numbers = where == null ? List.of() : probe.dial(where, dials);
            for (int i = 0; i < all.size(); i++) {
              if (where != null) {
                sent.put(numbers.get(i), all.get(i));
              }
              if (!answers.get(i).isEmpty()) {
                expected.put(where == null ? -1 : numbers.get(i), answers.get(i));
              }
            }
          });
    }

    /// Where answers are stopped by their port, some of the ports that clients choose from are
    /// stopped, and the generator's ACLs tell these apart.
    private static List<Integer> ports(Verdict verdict) {
      return isStoppedByPort(verdict) ? List.of(33_000, 40_000, 50_000) : List.of(0);
    }

    private static boolean isStoppedByPort(Verdict verdict) {
      return verdict instanceof Verdict.Deny deny
          && deny.stage() == Stage.RETURN
          && deny.reason() == Reason.SUBNET_ACL_RESTRICTION;
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

    /// The verdict on which all ways of asking agree.
    private Verdict agreed(PolicySnapshot snapshot, Flow flow) {
      Verdict verdict = snapshot.judge(flow);
      NaiveInterpreter.Answer naive = NaiveInterpreter.ask(snapshot.network(), flow);
      boolean explained = Explainer.explain(snapshot, flow).reachable();
      assertThat(naive.allowed()).as(flow.toString()).isEqualTo(verdict instanceof Verdict.Allow);
      assertThat(explained).as(flow.toString()).isEqualTo(naive.allowed());
      String what = verdict instanceof Verdict.Deny deny ? deny.reason().name() : "allowed";
      seen.merge(what, 1, Integer::sum);
      return verdict;
    }

    /// Who answers, empty when nobody does.
    private static String answer(Verdict verdict) {
      return verdict instanceof Verdict.Allow allow ? allow.target() + ":" + allow.port() : "";
    }

    private static List<String> compare(
        PolicySnapshot snapshot,
        Map<Integer, Flow> sent,
        Map<Integer, String> expected,
        Map<Integer, String> heard) {
      List<String> wrong = new ArrayList<>();
      Map<Flow, Integer> through = new HashMap<>();
      sent.forEach(
          (number, flow) -> {
            String wanted = expected.getOrDefault(number, "");
            String got = heard.getOrDefault(number, "");
            boolean byPort = isStoppedByPort(snapshot.judge(flow));
            if (byPort && !got.isEmpty()) {
              through.merge(flow, 1, Integer::sum);
            } else if (!wanted.equals(got)) {
              wrong.add(
                  "%s: expected \"%s\", packets \"%s\"; %s"
                      .formatted(flow, wanted, got, Explainer.explain(snapshot, flow).render()));
            }
          });
      through.forEach(
          (flow, count) -> {
            if (count == 3) {
              wrong.add(flow + ": answers to every port come through");
            }
          });
      if (expected.containsKey(-1)) {
        wrong.add("a stopped host was expected to reach " + expected.get(-1));
      }
      return wrong;
    }
  }
}
