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
  private final CompletableFuture<Reply<R>> answer = new CompletableFuture<>();
  private @Nullable Reply<R> reply;

  Task(String account, Command<R> command) {
    this.account = account;
    this.command = command;
  }

  String account() {
    return account;
  }

  CompletableFuture<Reply<R>> answer() {
    return answer;
  }

  /// The changes that the command asks for; its reply is kept back until [#answered].
  List<Change> decide(State state, Context context) {
    return switch (command.decide(state, context)) {
      case Decision.Accepted<R>(List<Change> changes, R value) -> {
        reply = new Reply.Done<>(value);
        yield changes;
      }
      case Decision.Refused<R>(var fault) -> {
        reply = new Reply.Refused<>(fault);
        yield List.of();
      }
    };
  }

  void answered() {
    if (reply == null) {
      throw new IllegalStateException("answered before it was decided");
    }
    answer.complete(reply);
  }

  void failed(Throwable cause) {
    answer.completeExceptionally(cause);
  }
}
