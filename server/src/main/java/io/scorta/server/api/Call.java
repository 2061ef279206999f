package io.scorta.server.api;

import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.state.Command;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;
import java.time.Instant;
import java.time.InstantSource;

/// One request while a row answers it: who asks, and the way to the state and its changes.
public final class Call {
  private final ControlPlane plane;
  private final String account;
  private final Region region;
  private final InstantSource clock;

  public Call(ControlPlane plane, String account, Region region, InstantSource clock) {
    this.plane = plane;
    this.account = account;
    this.region = region;
    this.clock = clock;
  }

  /// The latest committed state; two reads may see two states.
  public State state() {
    return plane.state();
  }

  /// The account that the request was signed for.
  public String account() {
    return account;
  }

  public String region() {
    return region.name();
  }

  /// The last labels of the names of this server's caches.
  public String endpointSuffix() {
    return region.endpointSuffix();
  }

  public Instant now() {
    return clock.instant();
  }

  /// Has the command decided and committed, and gives its reply; a refusal is thrown.
  public <R> R submit(Command<R> command) {
    return switch (plane.submit(account, command)) {
      case Decision.Accepted<R>(_, R reply) -> reply;
      case Decision.Refused<R>(var fault) -> throw new FaultException(fault);
    };
  }

  /// The address at which clients on this side reach a network interface.
  public String clientAddress(String networkInterfaceId, int address) {
    return plane.clientAddress(networkInterfaceId, address);
  }

  /// The policy that is in force now.
  public PolicySnapshot policy() {
    return plane.policy();
  }

  /// Returns once the network enforces what is committed now.
  public void awaitNetwork() {
    plane.awaitNetwork();
  }
}
