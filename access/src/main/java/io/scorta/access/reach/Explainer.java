package io.scorta.access.reach;

import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.access.policy.Reason;
import io.scorta.access.policy.Remedy;
import io.scorta.access.policy.Stage;
import io.scorta.access.policy.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Explains what a snapshot says about a flow. The walk is the snapshot's own, so the explanation
/// cannot disagree with the decision.
public final class Explainer {
  private final PolicySnapshot snapshot;
  private final Network network;
  private final Sentence sentence;

  private Explainer(PolicySnapshot snapshot) {
    this.snapshot = snapshot;
    this.network = snapshot.network();
    this.sentence = new Sentence(snapshot.network());
  }

  public static Explanation explain(PolicySnapshot snapshot, Flow flow) {
    return new Explainer(snapshot).explain(flow);
  }

  private Explanation explain(Flow flow) {
    List<Step> steps = snapshot.trace(flow);
    List<Explanation.Line> lines = new ArrayList<>();
    for (Step step : steps) {
      lines.add(
          new Explanation.Line(
              step.stage(),
              step.isOpen() ? Explanation.Mark.OPEN : Explanation.Mark.BLOCKED,
              step.blocked(),
              sentence.of(step),
              Remedy.of(network, step)));
    }
    sharedSubnet(steps).ifPresent(lines::add);
    noPublicAddress(flow, steps).ifPresent(lines::add);
    return new Explanation(flow, steps.stream().allMatch(Step::isOpen), lines);
  }

  /// A NAT instance should stand in another subnet than the caches behind it.
  private Optional<Explanation.Line> sharedSubnet(List<Step> steps) {
    for (Step step : steps) {
      if (step.stage() != Stage.TRANSLATION) {
        continue;
      }
      Optional<NetworkInterface> host = sentence.byId(step.at());
      Optional<NetworkInterface> target =
          host.flatMap(it -> sentence.byAddress(it.vpcId(), step.packet().destination()));
      if (target.isPresent()
          && target.get().holder() == NetworkInterface.Holder.CACHE_NODE
          && target.get().subnetId().equals(host.get().subnetId())) {
        return Optional.of(
            warning(
                Stage.TRANSLATION,
                "%s stands in the cache's own subnet %s: give it a public subnet of its own"
                    .formatted(sentence.named(step.at()), host.get().subnetId())));
      }
    }
    return Optional.empty();
  }

  /// Somebody outside named a cache node itself: say by which door it can be reached.
  private Optional<Explanation.Line> noPublicAddress(Flow flow, List<Step> steps) {
    boolean fromOutside = flow.source() instanceof Party.Address;
    boolean unreached =
        steps.stream()
            .anyMatch(
                step ->
                    step.blocked()
                        .filter(Reason.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS::equals)
                        .isPresent());
    if (!fromOutside || !unreached) {
      return Optional.empty();
    }
    List<String> doors = new Doors(network).to(flow.target());
    String text =
        "a cache has no public address; from outside it is reached through a NAT instance: "
            + (doors.isEmpty() ? "none forwards to it yet" : String.join(", ", doors));
    return Optional.of(warning(Stage.GATEWAY, text));
  }

  private static Explanation.Line warning(Stage stage, String text) {
    return new Explanation.Line(stage, Explanation.Mark.WARNING, Optional.empty(), text, "");
  }
}
