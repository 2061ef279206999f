package io.scorta.access.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Guest;
import io.scorta.access.model.Ipv4;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random rules that iptables must take, and what must hold for all of them.
class IptablesPropertyTest {
  private static final int CASES = 500;
  private static final GuestHost HOST = new GuestHost("i-1", Ipv4.parse("10.0.0.55"), "nat");

  @Test
  void whatIsSavedIsRestoredUnchanged() {
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      Guest guest = random(random);
      GuestAnswer saved = run(guest, "iptables-save > /tmp/rules; iptables-restore < /tmp/rules");
      assertThat(saved.errors()).as("seed %d", seed).isEmpty();
      assertThat(saved.after().tables()).as("seed %d", seed).isEqualTo(guest.tables());
      Guest emptied = GuestPower.halt(run(guest, "service iptables save").after());
      assertThat(GuestPower.boot(emptied).tables()).as("seed %d", seed).isEqualTo(guest.tables());
    }
  }

  @Test
  void everyListedRuleIsACommandForItself() {
    for (long seed = 1; seed <= CASES; seed++) {
      Guest guest = random(new Random(seed));
      String listed = run(guest, "iptables -t nat -S").output();
      Guest again = Guest.fresh();
      for (String line : listed.lines().toList()) {
        GuestAnswer answer = run(again, "iptables -t nat " + line);
        assertThat(answer.errors()).as("seed %d: %s", seed, line).isEmpty();
        again = answer.after();
      }
      assertThat(again.table("nat")).as("seed %d", seed).isEqualTo(guest.table("nat"));
    }
  }

  @Test
  void deletingWhatWasAppendedRestoresTheTable() {
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      Guest guest = random(random);
      String rule = "%s -m comment --comment only%d".formatted(filterRule(random), seed);
      GuestAnswer appended = run(guest, "iptables -A FORWARD " + rule);
      assertThat(appended.exit()).as("seed %d: %s", seed, rule + appended.errors()).isZero();
      assertThat(run(appended.after(), "iptables -C FORWARD " + rule).exit()).isZero();
      assertThat(run(guest, "iptables -C FORWARD " + rule).exit()).isEqualTo(1);
      GuestAnswer deleted = run(appended.after(), "iptables -D FORWARD " + rule);
      assertThat(deleted.after()).as("seed %d", seed).isEqualTo(guest);
    }
  }

  private static Guest random(Random random) {
    StringBuilder commands = new StringBuilder("iptables -t nat -N ZED\niptables -N YARD\n");
    for (int i = 0; i < 6; i++) {
      commands.append(natCommand(random)).append('\n');
      commands.append("iptables -A ").append(one(random, "FORWARD", "YARD")).append(' ');
      commands.append(filterRule(random)).append('\n');
    }
    if (random.nextBoolean()) {
      commands.append("iptables -P FORWARD DROP\n");
    }
    GuestAnswer answer = run(Guest.fresh(), commands.toString());
    assertThat(answer.errors()).as(commands.toString()).isEmpty();
    return answer.after();
  }

  private static String natCommand(Random random) {
    int port = 1 + random.nextInt(65535);
    return switch (random.nextInt(5)) {
      case 0 ->
          "iptables -t nat -A PREROUTING %s -p tcp %s -j DNAT --to 10.0.1.%d:%d"
              .formatted(source(random), ports(random), random.nextInt(256), port);
      case 1 ->
          "iptables -t nat -I PREROUTING -i eth0 %s -p udp %s -j REDIRECT --to-ports %d"
              .formatted(source(random), ports(random), port);
      case 2 ->
          "iptables -t nat -A POSTROUTING -o eth%s %s -j %s"
              .formatted(
                  one(random, "0", "+"),
                  source(random),
                  one(random, "MASQUERADE", "SNAT --to 10.0.0.55"));
      case 3 -> "iptables -t nat -A PREROUTING -p tcp " + ports(random) + " -j ZED";
      default -> "iptables -t nat -A ZED -p tcp -j " + one(random, "RETURN", "ACCEPT");
    };
  }

  private static String filterRule(Random random) {
    String states = one(random, "NEW", "RELATED,ESTABLISHED", "INVALID");
    String match =
        switch (random.nextInt(5)) {
          case 0 -> "-p tcp " + ports(random);
          case 1 -> "-p tcp -m multiport " + not(random) + "--dports 80,443,1000:2000";
          case 2 -> "-m conntrack " + not(random) + "--ctstate " + states;
          case 3 -> "-m state " + not(random) + "--state " + states;
          default -> "-m comment --comment 'it'\\''s \"quoted\" \\ text'";
        };
    return "%s %s -j %s"
        .formatted(source(random), match, one(random, "ACCEPT", "DROP", "REJECT", "RETURN"));
  }

  private static String source(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "";
      case 1 -> not(random) + "-s 198.51.100.%d".formatted(random.nextInt(256));
      default ->
          not(random) + "-d 10.%d.0.0/%d".formatted(random.nextInt(256), 1 + random.nextInt(32));
    };
  }

  private static String ports(Random random) {
    int first = random.nextInt(60000);
    int last = first + random.nextInt(5000);
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> not(random) + "--dport " + first;
      case 2 -> not(random) + "--dport " + first + ":" + last + " --sport " + last;
      default -> not(random) + "--sport " + first + ":" + last;
    };
  }

  private static String not(Random random) {
    return one(random, "", "! ");
  }

  private static String one(Random random, String... choices) {
    List<String> all = List.of(choices);
    return all.get(random.nextInt(all.size()));
  }

  private static GuestAnswer run(Guest guest, String command) {
    return GuestShell.run(guest, HOST, command);
  }
}
