package io.scorta.server.boot;

import io.scorta.access.model.Ipv4;
import io.scorta.access.policy.PolicySnapshot;
import io.scorta.control.state.Command;
import io.scorta.control.state.Decision;
import io.scorta.control.state.State;
import io.scorta.server.api.ControlPlane;
import io.scorta.server.loop.ControlLoop;
import io.scorta.server.realise.Realiser;
import java.util.OptionalInt;

/// Joins the API to the control loop and to the network.
record Plane(ControlLoop loop, Realiser realiser) implements ControlPlane {
  @Override
  public State state() {
    return loop.state();
  }

  @Override
  public <R> Decision<R> submit(String account, Command<R> command) {
    return loop.submit(account, command);
  }

  @Override
  public String clientAddress(String networkInterfaceId, int address) {
    OptionalInt alias = realiser.network().aliases().ofInterface(networkInterfaceId);
    return Ipv4.format(alias.orElse(address));
  }

  @Override
  public PolicySnapshot policy() {
    return realiser.network().snapshot();
  }

  @Override
  public void awaitNetwork() {
    realiser.awaitNetwork();
  }
}
