package io.scorta.access.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Ipv4;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.access.policy.Verdict;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoopbackGateTest {
  private static final int PEER_PORT = 40_000;
  private final Site site = Site.journey();
  private int admitted;
  private int denied;
  private final LoopbackGate gate = new LoopbackGate(LoopbackConfig.DEFAULT);

  @Test
  void nobodyGetsInBeforeTheFirstNetwork() {
    assertThat(gate.admit(1, 1, 1, 1)).isEqualTo(LoopbackGate.HOLD);
    assertThat(gate.survives(0, 1, 1, 1, 1)).isFalse();
  }

  @Test
  void theTrustedClientReachesEachNodeThroughTheElasticIp() {
    int trusted = site.outsideAlias(Site.TRUSTED);
    int stranger = site.outsideAlias(Site.STRANGER);
    site.publishTo(gate);
    for (int port = 11211; port <= 11213; port++) {
      assertThat(admit(trusted, site.elasticAlias(), port)).isNotNegative();
      assertThat(admit(stranger, site.elasticAlias(), port)).isEqualTo(LoopbackGate.HOLD);
    }
    assertThat(admit(trusted, site.elasticAlias(), 11214)).isNegative();
    assertThat(admit(trusted, site.alias("sessions/0001"), 11211)).isNegative();
  }

  @Test
  void onlyAnInstanceWithARuleReachesTheCluster() {
    site.publishTo(gate);
    int node = site.alias("sessions/0001");
    assertThat(admit(site.alias("nat"), node, 11211)).isNotNegative();
    assertThat(admit(site.alias("app"), node, 11211)).isNegative();
    site.rule("sg-cache", false, 11211, 11211, "sg-app");
    site.publishTo(gate);
    assertThat(admit(site.alias("app"), node, 11211)).isNotNegative();
  }

  @Test
  void anUnboundClientIsAStrangerEvenWhereEverybodyMayComeIn() {
    site.rule("sg-cache", false, 11211, 11211, "0.0.0.0/0");
    site.rule("sg-nat", false, 11211, 11211, "192.0.2.1/32");
    site.publishTo(gate);
    int unbound = Ipv4.parse("127.0.0.1");
    assertThat(admit(unbound, site.alias("sessions/0001"), 11211)).isNegative();
    assertThat(admit(Ipv4.parse("127.64.99.99"), site.alias("sessions/0001"), 11211)).isNegative();
    assertThat(admit(unbound, site.elasticAlias(), 11211)).isNotNegative();
    assertThat(admit(unbound, site.elasticAlias(), 11212)).isNegative();
  }

  @Test
  void aDeniedConnectionCanBeResetInstead() {
    LoopbackGate strict =
        new LoopbackGate(new LoopbackConfig(LoopbackConfig.DEFAULT.strangerAddress(), true));
    assertThat(strict.admit(1, 1, 1, 1)).isEqualTo(LoopbackGate.RESET);
    site.publishTo(strict);
    assertThat(strict.admit(site.alias("app"), 1, site.alias("sessions/0001"), 11211))
        .isEqualTo(LoopbackGate.RESET);
  }

  @Test
  void aClientOfAnotherNodeIsNotLetIntoThisOne() {
    site.rule("sg-nat", false, 11211, 11211, "198.51.100.99/32");
    site.run(
        "nat",
        "iptables -t nat -I PREROUTING -s 198.51.100.99 -p tcp --dport 11211"
            + " -j DNAT --to 10.0.1.232:11211");
    int trusted = site.outsideAlias(Site.TRUSTED);
    int other = site.outsideAlias(Site.STRANGER);
    site.publishTo(gate);
    assertThat(admit(other, site.elasticAlias(), 11211)).isNotNegative();
    assertThat(admit(trusted, site.elasticAlias(), 11211)).isNegative();
  }

  @Test
  void anOpenConnectionLivesByItsTracking() {
    int app = site.alias("app");
    int node = site.alias("sessions/0001");
    String open = site.rule("sg-cache", false, 11211, 11211, "0.0.0.0/0");
    site.publishTo(gate);
    long untracked = admit(app, node, 11211);
    site.revoke(open);
    String narrow = site.rule("sg-cache", false, 11211, 11211, "10.0.1.10/32");
    site.publishTo(gate);
    assertThat(survives(untracked, app, node)).isTrue();
    long tracked = admit(app, node, 11211);
    site.revoke(narrow);
    site.publishTo(gate);
    assertThat(admit(app, node, 11211)).isNegative();
    assertThat(survives(untracked, app, node)).isFalse();
    assertThat(survives(tracked, app, node)).isTrue();
    site.remove("sessions/0001");
    site.publishTo(gate);
    assertThat(survives(tracked, app, node)).isFalse();
  }

  @Test
  void theGateSaysWhatThePolicySaysInRandomNetworks() {
    for (long seed = 1; seed <= 200; seed++) {
      Site random = random(new Random(seed));
      int trusted = random.outsideAlias(Site.TRUSTED);
      int stranger = random.outsideAlias(Site.STRANGER);
      random.publishTo(gate);
      PolicySnapshot snapshot = random.snapshot();
      LoopbackPlan plan = random.plan();
      for (LoopbackPlan.Opening opening : plan.openings()) {
        for (String name : List.of("app", "nat", "sessions/0002")) {
          agree(
              seed,
              snapshot,
              opening,
              random.alias(name),
              new Party.Interface(Site.eni(name)),
              random);
        }
        agree(seed, snapshot, opening, trusted, new Party.Address(Site.TRUSTED), random);
        agree(seed, snapshot, opening, stranger, new Party.Address(Site.STRANGER), random);
      }
    }
    assertThat(List.of(admitted, denied)).allMatch(count -> count > 500);
  }

  private void agree(
      long seed,
      PolicySnapshot snapshot,
      LoopbackPlan.Opening opening,
      int peer,
      Party from,
      Site site) {
    Party to =
        switch (site.book().holderOf(opening.address()).orElseThrow()) {
          case AliasHolder.Interface(String id) -> new Party.Interface(id);
          case AliasHolder.Elastic(int address) -> new Party.Address(address);
          case AliasHolder.Outside _ -> throw new IllegalStateException(opening.toString());
        };
    boolean expected =
        snapshot.judge(Flow.tcp(from, to, opening.port())) instanceof Verdict.Allow allow
            && allow.target().equals(new Party.Interface(opening.interfaceId()))
            && allow.port() == opening.cachePort();
    boolean canDial = from instanceof Party.Interface || to instanceof Party.Address;
    long ticket = gate.admit(peer, PEER_PORT, opening.address(), opening.port());
    admitted += ticket >= 0 ? 1 : 0;
    denied += ticket < 0 ? 1 : 0;
    if (canDial) {
      assertThat(ticket >= 0).as("seed %d: %s to %s", seed, from, opening).isEqualTo(expected);
    } else {
      assertThat(ticket).as("seed %d: %s to %s", seed, from, opening).isNegative();
    }
  }

  private static Site random(Random random) {
    Site site = Site.journey();
    List<String> groups = List.of("sg-app", "sg-nat", "sg-cache");
    List<String> peers =
        List.of("sg-app", "sg-nat", "0.0.0.0/0", "198.51.100.0/24", "10.0.0.0/24", "10.0.1.10/32");
    for (int i = 0; i < 4; i++) {
      site.rule(
          groups.get(random.nextInt(3)),
          random.nextInt(4) == 0,
          11211 - random.nextInt(2),
          11211 + random.nextInt(3),
          peers.get(random.nextInt(peers.size())));
    }
    if (random.nextBoolean()) {
      site.revoke("sgr-" + (1 + random.nextInt(5)));
    }
    List<String> commands =
        List.of(
            "iptables -t nat -F POSTROUTING",
            "iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE",
            "iptables -A FORWARD -s 198.51.100.27 -j DROP",
            "iptables -P FORWARD DROP; iptables -A FORWARD -p tcp --dport 11211 -j ACCEPT",
            "sysctl -w net.ipv4.ip_forward=0",
            "iptables -t nat -I PREROUTING ! -s 198.51.100.27 -p tcp --dport 11212"
                + " -j DNAT --to 10.0.1.230:11211",
            "iptables -t nat -A OUTPUT -p tcp --dport 11211 -j DNAT --to 10.0.1.232:11211",
            "iptables -t nat -I PREROUTING -p tcp --dport 11213 -j REDIRECT --to-ports 22");
    for (int i = 0; i < 2; i++) {
      site.run("nat", commands.get(random.nextInt(commands.size())));
    }
    if (random.nextInt(5) == 0) {
      site.stop(random.nextBoolean() ? "app" : "nat");
    }
    return site;
  }

  private long admit(int peer, int local, int port) {
    return gate.admit(peer, PEER_PORT, local, port);
  }

  private boolean survives(long ticket, int peer, int local) {
    return gate.survives(ticket, peer, PEER_PORT, local, 11211);
  }
}
