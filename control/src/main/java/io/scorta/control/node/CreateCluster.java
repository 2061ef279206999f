package io.scorta.control.node;

import io.scorta.control.state.Command;
import io.scorta.control.state.Context;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;

/// Asks for a new cluster of its own.
public record CreateCluster(ClusterRequest request) implements Command<ClusterView> {
  @Override
  public Decision<ClusterView> decide(State state, Context context) {
    return Decision.of(
        state,
        draft ->
            ClusterView.of(
                draft.state(), context.account(), NewCluster.create(draft, context, request, "")));
  }
}
