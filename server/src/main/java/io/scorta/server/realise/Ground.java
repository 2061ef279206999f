package io.scorta.server.realise;

import io.scorta.access.model.CacheListener;
import io.scorta.control.state.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the network stands on: the addresses of this machine that stand for those of the model, and
/// the policy that is in force. Owner: the reconciler's thread.
interface Ground {
  /// Gives an address of this machine to all that has one in the state.
  void prepare(State state);

  /// Puts the state's network in force, with the ports on which nodes listen.
  ///
  /// @return whether it differs from what was in force before
  boolean enforce(State state, List<CacheListener> listeners);

  /// Where somebody must listen, and the interface of the node that does.
  Map<Opening, String> openings();

  /// Where the node of an interface itself is reached.
  Optional<Opening> openingOf(String networkInterfaceId, int port);

  /// What of the network cannot be shown here.
  List<String> remarks();
}
