package io.scorta.server.api;

import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.network.RunOnGuest;
import io.scorta.server.realise.Insides;
import io.scorta.server.realise.OutsideHosts;
import io.scorta.server.realise.Realiser;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Runs command lines on instances, and on hosts outside where they are real.
final class OperatorGuest {
  private static final int SSH_PORT = 22;
  private final Realiser realiser;
  private final OperatorReach reach;

  OperatorGuest(Realiser realiser, OperatorReach reach) {
    this.realiser = realiser;
    this.reach = reach;
  }

  /// Answered when what the command line changed of the network is in force.
  ///
  /// Without a `from` it is the console of the instance, which needs no network.
  RunOnGuest.Answer run(JsonNode arguments, Call call) {
    String instance = OperatorRows.required(arguments, "instance");
    Optional<String> from = OperatorRows.text(arguments, "from");
    if (from.isPresent() && !reach.isReachable(call, from.get(), instance, SSH_PORT)) {
      throw OperatorRows.invalid(
          "no answer from port %d of %s: see scorta explain --from %s --to %s:%d"
              .formatted(SSH_PORT, instance, from.get(), instance, SSH_PORT));
    }
    String command = OperatorRows.required(arguments, "command");
    RunOnGuest.Answer answer =
        realiser
            .insides()
            .map(insides -> inside(insides, instance, command, call))
            .orElseGet(() -> call.submit(new RunOnGuest(instance, command)));
    call.awaitNetwork();
    return answer;
  }

  private static RunOnGuest.Answer inside(Insides insides, String host, String command, Call call) {
    boolean isOwn =
        call.state()
            .find(call.account(), NetworkKinds.INSTANCE, host)
            .filter(Instance::running)
            .isPresent();
    if (!isOwn && !isOutside(host, call)) {
      throw OperatorRows.invalid(
          "%s is neither an instance that runs nor a host outside: see scorta status"
              .formatted(host));
    }
    try {
      return insides.run(host, command);
    } catch (IllegalArgumentException e) {
      throw OperatorRows.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isOutside(String host, Call call) {
    try {
      return OutsideHosts.of(call.state()).contains(Ipv4.parse(host));
    } catch (IllegalArgumentException _) {
      return false; // It is no address at all.
    }
  }
}
