package io.scorta.access.policy;

import java.util.List;

/// The answer to a flow, with every step of the packet's way up to the one that decided.
public sealed interface Verdict {
  List<Step> steps();

  /// The connection comes about, and ends at this interface or outside address and port.
  ///
  /// The ticket goes back to [PolicySnapshot#survives] when the network has changed.
  record Allow(Party target, int port, List<Step> steps, long ticket) implements Verdict {
    public Allow {
      steps = List.copyOf(steps);
    }

    /// Whether the source's side is tracked; true when no outbound rule judged it.
    public boolean sourceTracked() {
      return !Ticket.isUntracked(ticket, 0);
    }

    /// Whether the side of the final target is tracked.
    public boolean targetTracked() {
      return steps.stream()
          .filter(step -> step.stage() == Stage.INGRESS)
          .reduce((_, last) -> last)
          .map(step -> step.tracking() != Tracking.UNTRACKED)
          .orElse(true);
    }

    /// The security group rules that admitted the packet, in the order of its way.
    public List<String> ruleIds() {
      return steps.stream()
          .filter(step -> step.stage() == Stage.EGRESS || step.stage() == Stage.INGRESS)
          .flatMap(step -> step.ruleIds().stream())
          .toList();
    }
  }

  /// The packet is stopped; `wouldAllow` is the smallest change that opens this stage.
  record Deny(Step step, String wouldAllow, List<Step> steps) implements Verdict {
    public Deny {
      steps = List.copyOf(steps);
    }

    public Stage stage() {
      return step.stage();
    }

    public Reason reason() {
      return step.blocked().orElseThrow();
    }
  }
}
