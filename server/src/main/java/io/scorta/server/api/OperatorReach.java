package io.scorta.server.api;

import io.scorta.access.loopback.LoopbackConfig;
import io.scorta.access.loopback.LoopbackDial;
import io.scorta.access.loopback.WhoResolver;
import io.scorta.access.model.Ipv4;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.access.reach.Explainer;
import io.scorta.access.reach.Explanation;
import io.scorta.server.realise.Realiser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Answers who reaches what, and where a connection as somebody begins and ends on this machine.
final class OperatorReach {
  private static final int PORT_MAX = 65_535;
  private final Realiser realiser;
  private final LoopbackConfig config;

  /// `lines` tell the way, hop by hop.
  record Reach(boolean reachable, List<String> lines) {}

  /// The addresses to bind and to dial, and the ticket to show there, "" for none.
  record Dial(String source, String target, int port, String ticket) {}

  /// A target as people write it: whom, and the port.
  private record Target(String whom, int port) {}

  OperatorReach(Realiser realiser, LoopbackConfig config) {
    this.realiser = realiser;
    this.config = config;
  }

  Reach explain(JsonNode arguments, Call call) {
    call.awaitNetwork();
    Target target = target(OperatorRows.required(arguments, "to"));
    PolicySnapshot snapshot = realiser.network().snapshot();
    Flow flow = flow(snapshot, call.account(), OperatorRows.required(arguments, "from"), target);
    Explanation explanation = Explainer.explain(snapshot, flow);
    List<String> lines = new ArrayList<>(explanation.render().lines().toList());
    if (isForeign(snapshot, call.account(), flow.source())
        || isForeign(snapshot, call.account(), flow.target())) {
      lines.subList(1, lines.size()).clear();
      lines.add("the way there belongs to another account and is not shown");
    }
    lines.add(
        Stream.concat(Stream.of("judged by " + realiser.ground()), realiser.limits().stream())
            .limit(2)
            .collect(Collectors.joining(": ")));
    return new Reach(explanation.reachable(), lines);
  }

  /// Whether WHO reaches a port of somebody, as the network is now.
  boolean isReachable(Call call, String who, String whom, int port) {
    call.awaitNetwork();
    PolicySnapshot snapshot = realiser.network().snapshot();
    Flow flow = flow(snapshot, call.account(), who, new Target(whom, port));
    return Explainer.explain(snapshot, flow).reachable();
  }

  Dial resolve(JsonNode arguments, Call call) {
    call.awaitNetwork();
    Target target = target(OperatorRows.required(arguments, "to"));
    Flow flow =
        flow(
            realiser.network().snapshot(),
            call.account(),
            OperatorRows.required(arguments, "from"),
            target);
    try {
      LoopbackDial.outsideOf(flow.source()).ifPresent(realiser::admitOutside);
      var dial = realiser.dial(flow.source(), flow.target(), flow.port());
      return new Dial(
          Ipv4.format(dial.source()), Ipv4.format(dial.target()), dial.port(), dial.ticket());
    } catch (IllegalArgumentException e) {
      throw OperatorRows.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Flow flow(PolicySnapshot snapshot, String account, String who, Target target) {
    WhoResolver resolver = new WhoResolver(snapshot.network(), account, config);
    Party source = found(resolver.who(who));
    return Flow.tcp(source, found(resolver.target(target.whom, source)), target.port);
  }

  /// The address of somebody outside.
  int outsideAddress(String text, String account) {
    WhoResolver resolver =
        new WhoResolver(realiser.network().snapshot().network(), account, config);
    if (found(resolver.who(text)) instanceof Party.Address(int address)) {
      return address;
    }
    throw OperatorRows.invalid(text + " is an address of a VPC: give one outside of all");
  }

  /// Anybody may try a public address, but the groups and ids behind it are its account's own.
  private static boolean isForeign(PolicySnapshot snapshot, String account, Party party) {
    return party instanceof Party.Address(int address)
        && snapshot.network().elasticIps().stream()
            .anyMatch(it -> it.publicAddress() == address && !it.owner().equals(account));
  }

  private static Party found(WhoResolver.Answer answer) {
    return switch (answer) {
      case WhoResolver.Answer.Found(Party party, _) -> party;
      case WhoResolver.Answer.Refused(String message) -> throw OperatorRows.invalid(message);
    };
  }

  private static Target target(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon <= 0
        || !port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) > PORT_MAX
        || Integer.parseInt(port) == 0) {
      throw OperatorRows.invalid(
          "\"%s\" is no target: give whom and a port from 1 to %d, such as sessions:6379"
              .formatted(text, PORT_MAX));
    }
    return new Target(text.substring(0, colon), Integer.parseInt(port));
  }
}
