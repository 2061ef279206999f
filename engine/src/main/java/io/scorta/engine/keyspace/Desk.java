package io.scorta.engine.keyspace;

import io.scorta.engine.value.Workbench;

/// What one loop lends to all its keepers: memory, time, dice, and the list of what is still to be
/// freed.
public record Desk(Workbench bench, Clock clock, Dice dice, Discards discards) {
  public Desk(Workbench bench, Clock clock, Dice dice) {
    this(bench, clock, dice, new Discards(bench));
  }
}
