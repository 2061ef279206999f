package io.scorta.server.realise;

import io.scorta.control.state.Change;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.List;

/// Several commands of several accounts as one, so that what a pass observed is stored at once.
///
/// One that is refused changes nothing and does not stop the others.
record Together(List<Part> parts) implements Command<Integer> {
  /// One of the commands, with the account that it is for.
  record Part(String account, Command<?> command) {}

  Together {
    parts = List.copyOf(parts);
  }

  /// The reply tells how many were accepted.
  @Override
  public Decision<Integer> decide(State state, Context context) {
    State now = state;
    List<Change> changes = new ArrayList<>();
    int accepted = 0;
    for (Part part : parts) {
      Context own = new Context(part.account, context.region(), context.now(), context.mint());
      if (part.command.decide(now, own) instanceof Decision.Accepted<?>(var more, _)) {
        changes.addAll(more);
        now = more.isEmpty() ? now : now.apply(more);
        accepted++;
      }
    }
    return new Decision.Accepted<>(changes, accepted);
  }
}
