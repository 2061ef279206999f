package io.scorta.access.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Guest;
import io.scorta.access.model.Ipv4;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestShellTest {
  private static final GuestHost HOST =
      new GuestHost("i-7", Ipv4.parse("10.0.0.55"), "ip-10-0-0-55.internal");

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      value = {
        "echo a b => a b",
        "echo 'a  b' \"c d\" e\\ f => a  b c d e f",
        "echo a; echo b => a|b",
        "true && echo yes || echo no => yes",
        "false && echo yes || echo no => no",
        "echo a # comment => a",
        "echo a#b => a#b",
        "echo x > /tmp/f; cat /tmp/f => x",
        "echo x > /tmp/f; echo y >> /tmp/f; cat /tmp/f => x|y",
        "echo x | tee /tmp/f; cat /tmp/f => x|x",
        "echo x >/tmp/f 2>&1; cat /tmp/f => x",
        "cat /nope 2>/dev/null || echo no => no",
        "cat /nope > /tmp/f 2>&1; cat /tmp/f => cat: /nope: No such file or directory",
        "echo one > /tmp/f; sed -i 's/one/two/' /tmp/f; cat < /tmp/f => two",
        "echo a.b.a | sed 's/a/x/g' => x.b.x",
        "echo a.b.a | sed 's/a/x/2' => a.b.x",
        "echo a/b | sed 's|/|-|' => a-b",
        "echo 'a/b' | sed 's/\\//-/' => a-b",
        "echo abc | sed -E 's/(a)(b)/\\2\\1/' => bac",
        "echo abc | sed 's/\\(a\\)\\(b\\)/\\2\\1/' => bac",
        "echo abc | sed 's/b/[&]/' => a[b]c",
        "echo 'a+b' | sed 's/a+b/c/' => c",
        "grep -c forward /etc/sysctl.conf => 1",
        "grep -v '^#' /etc/sysctl.conf => net.ipv4.ip_forward=0",
        "cat /etc/sysctl.conf | grep -q forward && echo found => found",
        "cat /etc/sysctl.conf | wc -l => 2",
        "cat /etc/sysctl.conf | tail -n 1 => net.ipv4.ip_forward=0",
        "sysctl net.ipv4.ip_forward => net.ipv4.ip_forward = 0",
        "sysctl -n net/ipv4/ip_forward => 0",
        "sysctl -w net.ipv4.ip_forward=1 => net.ipv4.ip_forward = 1",
        "echo 1 > /proc/sys/net/ipv4/ip_forward; sysctl -n net.ipv4.ip_forward => 1",
        "echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward => 1",
        "sudo sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'; sysctl -n net.ipv4.ip_forward => 1",
        "hostname => ip-10-0-0-55.internal",
        "hostname -s => ip-10-0-0-55",
        "whoami => root",
        "id -u => 0",
        "/sbin/sysctl -n net.ipv4.ip_forward => 0",
        "ip addr | grep eth0 | grep inet => '    inet 10.0.0.55 scope global eth0'",
        "ls /etc/sysctl.conf => /etc/sysctl.conf",
        "systemctl is-enabled iptables => enabled",
      })
  void aCommandPrints(String command, String expected) {
    GuestAnswer answer = run(command);
    String wanted = expected.replace('|', '\n').replace("'    ", "    ").replaceFirst("'$", "");
    assertThat(answer.output() + answer.errors()).isEqualTo(wanted + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      value = {
        "foo => 127 => -bash: foo: command not found",
        "sudo foo => 127 => -bash: foo: command not found",
        "cat /nope => 1 => cat: /nope: No such file or directory",
        "echo x > /nope/x => 1 => -bash: /nope/x: No such file or directory",
        "echo x > /etc => 1 => -bash: /etc: Is a directory",
        "echo x > /proc/sys/net/nope => 1 => -bash: /proc/sys/net/nope: No such file or directory",
        "echo x | | cat => 2 => -bash: syntax error near unexpected token `|'",
        "; echo => 2 => -bash: syntax error near unexpected token `;'",
        "echo 'x => 2 => -bash: unexpected EOF while looking for matching `''",
        "echo x && => 2 => -bash: syntax error: unexpected end of file",
        "echo x > => 2 => -bash: syntax error near unexpected token `newline'",
        "sysctl foo.bar => 1 => sysctl: cannot stat /proc/sys/foo/bar: No such file or directory",
        "sysctl -w net.ipv4.ip_forward=x => 1 => "
            + "sysctl: setting key \"net.ipv4.ip_forward\": Invalid argument",
        "sysctl -p /nope => 1 => sysctl: cannot open \"/nope\": No such file or directory",
        "sed -i s/a/b/ /nope => 2 => sed: can't read /nope: No such file or directory",
        "sed s/a/b /etc/hostname => 1 => "
            + "sed: -e expression #1, char 5: unterminated `s' command",
        "ls /nope => 2 => ls: cannot access '/nope': No such file or directory",
        "grep x /nope => 2 => grep: /nope: No such file or directory",
        "service nginx start => 5 => service: Unit nginx.service could not be found.",
      })
  void aMistakeIsToldInTheToolsWords(String command, int exit, String expected) {
    GuestAnswer answer = run(command);
    assertThat(answer.errors()).isEqualTo(expected + "\n");
    assertThat(answer.exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "echo $HOME => variable",
        "echo `id` => substitution",
        "echo a & => background",
        "cat -A /etc/hostname => option",
        "sed y/a/b/ /etc/hostname => edit",
        "iptables -t mangle -S => mangle",
        "iptables -A FORWARD -j LOG => LOG",
        "iptables -t nat -A PREROUTING -j DNAT --to 10.0.0.1-10.0.0.2 => range",
        "iptables -t nat -P PREROUTING DROP => DROP",
      })
  void whatIsNotOfferedIsRefusedByName(String command, String named) {
    GuestAnswer answer = run(command);
    assertThat(answer.exit()).isNotZero();
    assertThat(answer.errors()).contains(named).contains("not offered in a simulated instance");
    assertThat(answer.after()).isEqualTo(Guest.fresh());
  }

  @Test
  void aMistakeInAPasteSpoilsItsOwnLineOnly() {
    GuestAnswer answer = run("echo a\necho b | |\necho c");
    assertThat(answer.output()).isEqualTo("a\nc\n");
    assertThat(answer.exit()).isZero();
  }

  @Test
  void aHereDocumentBecomesAFile() {
    GuestAnswer answer =
        run(
            """
            cat > /etc/sysctl.d/nat.conf <<EOF
            net.ipv4.ip_forward = 1
            EOF
            sysctl -p /etc/sysctl.d/nat.conf
            """);
    assertThat(answer.after().ipForward()).isTrue();
    assertThat(answer.after().files())
        .containsEntry("/etc/sysctl.d/nat.conf", "net.ipv4.ip_forward = 1\n");
    assertThat(GuestPower.boot(GuestPower.halt(answer.after())).ipForward()).isTrue();
  }

  @Test
  void longCommandsContinueAfterABackslash() {
    GuestAnswer answer = run("iptables -t nat \\\n  -A POSTROUTING -o eth0 -j MASQUERADE");
    assertThat(answer.exit()).isZero();
    assertThat(run(answer.after(), "iptables -t nat -S POSTROUTING 1").output())
        .isEqualTo("-A POSTROUTING -o eth0 -j MASQUERADE\n");
  }

  @Test
  void rebootPointsToTheApi() {
    GuestAnswer answer = run("reboot");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.errors()).contains("reboot-instances --instance-ids i-7");
  }

  @Test
  void restartDropsWhatWasNotSaved() {
    Guest guest =
        run("iptables -P FORWARD DROP; service iptables save; iptables -A FORWARD -j ACCEPT")
            .after();
    GuestAnswer answer = run(guest, "service iptables restart && iptables -S FORWARD");
    assertThat(answer.exit()).isZero();
    assertThat(answer.output()).endsWith("-P FORWARD DROP\n").doesNotContain("-A FORWARD");
  }

  @Test
  void aDamagedRulesFileLeavesABootedHostWithoutRules() {
    Guest guest =
        run("iptables -P FORWARD DROP; service iptables save; echo frob >> /etc/sysconfig/iptables")
            .after();
    assertThat(run(GuestPower.boot(guest), "iptables -S FORWARD").output())
        .isEqualTo("-P FORWARD ACCEPT\n");
  }

  @Test
  void aTooLongCommandLineIsRefusedAsAWhole() {
    String line = "echo x > /tmp/f\n".repeat(GuestLimits.COMMAND_CHARACTERS_MAX / 8);
    GuestAnswer answer = run(line);
    assertThat(answer.exit()).isEqualTo(126);
    assertThat(answer.errors()).contains("longer than 65536 characters");
    assertThat(answer.after()).isEqualTo(Guest.fresh());
  }

  @Test
  void commandsFilesAndRulesAreBounded() {
    assertThat(run("true\n".repeat(GuestLimits.COMMANDS_MAX + 1)).errors())
        .contains("more than 1000 commands");
    StringBuilder files = new StringBuilder();
    for (int i = 0; i < GuestLimits.FILES_MAX; i++) {
      files.append("echo x > /tmp/f").append(i).append('\n');
    }
    assertThat(run(files.toString()).errors()).contains("No space left on device").contains("64");
    Guest full = run("iptables -A FORWARD -j ACCEPT\n".repeat(GuestLimits.RULES_MAX)).after();
    GuestAnswer one = run(full, "iptables -A FORWARD -j ACCEPT");
    assertThat(one.exit()).isEqualTo(1);
    assertThat(one.errors()).contains("1001 rules");
    assertThat(one.after()).isEqualTo(full);
  }

  private static GuestAnswer run(String command) {
    return run(Guest.fresh(), command);
  }

  private static GuestAnswer run(Guest guest, String command) {
    return GuestShell.run(guest, HOST, command);
  }
}
