package io.scorta.control.service;

import io.scorta.control.group.GroupFacts;
import io.scorta.control.node.NodeSpec;
import io.scorta.control.node.Observations;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;

/// Tells that a node of the context's account runs as the spec says, or that it could not be
/// started with it, and why. May be told again; one that is out of date does no harm.
public record NodeObserved(NodeSpec applied, boolean running, String message)
    implements Command<Boolean> {
  /// The node runs, with all that the spec asks in force.
  public static NodeObserved running(NodeSpec applied) {
    return new NodeObserved(applied, true, "");
  }

  /// The node does not run with this spec; `message` is for the owner of the cache.
  public static NodeObserved failed(NodeSpec wanted, String message) {
    return new NodeObserved(wanted, false, message);
  }

  @Override
  public Decision<Boolean> decide(State state, Context context) {
    return Decision.of(
        state,
        draft -> {
          new Observations(draft, context).observed(applied, running, message);
          GroupFacts.settle(draft, context);
          return true;
        });
  }
}
