package io.scorta.access.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Protocol;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.sample.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What becomes of open and of new connections when a rule goes, with packets.
class KernelRevocationTest {
  @TestFactory
  Stream<DynamicTest> inTheLab() {
    return Lab.tests(Scenario.class);
  }

  /// Runs in the lab. A client in one subnet, a cache in another.
  static final class Scenario {
    private static final int PORT = 6379;
    private static final int SILENCE_MILLIS = 250;
    private static final int CACHE = Ipv4.parse("10.0.1.10");
    private final Place place = new Place();
    private final KernelPlane plane =
        KernelPlane.open(new Namespaces(new Owner("0000000b"), new Tools()), NamespaceMaker.NONE);

    Scenario() {
      place.vpc(Place.VPC, "10.0.0.0/16");
      place.subnet("subnet-a", Place.VPC, "10.0.0.0/24");
      place.subnet("subnet-b", Place.VPC, "10.0.1.0/24");
      place.table("rtb-main", Place.VPC, true, List.of());
      place.group("sg-client");
      place.group("sg-cache");
      place.instance("client", "subnet-a", "10.0.0.10", "sg-client");
      place.instance("stranger", "subnet-a", "10.0.0.20", "sg-stranger");
      place.node("cache", "subnet-b", "10.0.1.10", "sg-cache", PORT);
      place.bareGroup("sg-stranger", Place.VPC);
      place.allOut("sg-stranger");
    }

    public void row1UntrackedStopsAtOnceAndGoesOnWhenTheRuleComesBack() throws IOException {
      String rule = place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
      try (Talk talk = new Talk()) {
        talk.expectAnswered();
        place.revoke(rule);
        apply();
        talk.expectSilent();
        expectNew(false);
        place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
        apply();
        talk.expectAnswered();
      }
    }

    public void row2TrackedBecauseAnswersHaveNoOpenRuleLives() throws IOException {
      place.revokeEgress("sg-cache");
      String rule = place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
      expectTracked(rule);
    }

    public void row3TrackedByANarrowBlockLives() throws IOException {
      expectTracked(place.in("sg-cache", PORT, PORT, "10.0.0.0/16"));
    }

    public void row4TrackedByAGroupLives() throws IOException {
      expectTracked(place.in("sg-cache", PORT, PORT, "sg-client"));
    }

    public void row5WithoutAnOpenRuleForAnswersTheUntrackedStopsAndNewOnesAreTracked()
        throws IOException {
      place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
      try (Talk talk = new Talk()) {
        place.revokeEgress("sg-cache");
        apply();
        talk.expectSilent();
        expectNew(true);
      }
    }

    public void row6AnotherRuleThatCoversThePeerKeepsItGoing() throws IOException {
      String rule = place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
      try (Talk talk = new Talk()) {
        place.in("sg-cache", PORT, PORT, "10.0.0.10/32");
        place.revoke(rule);
        apply();
        talk.expectAnswered();
        expectNew(true);
      }
    }

    public void row7EchoInProgressLivesAndANewOneNeedsItsTypeAndCode() {
      apply();
      assertThat(reachedBy("client")).isFalse();
      String rule = place.rule("sg-cache", false, Protocol.ICMP, 8, 0, "10.0.0.0/24");
      apply();
      assertThat(reachedBy("client")).isTrue();
      place.revoke(rule);
      place.rule("sg-cache", false, Protocol.ICMP, 8, 1, "10.0.0.0/24");
      apply();
      assertThat(reachedBy("client")).as("the same process goes on with its echo").isTrue();
      assertThat(reachedBy("stranger")).isFalse();
      place.rule("sg-cache", false, Protocol.ICMP, -1, -1, "sg-stranger");
      apply();
      assertThat(reachedBy("stranger")).isTrue();
    }

    public void row9AnotherSetOfGroupsLeavesTheTrackedAndJudgesTheUntrackedAnew()
        throws IOException {
      place.bareGroup("sg-empty", Place.VPC);
      place.allOut("sg-empty");
      place.in("sg-cache", PORT, PORT, "10.0.0.0/16");
      try (Talk talk = new Talk()) {
        place.groupsOf("cache", "sg-empty");
        apply();
        talk.expectAnswered();
        expectNew(false);
      }
      place.in("sg-cache", PORT, PORT, "0.0.0.0/0");
      place.groupsOf("cache", "sg-cache");
      try (Talk talk = new Talk()) {
        place.groupsOf("cache", "sg-empty");
        apply();
        talk.expectSilent();
        expectNew(false);
      }
    }

    public void theSendersSideIsTrackedOnItsOwn() throws IOException {
      place.in("sg-cache", PORT, PORT, "10.0.0.0/16");
      try (Talk talk = new Talk()) {
        place.revokeEgress("sg-client");
        apply();
        talk.expectAnswered();
        expectNew(false);
      }
      place.allOut("sg-client");
      place.rule("sg-client", false, Protocol.ALL, -1, -1, "0.0.0.0/0");
      try (Talk talk = new Talk()) {
        place.revokeEgress("sg-client");
        apply();
        talk.expectSilent();
        expectNew(false);
      }
    }

    public void flowsEndWithTheirInterfaceAndItsAddressBeginsAnew() throws IOException {
      place.in("sg-cache", PORT, PORT, "10.0.0.0/16");
      try (Talk _ = new Talk()) {
        Namespace vpc = new Namespaces(new Owner("0000000b"), new Tools()).of(Place.VPC);
        assertThat(FlowTable.forget(vpc, Set.of(Ipv4.parse("10.9.9.9")))).isZero();
        place.remove("cache");
        place.node("other", "subnet-b", "10.0.1.10", "sg-cache", PORT);
        apply();
        assertThat(FlowTable.forget(vpc, Set.of(CACHE))).isZero();
      }
    }

    public void noForbiddenPacketPassesAndNoAllowedOneIsLostWhileRulesChange() throws Exception {
      place.rule("sg-cache", false, Protocol.UDP, PORT, PORT, "sg-client");
      place.in("sg-client", 1, 2, "sg-stranger");
      apply();
      AtomicInteger allowed = new AtomicInteger();
      AtomicInteger forbidden = new AtomicInteger();
      AtomicInteger sent = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();
      try (DatagramSocket server = Inside.call(where("cache"), () -> udp(PORT));
          DatagramSocket client = Inside.call(where("client"), () -> udp(0));
          DatagramSocket stranger = Inside.call(where("stranger"), () -> udp(0))) {
        Thread count = Thread.ofPlatform().start(() -> count(server, allowed, forbidden));
        Thread one = Thread.ofPlatform().start(() -> flood(client, over, sent));
        Thread two = Thread.ofPlatform().start(() -> flood(stranger, over, new AtomicInteger()));
        for (int i = 0; i < 60; i++) {
          change(i);
          apply();
        }
        over.set(true);
        one.join();
        two.join();
        count.join();
      }
      assertThat(forbidden).hasValue(0);
      assertThat(sent.get()).isGreaterThan(1000);
      assertThat(allowed).hasValue(sent.get());
    }

    /// Rules that come, go, and are replaced, among them the one that admits the client.
    private void change(int round) {
      switch (round % 4) {
        case 0 -> place.rule("sg-cache", false, Protocol.UDP, PORT, PORT, "10.0.0.10/32");
        case 1 -> place.rule("sg-cache", false, Protocol.UDP, 1, PORT - 1 - round, "0.0.0.0/0");
        case 2 -> {
          var rules = place.groups.stream().filter(it -> it.id().equals("sg-cache"));
          place.revoke(
              rules.findFirst().orElseThrow().rules().stream()
                  .filter(it -> !it.egress())
                  .findFirst()
                  .orElseThrow()
                  .id());
        }
        default -> place.rule("sg-cache", false, Protocol.TCP, round, round + 5, "sg-stranger");
      }
    }

    private static DatagramSocket udp(int port) throws IOException {
      DatagramSocket socket = new DatagramSocket(port);
      socket.setReceiveBufferSize(1 << 22);
      socket.setSoTimeout(500);
      return socket;
    }

    private static void count(
        DatagramSocket server, AtomicInteger allowed, AtomicInteger forbidden) {
      byte[] client = {10, 0, 0, 10};
      DatagramPacket packet = new DatagramPacket(new byte[16], 16);
      try {
        while (true) { // Ends when nothing has come for a while.
          server.receive(packet);
          boolean isClient = Arrays.equals(packet.getAddress().getAddress(), client);
          (isClient ? allowed : forbidden).incrementAndGet();
        }
      } catch (IOException _) {
        // Everything that came is counted.
      }
    }

    private static void flood(DatagramSocket from, AtomicBoolean over, AtomicInteger sent) {
      try {
        InetSocketAddress to = at(CACHE);
        while (!over.get()) {
          from.send(new DatagramPacket(new byte[8], 8, to));
          sent.incrementAndGet();
          Thread.onSpinWait();
          LockSupport.parkNanos(50_000);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void expectTracked(String rule) throws IOException {
      try (Talk talk = new Talk()) {
        place.revoke(rule);
        apply();
        talk.expectAnswered();
        expectNew(false);
      }
    }

    private void expectNew(boolean isAllowed) {
      try (ServerSocket _ = Inside.call(where("cache"), () -> new ServerSocket(PORT + 1));
          Socket socket = Inside.call(where("client"), Scenario::socket)) {
        socket.connect(at(CACHE), SILENCE_MILLIS);
        assertThat(isAllowed).as("a new connection gets through").isTrue();
      } catch (SocketTimeoutException _) {
        assertThat(isAllowed).as("a new connection is silently dropped").isFalse();
      } catch (IOException e) {
        throw new AssertionError("neither through nor dropped", e);
      }
    }

    private boolean reachedBy(String name) {
      return Inside.call(
          where(name), () -> InetAddress.getByName(Ipv4.format(CACHE)).isReachable(SILENCE_MILLIS));
    }

    private void apply() {
      plane.apply(PolicyCompiler.compile(place.network()), Set.of());
    }

    private Namespace where(String name) {
      return plane.station("eni-" + name).orElseThrow().where();
    }

    private static Socket socket() throws IOException {
      Socket socket = new Socket();
      socket.bind(null);
      return socket;
    }

    private static InetSocketAddress at(int address) {
      try {
        return new InetSocketAddress(InetAddress.getByName(Ipv4.format(address)), PORT);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// An open connection from the client to the cache that sends bytes and gets them back.
    private final class Talk implements AutoCloseable {
      private final ServerSocket server;
      private final Socket socket;
      private final Socket accepted;

      Talk() throws IOException {
        apply();
        server = Inside.call(where("cache"), () -> new ServerSocket(PORT));
        socket = Inside.call(where("client"), Scenario::socket);
        socket.connect(at(CACHE), 5000);
        socket.setSoTimeout(SILENCE_MILLIS);
        socket.setTcpNoDelay(true);
        accepted = server.accept();
        accepted.setTcpNoDelay(true);
        Thread.ofVirtual().start(this::echo);
        expectAnswered();
      }

      private void echo() {
        try {
          accepted.getInputStream().transferTo(accepted.getOutputStream());
        } catch (IOException _) {
          // The talk is over.
        }
      }

      /// What was sent while it was silent comes too, after retransmission.
      void expectAnswered() throws IOException {
        socket.setSoTimeout(5000);
        socket.getOutputStream().write(1);
        assertThat(socket.getInputStream().read()).as("an answer").isEqualTo(1);
        socket.setSoTimeout(SILENCE_MILLIS);
      }

      void expectSilent() throws IOException {
        socket.getOutputStream().write(1);
        try {
          throw new AssertionError("an answer: " + socket.getInputStream().read());
        } catch (SocketTimeoutException _) {
          // As it should be.
        }
      }

      @Override
      public void close() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        accepted.close();
        server.close();
      }
    }
  }
}
