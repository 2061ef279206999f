package io.scorta.engine.command;

import io.scorta.engine.value.PendingWalk;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamWalk;

/// What the commands on streams reuse for every command: IDs and walks.
final class StreamTools {
  final StreamId id = new StreamId();
  final StreamId other = new StreamId();
  final StreamId second = new StreamId();
  final StreamId scratch = new StreamId();
  final StreamWalk walk = new StreamWalk();
  final PendingWalk pending = new PendingWalk();
}
