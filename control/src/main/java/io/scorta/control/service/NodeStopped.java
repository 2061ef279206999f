package io.scorta.control.service;

import io.scorta.control.group.GroupFacts;
import io.scorta.control.node.Observations;
import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;

/// Tells that nothing of a node of the context's account runs any more.
public record NodeStopped(String clusterId, String nodeId) implements Command<Boolean> {
  @Override
  public Decision<Boolean> decide(State state, Context context) {
    return Decision.of(
        state,
        draft -> {
          new Observations(draft, context).stopped(clusterId, nodeId);
          GroupFacts.settle(draft, context);
          return true;
        });
  }
}
