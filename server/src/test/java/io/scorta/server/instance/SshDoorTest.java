package io.scorta.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.kernel.Namespace;
import io.scorta.access.kernel.Namespaces;
import io.scorta.access.kernel.Owner;
import io.scorta.access.kernel.Tools;
import io.scorta.access.model.Ipv4;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs in with the system's own `ssh` from inside the instance's network. Needs the right to make
/// namespaces.
class SshDoorTest {
  private static final String ID = "i-0123456789abcdef1";
  private static final int TIME_MAX_SECONDS = 30;
  private final SshThreads threads = new SshThreads();
  @TempDir private Path data;
  private PlaceFolder folder;
  private Place place;
  private SshDoor door;
  private Path key;

  /// What a program said and how it ended.
  private record Said(int exit, String output) {}

  @BeforeEach
  void openDoor() throws Exception {
    key = data.resolve("key");
    assertThat(run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).exit)
        .isZero();
    folder = new PlaceFolder(data.resolve(ID), UserRange.of(ID));
    folder.ensure("ip-10-0-0-55", Map.of());
    PlaceSpec spec =
        new PlaceSpec(
            "1",
            ID,
            "eni-1",
            "1",
            Ipv4.parse("10.0.0.55"),
            Optional.of(Files.readString(data.resolve("key.pub"))),
            Map.of());
    Namespace network = new Namespaces(Owner.of(data), new Tools()).of(ID);
    place = Place.open(spec, folder, Scripts.placeShims(data.resolve("shims")), network);
    door = SshDoor.open(place, spec, data.resolve(ID), threads, () -> {});
  }

  @AfterEach
  void closeDoor() {
    door.close();
    place.close();
    threads.close();
    folder.remove();
  }

  @Test
  void keyOfTheInstanceLetsInAndCommandsAnswerWithTheirOwnExit() throws Exception {
    Said said = ssh("", List.of(), "ec2-user", "hostname; pwd; id -u; cat; exit 3");
    assertThat(said.output).isEqualTo("ip-10-0-0-55\n/home/ec2-user\n0\n");
    assertThat(said.exit).isEqualTo(3);
    assertThat(ssh("typed", List.of(), "root", "cat; pwd").output).isEqualTo("typed/root\n");
    assertThat(ssh("", List.of(), "root", "iptables -P FORWARD DROP").exit).isZero();
    assertThat(place.run("iptables -S FORWARD").output()).startsWith("-P FORWARD DROP");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve(ID).resolve("ssh_host_key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void shellHasATerminalOfItsOwn() throws Exception {
    Said said = ssh("tty; stty size; exit 5\n", List.of("-tt"), "root");
    assertThat(said.output).contains("/dev/pts/0").contains("[root@ip-10-0-0-55 ~]# ");
    assertThat(said.exit).isEqualTo(5);
    assertThat(ssh("tty\necho out\n", List.of("-T"), "root").output).isEqualTo("not a tty\nout\n");
  }

  @Test
  void nobodyElseGetsIn() throws Exception {
    assertThat(ssh("", List.of(), "admin", "true").exit).isEqualTo(255);
    Path other = data.resolve("other");
    run("", "ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", other.toString());
    assertThat(ssh("", List.of("-i", other.toString()), "root", "true", false).exit).isEqualTo(255);
    assertThat(ssh("", List.of("-o", "PreferredAuthentications=password"), "root", "true").exit)
        .isEqualTo(255);
  }

  @Test
  void connectionCannotBeUsedToReachOtherHosts() throws Exception {
    Said said = ssh("", List.of("-W", "127.0.0.1:22"), "root");
    assertThat(said.exit).isEqualTo(255);
    assertThat(said.output).doesNotContain("SSH-2.0");
  }

  private Said ssh(String input, List<String> options, String user, String... command)
      throws Exception {
    return ssh(input, options, user, String.join(" ", command), true);
  }

  private Said ssh(String input, List<String> options, String user, String command, boolean own)
      throws Exception {
    List<String> whole = new ArrayList<>(List.of("nsenter", "--net=" + place.network().path()));
    whole.addAll(List.of("ssh", "-F", "/dev/null", "-o", "BatchMode=yes", "-q"));
    whole.addAll(List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"));
    whole.addAll(List.of("-o", "IdentitiesOnly=yes", "-o", "ConnectTimeout=5"));
    if (own) {
      whole.addAll(List.of("-i", key.toString()));
    }
    whole.addAll(options);
    whole.add(user + "@127.0.0.1");
    if (!command.isEmpty()) {
      whole.add(command);
    }
    return run(input, whole.toArray(String[]::new));
  }

  private static Said run(String input, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      Thread guard =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      if (!process.waitFor(TIME_MAX_SECONDS, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                      }
                    } catch (InterruptedException _) {
                      // It ended in time.
                    }
                  });
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      guard.interrupt();
      return new Said(exit, output.replace("\r\n", "\n"));
    } finally {
      process.destroyForcibly();
    }
  }
}
