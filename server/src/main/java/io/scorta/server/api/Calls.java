package io.scorta.server.api;

import java.time.InstantSource;

/// What every call of this server shares; makes the call of an account.
public record Calls(ControlPlane plane, Region region, InstantSource clock) {
  Call of(String account) {
    return new Call(plane, account, region, clock);
  }
}
