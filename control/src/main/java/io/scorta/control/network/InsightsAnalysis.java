package io.scorta.control.network;

import java.time.Instant;
import java.util.List;

/// What the policy in force said about a path when it was asked.
public record InsightsAnalysis(
    String id,
    String owner,
    String pathId,
    Instant startedAt,
    boolean reachable,
    List<Seen> steps) {
  public InsightsAnalysis {
    steps = List.copyOf(steps);
  }

  /// One point of the way: what decided there, the packet as it was then, and why it was stopped
  /// ("" when it was not). `words` say the same as a sentence, `remedy` what would open it.
  public record Seen(
      String stage,
      String at,
      Header header,
      String reason,
      List<String> rules,
      String detail,
      Words words) {
    public Seen {
      rules = List.copyOf(rules);
    }
  }

  /// A packet's addresses, protocol number and port.
  public record Header(String source, String destination, int protocol, int port) {}

  public record Words(String sentence, String remedy) {}
}
