package io.scorta.access.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The record of a walk. It decides whether a walk goes on behind a block: to answer yes or no the
/// first block is enough, to explain every one counts.
final class Journal {
  private final List<Step> steps = new ArrayList<>();
  private final boolean silent;
  private final boolean complete;
  private @Nullable Step firstBlock;
  private boolean blocked;

  private Journal(boolean silent, boolean complete) {
    this.silent = silent;
    this.complete = complete;
  }

  /// Keeps only whether the packet was blocked.
  static Journal silent() {
    return new Journal(true, false);
  }

  /// Keeps every step up to the first block.
  static Journal upToBlock() {
    return new Journal(false, false);
  }

  /// Keeps every step and goes on behind a block where there is a way on.
  static Journal complete() {
    return new Journal(false, true);
  }

  boolean isSilent() {
    return silent;
  }

  boolean isBlocked() {
    return blocked;
  }

  Optional<Step> firstBlock() {
    return Optional.ofNullable(firstBlock);
  }

  List<Step> steps() {
    return steps;
  }

  /// Notes a step. True when the walk goes on behind it.
  boolean note(Step step) {
    steps.add(step);
    if (step.isOpen()) {
      return true;
    }
    if (firstBlock == null) {
      firstBlock = step;
    }
    blocked = true;
    return complete;
  }

  /// Notes a block without a record. The walk ends.
  boolean blockSilently() {
    blocked = true;
    return false;
  }
}
