package io.scorta.access.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Guest;
import io.scorta.access.model.Ipv4;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Whatever is typed, the shell answers: it neither throws nor stays away.
class GuestShellFuzzTest {
  private static final GuestHost HOST = new GuestHost("i-1", Ipv4.parse("10.0.0.55"), "nat");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final List<String> PARTS =
      List.of(
          "iptables",
          "-t",
          "nat",
          "-A",
          "-I",
          "-D",
          "-R",
          "-L",
          "-S",
          "-F",
          "-N",
          "-X",
          "-P",
          "-E",
          "-C",
          "-n",
          "PREROUTING",
          "U",
          "!",
          "-p",
          "tcp",
          "--dport",
          "80",
          "1:",
          ":",
          "-m",
          "multiport",
          "--dports",
          "1,2",
          "comment",
          "--comment",
          "-j",
          "DNAT",
          "--to",
          "--",
          "10.0.0.1:80",
          ":80",
          "-s",
          "10.0.0.0/8",
          "/",
          "-i",
          "eth0",
          "iptables-save",
          "iptables-restore",
          "*nat",
          "COMMIT",
          "sed",
          "-i",
          "-e",
          "s/a/b/",
          "s/",
          "s",
          "s|",
          "y",
          "/etc/sysctl.conf",
          "/",
          "..",
          "sysctl",
          "-w",
          "=",
          "net.ipv4.ip_forward=1",
          "-p",
          "cat",
          "grep",
          "-E",
          "(a|b)*",
          "[",
          "\\(",
          "*",
          "head",
          "-n",
          "-1",
          "tail",
          "tee",
          "-a",
          "echo",
          "-e",
          ">",
          ">>",
          "<",
          "<<",
          "<<<",
          "2>",
          "&>",
          "2>&1",
          "|",
          "||",
          "&&",
          ";",
          "&",
          "'",
          "\"",
          "\\",
          "\n",
          "#",
          "$",
          "`",
          "(",
          ")",
          "~",
          "\t",
          "\0",
          "é",
          "service",
          "iptables",
          "save",
          "restart",
          "ip",
          "addr",
          "sh",
          "-c",
          "sudo",
          "hostname",
          "-s",
          "EOF",
          "wc",
          "ls");

  @Test
  void whateverIsTypedIsAnswered() {
    for (long seed = 1; seed <= 5_000; seed++) {
      Random random = new Random(seed);
      StringBuilder line = new StringBuilder();
      for (int i = random.nextInt(14); i >= 0; i--) {
        line.append(PARTS.get(random.nextInt(PARTS.size())));
        line.append(random.nextInt(5) == 0 ? "" : " ");
      }
      String typed = line.toString();
      GuestAnswer answer =
          Assertions.assertDoesNotThrow(
              () -> GuestShell.run(Guest.fresh(), HOST, typed), "seed " + seed + ": " + typed);
      assertThat(answer.exit()).as("seed %d: %s", seed, typed).isBetween(0, 127);
    }
  }

  @Test
  void chainsThatMultiplyAreRefused() {
    StringBuilder commands = new StringBuilder("iptables -N C0\n");
    for (int i = 1; i < 15; i++) {
      commands.append("iptables -N C%d\n".formatted(i));
      commands.append("iptables -A C%d -j C%d\n".formatted(i, i - 1).repeat(10));
    }
    GuestAnswer built = run(Guest.fresh(), commands.toString());
    assertThat(built.errors()).isEmpty();
    GuestAnswer joined = run(built.after(), "iptables -A FORWARD -j C14");
    assertThat(joined.exit()).isEqualTo(4);
    assertThat(joined.errors()).contains("Too many links");
    assertThat(run(built.after(), "iptables -A FORWARD -j C3").exit()).isZero();
  }

  @Test
  void nothingThatIsTypedKeepsTheShellBusy() {
    String many = "1.1.1.1,".repeat(3_000) + "1.1.1.1";
    String line = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";
    List<String> costly =
        List.of(
            "echo " + line + " | grep -E '(a+)+$'",
            "echo " + "a".repeat(5_000) + " | sed 's/.*.*.*.*c/b/'",
            "echo " + "a".repeat(5_000) + " | grep '.*.*.*.*c'",
            "echo " + "ab".repeat(20_000) + " | grep -E '(a|b)*c'",
            "echo " + "a".repeat(30_000) + " | sed 's/a/" + "b".repeat(30_000) + "/g'",
            "echo " + "a".repeat(60_000) + " > /tmp/f; cat" + " /tmp/f".repeat(500),
            "iptables -A FORWARD -s " + many + " -d " + many + " -j ACCEPT");
    for (String each : costly) {
      GuestAnswer answer =
          Assertions.assertTimeoutPreemptively(LONG, () -> run(Guest.fresh(), each));
      assertThat(answer.exit()).as(each.substring(0, 20)).isNotZero();
      assertThat(answer.errors().length() + answer.output().length())
          .isLessThan(2 * GuestLimits.OUTPUT_CHARACTERS_MAX);
    }
  }

  private static GuestAnswer run(Guest guest, String commands) {
    return GuestShell.run(guest, HOST, commands);
  }
}
