package io.scorta.access.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Ipv4;
import org.junit.jupiter.api.Test;

class LoopbackPlanTest {
  private final Site site = Site.journey();

  @Test
  void everyWayToANodeHasAListener() {
    String nat = Ipv4.format(site.alias("nat"));
    String elastic = Ipv4.format(site.elasticAlias());
    assertThat(site.plan().openings())
        .extracting(LoopbackPlan.Opening::toString)
        .containsExactlyInAnyOrder(
            Ipv4.format(site.alias("sessions/0001")) + ":11211 to eni-sessions-0001:11211",
            Ipv4.format(site.alias("sessions/0002")) + ":11211 to eni-sessions-0002:11211",
            Ipv4.format(site.alias("sessions/0003")) + ":11211 to eni-sessions-0003:11211",
            nat + ":11211 to eni-sessions-0001:11211",
            nat + ":11212 to eni-sessions-0002:11211",
            nat + ":11213 to eni-sessions-0003:11211",
            elastic + ":11211 to eni-sessions-0001:11211",
            elastic + ":11212 to eni-sessions-0002:11211",
            elastic + ":11213 to eni-sessions-0003:11211");
    assertThat(site.plan().remarks()).isEmpty();
  }

  @Test
  void aStoppedInstanceForwardsNothing() {
    site.stop("nat");
    assertThat(site.plan().openings()).hasSize(3);
  }

  @Test
  void theFirstRuleThatAppliesDecides() {
    site.run("nat", "iptables -t nat -I PREROUTING -p tcp --dport 11212 -j ACCEPT");
    site.run("nat", "iptables -t nat -A PREROUTING -p tcp --dport 11211 -j DNAT --to 10.0.1.232");
    assertThat(target(11212)).isEqualTo("none");
    assertThat(target(11211)).isEqualTo("eni-sessions-0001");
  }

  @Test
  void chainsConditionsAndRangesAreFollowed() {
    site.run(
        "nat",
        """
        iptables -t nat -F PREROUTING
        iptables -t nat -N MAP
        iptables -t nat -A PREROUTING -p tcp -m multiport --dports 7000,7001,7002 -j MAP
        iptables -t nat -A MAP -d 10.9.9.9 -p tcp -j DNAT --to 10.0.1.232:11211
        iptables -t nat -A MAP -p tcp --dport 7001 -j RETURN
        iptables -t nat -A MAP -p tcp -j DNAT --to 10.0.1.231:11211
        iptables -t nat -A PREROUTING -p tcp --dport 7001 -j DNAT --to 10.0.1.232:11211
        iptables -t nat -A PREROUTING -p udp --dport 7003 -j DNAT --to 10.0.1.232:11211
        iptables -t nat -A PREROUTING -i eth1 -p tcp --dport 7004 -j DNAT --to 10.0.1.232:11211
        iptables -t nat -A PREROUTING -p tcp --dport 7005 -j DNAT --to 10.0.1.99:11211
        """);
    assertThat(target(7000)).isEqualTo("eni-sessions-0002");
    assertThat(target(7001)).isEqualTo("eni-sessions-0003");
    assertThat(target(7002)).isEqualTo("eni-sessions-0002");
    assertThat(target(7003)).isEqualTo("none");
    assertThat(target(7004)).isEqualTo("none");
    assertThat(target(7005)).isEqualTo("none");
  }

  @Test
  void aPortThatSharesNodesByClientIsRemarkedOn() {
    site.run(
        "nat",
        "iptables -t nat -I PREROUTING -s 198.51.100.99 -p tcp --dport 11211"
            + " -j DNAT --to 10.0.1.232:11211");
    assertThat(target(11211)).isEqualTo("eni-sessions-0003");
    assertThat(site.plan().remarks())
        .containsExactly(
            "port 11211 of i-nat leads different clients to different nodes: only those of"
                + " eni-sessions-0003 get in");
  }

  @Test
  void portsOfOneInstanceAreBounded() {
    site.run(
        "nat",
        "iptables -t nat -I PREROUTING -p tcp --dport 20000:40000 -j DNAT --to 10.0.1.230:11211");
    LoopbackPlan plan = site.plan();
    assertThat(plan.openings()).hasSizeLessThan(3 + 2 * LoopbackBounds.FORWARDS_MAX + 1);
    assertThat(plan.remarks())
        .containsExactly(
            "i-nat names more than 1024 ports: the rest of the widest ranges is not open");
    assertThat(target(20000)).isEqualTo("eni-sessions-0001");
    assertThat(target(11212)).isEqualTo("eni-sessions-0002");
  }

  private String target(int port) {
    return site.plan().openings().stream()
        .filter(it -> it.address() == site.elasticAlias() && it.port() == port)
        .map(LoopbackPlan.Opening::interfaceId)
        .findFirst()
        .orElse("none");
  }
}
