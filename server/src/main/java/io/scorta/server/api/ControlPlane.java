package io.scorta.server.api;

import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.state.Command;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;

/// What the rows need of the rest of the process: the state, its changes, and the network's word.
public interface ControlPlane {
  /// The latest committed state.
  State state();

  /// Decides the command for the account; when it returns, what was accepted is committed and
  /// [#state] shows it.
  <R> Decision<R> submit(String account, Command<R> command);

  /// The address at which clients reach a network interface whose own address is this one: the
  /// same, or the alias under which the network shows it on this machine.
  String clientAddress(String networkInterfaceId, int address);

  /// The policy that is in force now.
  PolicySnapshot policy();

  /// Returns once the network enforces what is committed now.
  void awaitNetwork();
}
