package io.scorta.access.policy;

import io.scorta.access.model.Network;

/// Turns a network into the snapshot that answers every question about it.
public final class PolicyCompiler {
  private PolicyCompiler() {}

  /// The snapshot of a network, with the number 0.
  public static PolicySnapshot compile(Network network) {
    return compile(network, 0);
  }

  /// The snapshot of a network; a later one bears a higher number.
  public static PolicySnapshot compile(Network network, long number) {
    Atlas atlas = new Atlas(network);
    return new PolicySnapshot(number, network, atlas, new Gates(atlas, network));
  }
}
