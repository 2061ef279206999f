package io.scorta.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.kernel.Namespace;
import io.scorta.access.kernel.Namespaces;
import io.scorta.access.kernel.Owner;
import io.scorta.access.kernel.Tools;
import io.scorta.access.model.Ipv4;
import io.scorta.control.network.RunOnGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs the right to make namespaces: root, or the two capabilities.
class PlaceTest {
  private static final String ID = "i-0123456789abcdef0";
  private static final String DNAT =
      "-A PREROUTING -i eth0 -p tcp -m tcp --dport 6380 -j DNAT --to-destination 10.0.1.231:6379";
  @TempDir private Path data;
  private PlaceFolder folder;
  private Path shims;
  private Namespaces namespaces;

  @BeforeEach
  void makeFolder() {
    folder = new PlaceFolder(data.resolve(ID), UserRange.of(ID));
    folder.ensure("ip-10-0-0-55", Map.of());
    namespaces = new Namespaces(Owner.of(data), new Tools());
    shims = Scripts.placeShims(data.resolve("shims"));
  }

  @AfterEach
  void removeFolder() {
    folder.remove();
    assertThat(namespaces.existing()).isEmpty();
  }

  private Place open() {
    return open(ID, folder);
  }

  private Place open(String id, PlaceFolder files) {
    PlaceSpec spec =
        new PlaceSpec("1", id, "eni-1", "1", Ipv4.parse("10.0.0.55"), Optional.of(""), Map.of());
    return Place.open(spec, files, shims, namespaces.of(id));
  }

  private static String output(Place place, String command) {
    RunOnGuest.Answer answer = place.run(command);
    assertThat(answer.exit()).as(answer.output() + answer.errors()).isZero();
    return answer.output().strip();
  }

  @Test
  void commandsOfTheJourneyWorkAsTheyStandAndSurviveAStopOnlyWhenSaved() {
    try (Place place = open()) {
      assertThat(place.boot().exit()).isZero();
      assertThat(output(place, "sysctl -n net.ipv4.ip_forward")).isEqualTo("0");
      output(
          place,
          "iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 6380 -j DNAT --to 10.0.1.231:6379");
      output(place, "iptables -t nat -A POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.55");
      output(place, "sed -i 's/net.ipv4.ip_forward=0/net.ipv4.ip_forward=1/g' /etc/sysctl.conf");
      assertThat(output(place, "sysctl --system")).contains("net.ipv4.ip_forward = 1");
      assertThat(output(place, "service iptables save"))
          .isEqualTo("iptables: Saving firewall rules to /etc/sysconfig/iptables: [  OK  ]");
      output(place, "iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 1 -j ACCEPT");
    }
    try (Place place = open()) {
      assertThat(output(place, "iptables-save")).isEmpty();
      assertThat(place.boot().exit()).isZero();
      assertThat(output(place, "iptables-save")).contains(DNAT).doesNotContain("--dport 1 ");
      assertThat(output(place, "cat /proc/sys/net/ipv4/ip_forward")).isEqualTo("1");
      assertThat(place.run("iptables -t nat -A PREROUTING -j NOWHERE").exit()).isNotZero();
    }
  }

  @Test
  void rootInsideSeesAndChangesNothingOfTheHostOrOfOthers() throws IOException {
    Path secret = Files.writeString(data.resolve("secret"), "of the host");
    try (Place place = open();
        Place other = open("i-2", folderOf("i-2"))) {
      output(other, "echo theirs >/root/note; sleep 100 >/dev/null 2>&1 </dev/null &");
      assertThat(output(place, "hostname; id -u")).isEqualTo("ip-10-0-0-55\n0");
      assertThat(output(place, "ls /proc | grep -c '^[0-9]*$'")).isLessThan("8");
      assertThat(output(place, "ls /; ls -a /root /home /tmp")).doesNotContain("note");
      assertThat(place.run("cat " + secret).exit()).isNotZero();
      for (String forbidden :
          new String[] {
            "touch /usr/x",
            "touch /x",
            "echo x >/usr/local/sbin/service",
            "echo x >/proc/sys/kernel/core_pattern",
            "mount -t tmpfs none /tmp",
            "mount -o remount,rw /usr",
            "umount /proc/sys",
            "mknod /tmp/disk b 254 0",
            "kill -9 1; sleep 0.1; exit 1",
            "chroot /old true",
            "nsenter --target 1 --mount true",
            "date -s 2001-01-01",
          }) {
        assertThat(place.run(forbidden).exit()).as(forbidden).isNotZero();
      }
      output(place, "iptables -P INPUT DROP");
      assertThat(output(other, "iptables-save")).isEmpty();
      assertThat(place.isOpen()).isTrue();
    }
  }

  @Test
  void forkBombIsContainedAndThePlaceCanBeUsedAfterwards() throws IOException {
    try (Place place = open()) {
      Process bomb = place.start(List.of("bash", "-c", "f() { f | f & f | f; }; f"), Map.of());
      int most = 0;
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (System.nanoTime() < end && most < Limits.PROCESSES_MAX / 2) {
        most = Math.max(most, processes(place.network()).size());
      }
      assertThat(most).isBetween(Limits.PROCESSES_MAX / 4, Limits.PROCESSES_MAX);
      bomb.destroyForcibly();
    }
    try (Place place = open()) {
      assertThat(output(place, "echo alive")).isEqualTo("alive");
    }
  }

  @Test
  void outputWithoutEndIsCutOff() {
    try (Place place = open()) {
      RunOnGuest.Answer answer = place.run("yes");
      assertThat(answer.output()).endsWith("too much output\n");
      assertThat(answer.output().length()).isLessThan(Limits.RUN_OUTPUT_BYTES_MAX + 100);
    }
  }

  @Test
  void outputIsWholeHoweverSoonAProgramEndsAndWhateverItLeavesRunning() {
    try (Place place = open()) {
      for (int i = 0; i < 30; i++) {
        assertThat(place.run("echo whole").output()).isEqualTo("whole\n");
      }
      assertThat(place.run("sleep 1000 & echo started").output()).isEqualTo("started\n");
    }
  }

  @Test
  void nothingIsLeftWhenThePlaceIsClosed() throws IOException {
    Namespace namespace;
    try (Place place = open()) {
      output(place, "nohup sleep 1000 >/dev/null 2>&1 &");
      namespace = place.network();
      assertThat(namespace.path()).exists();
      assertThat(processes(namespace)).hasSize(2);
    }
    assertThat(namespace.path()).doesNotExist();
    assertThat(processes(namespace)).isEmpty();
  }

  @Test
  void filesOfTheModelAreThereAtTheFirstStart() {
    PlaceFolder other = new PlaceFolder(data.resolve("i-3"), UserRange.of("i-3"));
    other.ensure("x", Map.of("/etc/sysctl.conf", "net.ipv4.ip_forward=1\n"));
    try (Place place = open("i-3", other)) {
      place.boot();
      assertThat(output(place, "cat /proc/sys/net/ipv4/ip_forward")).isEqualTo("1");
    }
    other.remove();
    assertThat(data.resolve("i-3")).doesNotExist();
  }

  /// The processes of this machine whose network is that of a place.
  private static List<ProcessHandle> processes(Namespace namespace) throws IOException {
    if (!Files.exists(namespace.path())) {
      return List.of();
    }
    Object inode = Files.getAttribute(namespace.path(), "unix:ino");
    return ProcessHandle.allProcesses().filter(process -> inode.equals(network(process))).toList();
  }

  private static Object network(ProcessHandle process) {
    try {
      return Files.getAttribute(Path.of("/proc", process.pid() + "", "ns", "net"), "unix:ino");
    } catch (IOException _) {
      return ""; // It has ended since.
    }
  }

  private PlaceFolder folderOf(String id) {
    PlaceFolder made = new PlaceFolder(data.resolve(id), UserRange.of(id));
    made.ensure("other", Map.of());
    return made;
  }
}
