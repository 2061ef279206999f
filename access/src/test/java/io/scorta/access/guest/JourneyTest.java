package io.scorta.access.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.Ipv4;
import org.junit.jupiter.api.Test;

/// The commands of the NAT instance journey, as they stand there.
class JourneyTest {
  private static final String PASTE =
      """
      # Valkey or Redis OSS, one public port per node
      iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 6380 -j DNAT --to 10.0.1.231:6379
      iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 6381 -j DNAT --to 10.0.1.232:6379
      # Memcached, one public port per node
      iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11211 -j DNAT --to 10.0.1.230:11211
      iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11212 -j DNAT --to 10.0.1.231:11211
      iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11213 -j DNAT --to 10.0.1.232:11211
      # the way back, and forwarding
      iptables -t nat -A POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.55
      sed -i 's/net.ipv4.ip_forward=0/net.ipv4.ip_forward=1/g' /etc/sysctl.conf
      sysctl --system
      """;
  private static final String SAVE = "service iptables save";
  private static final String LISTED =
      """
      -P PREROUTING ACCEPT
      -P INPUT ACCEPT
      -P OUTPUT ACCEPT
      -P POSTROUTING ACCEPT
      -A PREROUTING -i eth0 -p tcp -m tcp --dport 6380 -j DNAT --to-destination 10.0.1.231:6379
      -A PREROUTING -i eth0 -p tcp -m tcp --dport 6381 -j DNAT --to-destination 10.0.1.232:6379
      -A PREROUTING -i eth0 -p tcp -m tcp --dport 11211 -j DNAT --to-destination 10.0.1.230:11211
      -A PREROUTING -i eth0 -p tcp -m tcp --dport 11212 -j DNAT --to-destination 10.0.1.231:11211
      -A PREROUTING -i eth0 -p tcp -m tcp --dport 11213 -j DNAT --to-destination 10.0.1.232:11211
      -A POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.55
      """;
  private static final GuestHost HOST =
      new GuestHost("i-0123456789abcdef0", Ipv4.parse("10.0.0.55"), "ip-10-0-0-55");

  @Test
  void aPasteOfAllLinesWorks() {
    GuestAnswer answer = run(Guest.fresh(), PASTE + SAVE);
    assertThat(answer.errors()).isEmpty();
    assertThat(answer.exit()).isZero();
    assertThat(answer.output())
        .isEqualTo(
            """
            * Applying /etc/sysctl.conf ...
            net.ipv4.ip_forward = 1
            iptables: Saving firewall rules to /etc/sysconfig/iptables: [  OK  ]
            """);
    assertThat(answer.after().ipForward()).isTrue();
    assertThat(listed(answer.after())).isEqualTo(LISTED);
  }

  @Test
  void lineByLineComesToTheSame() {
    Guest guest = Guest.fresh();
    for (String line : (PASTE + SAVE).lines().toList()) {
      GuestAnswer answer = run(guest, line);
      assertThat(answer.errors()).isEmpty();
      assertThat(answer.exit()).isZero();
      guest = answer.after();
    }
    assertThat(guest).isEqualTo(run(Guest.fresh(), PASTE + SAVE).after());
  }

  @Test
  void sudoBeforeEveryCommandChangesNothing() {
    String withSudo =
        (PASTE + SAVE)
            .lines()
            .map(line -> line.startsWith("#") ? line : "sudo " + line)
            .reduce("", (text, line) -> text + line + "\n");
    assertThat(run(Guest.fresh(), withSudo)).isEqualTo(run(Guest.fresh(), PASTE + SAVE));
  }

  @Test
  void savedRulesAndForwardingComeBackAfterAStop() {
    Guest saved = run(Guest.fresh(), PASTE + SAVE).after();
    Guest stopped = GuestPower.halt(saved);
    assertThat(stopped.ipForward()).isFalse();
    assertThat(stopped.tables()).isEqualTo(GuestTable.initial());
    Guest started = GuestPower.boot(stopped);
    assertThat(started).isEqualTo(saved);
  }

  @Test
  void unsavedRulesDoNotComeBackButForwardingDoes() {
    Guest started = GuestPower.boot(GuestPower.halt(run(Guest.fresh(), PASTE).after()));
    assertThat(started.tables()).isEqualTo(GuestTable.initial());
    assertThat(started.ipForward()).isTrue();
  }

  @Test
  void forwardingSetByHandIsGoneAfterAStop() {
    Guest guest = run(Guest.fresh(), "sysctl -w net.ipv4.ip_forward=1").after();
    assertThat(guest.ipForward()).isTrue();
    assertThat(GuestPower.boot(GuestPower.halt(guest)).ipForward()).isFalse();
  }

  @Test
  void aFreshHostForwardsNothing() {
    Guest booted = GuestPower.boot(Guest.fresh());
    assertThat(booted).isEqualTo(Guest.fresh());
    assertThat(run(booted, "cat /proc/sys/net/ipv4/ip_forward").output()).isEqualTo("0\n");
  }

  private static String listed(Guest guest) {
    return run(guest, "iptables -t nat -S").output();
  }

  private static GuestAnswer run(Guest guest, String commands) {
    return GuestShell.run(guest, HOST, commands);
  }
}
