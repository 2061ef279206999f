package io.scorta.server.realise;

import io.scorta.access.model.CacheListener;
import io.scorta.access.policy.Party;
import io.scorta.control.state.State;
import io.scorta.server.node.Opening;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the network stands on, and the policy that is in force there. Owner: the reconciler's
/// thread, but for [#inForce], [#dial] and [#admitOutside], which are for anyone.
public interface Ground extends AutoCloseable {
  /// As `--network` names it.
  String name();

  /// What this kind of ground cannot do, in sentences for people.
  List<String> limits();

  /// Gives an address of this machine to all that needs one in the state.
  void prepare(State state);

  /// Puts the state's network in force, with the ports on which nodes listen.
  ///
  /// @return whether the nodes have to look for connections that are to be cut
  /// @throws RealiseException when it is refused; what was in force before still is
  boolean enforce(State state, List<CacheListener> listeners);

  /// Whether somebody changed the ground itself, so that it has to be put in force again.
  boolean isDisturbed();

  /// Whether an instance that was asked to run, or to stop, does so on the inside.
  default boolean isAsAsked(String instanceId, boolean running) {
    return true;
  }

  /// The insides of instances, where they are real.
  default Optional<Insides> insides() {
    return Optional.empty();
  }

  /// Where somebody must listen, and the interface of the node that does.
  Map<Opening, String> openings();

  /// Where the node of an interface itself is reached.
  Optional<Opening> openingOf(String networkInterfaceId, int port);

  /// What of the network cannot be shown here.
  List<String> remarks();

  /// What was put in force last.
  NetworkInForce inForce();

  /// Lets connections from an address outside be told apart from the next pass on.
  ///
  /// @throws IllegalArgumentException when too many outside addresses are
  void admitOutside(int address);

  /// How a program on this machine connects as somebody to a port of somebody.
  ///
  /// @throws IllegalArgumentException when it is not possible, with the reason
  Dial dial(Party source, Party target, int port);

  /// Leaves nothing behind.
  @Override
  void close();
}
