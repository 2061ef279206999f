package io.scorta.access.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Guest;
import io.scorta.access.model.Ipv4;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Replays sessions that were recorded with iptables 1.8.9 on nf_tables in an empty namespace: some
/// written by hand, the last made of random commands, of which those are kept that agreed.
class IptablesGoldenTest {
  private static final GuestHost HOST = new GuestHost("i-1", Ipv4.parse("10.0.0.55"), "nat");

  private record Recorded(String command, String printed, int exit) {}

  @Test
  void everyCommandPrintsAndEndsAsTheRealToolDid() throws IOException {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (List<Recorded> session : sessions()) {
      Guest guest = Guest.fresh();
      for (Recorded recorded : session) {
        GuestAnswer answer = GuestShell.run(guest, HOST, recorded.command());
        String printed = answer.output() + answer.errors();
        if (!printed.equals(recorded.printed()) || answer.exit() != recorded.exit()) {
          wrong.add(
              "$ %s%nreal [%d]:%n%s%nours [%d]:%n%s"
                  .formatted(
                      recorded.command(),
                      recorded.exit(),
                      recorded.printed(),
                      answer.exit(),
                      printed));
        }
        guest = answer.after();
        compared++;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(700);
  }

  private static List<List<Recorded>> sessions() throws IOException {
    List<List<Recorded>> sessions = new ArrayList<>();
    String command = "";
    StringBuilder printed = new StringBuilder();
    for (String line : golden().split("\n", -1)) {
      if (line.equals("## new host")) {
        sessions.add(new ArrayList<>());
      } else if (line.startsWith("$ ")) {
        command = line.substring(2);
        printed.setLength(0);
      } else if (line.matches("\\[\\d+]")) {
        int exit = Integer.parseInt(line.substring(1, line.length() - 1));
        sessions.getLast().add(new Recorded(command, printed.toString(), exit));
      } else {
        printed.append(line).append('\n');
      }
    }
    return sessions;
  }

  private static String golden() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(IptablesGoldenTest.class.getResourceAsStream("iptables.golden"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
