package io.scorta.server.api;

import io.scorta.control.network.RunOnGuest;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Runs command lines on instances.
final class OperatorGuest {
  private static final int SSH_PORT = 22;
  private final OperatorReach reach;

  OperatorGuest(OperatorReach reach) {
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
    RunOnGuest.Answer answer =
        call.submit(new RunOnGuest(instance, OperatorRows.required(arguments, "command")));
    call.awaitNetwork();
    return answer;
  }
}
