package io.scorta.server.api;

import io.scorta.access.loopback.LoopbackConfig;
import io.scorta.access.model.CacheListener;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Protocol;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.access.policy.Reason;
import io.scorta.access.policy.Step;
import io.scorta.access.reach.Explainer;
import io.scorta.access.reach.Explanation;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.network.InsightsAnalysis;
import io.scorta.control.network.InsightsPath;
import io.scorta.control.network.Instances;
import io.scorta.control.network.NetworkKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a policy snapshot about a path, and writes down what it answers.
///
/// What belongs to another account is judged like everything else, but not shown.
record InsightsFlow(Ec2View view, PolicySnapshot snapshot) {
  private static final int SSH_PORT = 22;

  record Answer(boolean reachable, List<InsightsAnalysis.Seen> steps) {}

  /// Refuses an end that nothing could be.
  static void check(InsightsPath.End end) {
    if (!end.address().isEmpty()) {
      address(end);
    }
    if (end.id().isEmpty()) {
      return;
    }
    ResourceKind kind = ResourceKind.ofId(end.id()).orElse(ResourceKind.VPC);
    switch (kind) {
      case INSTANCE, NETWORK_INTERFACE, INTERNET_GATEWAY -> Ec2View.checkForm(kind, end.id());
      default ->
          throw new FaultException(
              "InvalidParameterValue",
              "%s is no end of a path here: give an instance, a network interface or an internet"
                      .formatted(end.id())
                  + " gateway");
    }
  }

  Answer ask(InsightsPath path) {
    Party source = party(path.source());
    Party target = party(path.destination());
    int port = path.port().orElseGet(() -> firstPort(target));
    Flow flow = new Flow(source, target, Protocol.parse(path.protocol()), port);
    List<Step> steps = snapshot.trace(flow);
    List<Explanation.Line> lines = Explainer.explain(snapshot, flow).lines();
    List<InsightsAnalysis.Seen> seen = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (isOwn(steps.get(i).at())) {
        seen.add(seen(steps.get(i), lines.get(i)));
      }
    }
    return new Answer(steps.stream().allMatch(Step::isOpen), seen);
  }

  private static InsightsAnalysis.Seen seen(Step step, Explanation.Line line) {
    return new InsightsAnalysis.Seen(
        step.stage().name(),
        step.at(),
        new InsightsAnalysis.Header(
            Ipv4.format(step.packet().source()),
            Ipv4.format(step.packet().destination()),
            step.packet().protocol().number(),
            step.packet().port()),
        step.blocked().map(Reason::name).orElse(""),
        step.ruleIds(),
        step.detail(),
        new InsightsAnalysis.Words(line.text(), line.remedy()));
  }

  private boolean isOwn(String at) {
    return !at.startsWith(ResourceKind.NETWORK_INTERFACE.prefix() + "-")
        || view.find(NetworkKinds.NETWORK_INTERFACE, at).isPresent();
  }

  /// A resource of another account is as good as none.
  private Party party(InsightsPath.End end) {
    ResourceKind kind = ResourceKind.ofId(end.id()).orElse(ResourceKind.INTERNET_GATEWAY);
    return switch (kind) {
      case INSTANCE ->
          new Party.Interface(
              Instances.interfaceOf(view.state(), view.account(), end.id())
                  .map(it -> it.id())
                  .orElse(end.id()));
      case NETWORK_INTERFACE ->
          new Party.Interface(
              view.find(NetworkKinds.NETWORK_INTERFACE, end.id()).isPresent()
                  ? end.id()
                  : "no " + end.id());
      default ->
          new Party.Address(
              end.address().isEmpty() ? LoopbackConfig.DEFAULT.strangerAddress() : address(end));
    };
  }

  private static int address(InsightsPath.End end) {
    try {
      return Ipv4.parse(end.address());
    } catch (IllegalArgumentException e) {
      throw new FaultException("InvalidParameterValue", String.valueOf(e.getMessage()));
    }
  }

  /// A path without a port asks about the one that its target serves.
  private int firstPort(Party target) {
    Optional<Integer> served =
        target instanceof Party.Interface(String id)
            ? snapshot.network().listeners().stream()
                .filter(it -> it.networkInterfaceId().equals(id))
                .map(CacheListener::port)
                .sorted()
                .findFirst()
            : Optional.empty();
    return served.orElse(SSH_PORT);
  }
}
