package io.scorta.control.network;

import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;

/// A command on the network of the caller's account, as steps on an [Edit].
interface NetworkCommand<R> extends Command<R> {
  /// Makes the changes and gives the reply, or throws a `Refusal`.
  R run(Edit edit);

  @Override
  default Decision<R> decide(State state, Context context) {
    return Decision.of(state, draft -> run(new Edit(draft, context)));
  }
}
