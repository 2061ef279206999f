package io.scorta.control.service;

import io.scorta.control.node.TimedWork;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;
import java.time.Instant;
import java.util.List;

/// Does what has become due of the context's account by the passing of time alone.
public record TimePassed() implements Command<Boolean> {
  /// The accounts for which this command has something to do.
  public static List<String> dueAccounts(State state, Instant now) {
    return state.accounts().stream()
        .filter(account -> TimedWork.isDue(state, account, now))
        .toList();
  }

  @Override
  public Decision<Boolean> decide(State state, Context context) {
    return Decision.of(
        state,
        draft -> {
          new TimedWork(draft, context).run();
          return true;
        });
  }
}
