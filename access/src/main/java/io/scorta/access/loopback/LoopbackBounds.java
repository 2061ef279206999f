package io.scorta.access.loopback;

import io.scorta.access.policy.PortForwards;

/// Bounds of the loopback realiser.
public final class LoopbackBounds {
  /// Aliases that can be held at a time; the block has room for four times as many.
  public static final int ALIASES_MAX = 1 << 20;

  /// Outside addresses that can have an alias at a time.
  public static final int OUTSIDE_MAX = 4_096;

  /// Ports that one instance can forward to cache nodes.
  public static final int FORWARDS_MAX = PortForwards.PORTS_MAX;

  /// Listeners that a plan can hold.
  public static final int OPENINGS_MAX = 16_384;

  private LoopbackBounds() {}
}
