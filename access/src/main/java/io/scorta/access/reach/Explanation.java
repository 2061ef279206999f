package io.scorta.access.reach;

import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Reason;
import io.scorta.access.policy.Stage;
import java.util.List;
import java.util.Optional;

/// A flow's way in words: one line for each point that decided, every block among them.
public record Explanation(Flow flow, boolean reachable, List<Line> lines) {
  /// What a line says about the flow.
  public enum Mark {
    OPEN,
    BLOCKED,
    /// Nothing is stopped by it, but it is not as it should be.
    WARNING
  }

  /// One line. The remedy is what to change, empty when nothing has to be.
  public record Line(Stage stage, Mark mark, Optional<Reason> reason, String text, String remedy) {
    @Override
    public String toString() {
      String head =
          switch (mark) {
            case OPEN -> "ok      ";
            case BLOCKED -> "BLOCKED ";
            case WARNING -> "warning ";
          };
      String code = reason.map(it -> " [" + it + "]").orElse("");
      return head + text + code + (remedy.isEmpty() ? "" : "\n        to open: " + remedy);
    }
  }

  public Explanation {
    lines = List.copyOf(lines);
  }

  /// The lines that stop the flow, in the order of its way.
  public List<Line> blocks() {
    return lines.stream().filter(line -> line.mark() == Mark.BLOCKED).toList();
  }

  /// The whole as text: the answer first, then a line for each step.
  public String render() {
    StringBuilder text = new StringBuilder();
    text.append(flow.source()).append(" -> ").append(flow.target()).append(':');
    text.append(flow.port()).append('/').append(flow.protocol());
    text.append(reachable ? ": reachable" : ": not reachable");
    for (Line line : lines) {
      text.append('\n').append(line);
    }
    return text.toString();
  }
}
