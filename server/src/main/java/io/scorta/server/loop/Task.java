package io.scorta.server.loop;

import io.scorta.control.state.Change;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A command on its way through the loop. Owner: the submitter until it is queued, then the loop.
final class Task<R> {
  private final String account;
  private final Command<R> command;
  private final CompletableFuture<Decision<R>> answer = new CompletableFuture<>();
  private @Nullable Decision<R> decision;

  Task(String account, Command<R> command) {
    this.account = account;
    this.command = command;
  }

  String account() {
    return account;
  }

  CompletableFuture<Decision<R>> answer() {
    return answer;
  }

  /// The changes that the command asks for; the decision is kept back until [#answered].
  List<Change> decide(State state, Context context) {
    Decision<R> made = command.decide(state, context);
    decision = made;
    return switch (made) {
      case Decision.Accepted<R>(List<Change> changes, _) -> changes;
      case Decision.Refused<R> _ -> List.of();
    };
  }

  void answered() {
    if (decision == null) {
      throw new IllegalStateException("answered before it was decided");
    }
    answer.complete(decision);
  }

  void failed(Throwable cause) {
    answer.completeExceptionally(cause);
  }
}
