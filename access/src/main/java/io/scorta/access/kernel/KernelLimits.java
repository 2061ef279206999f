package io.scorta.access.kernel;

import java.time.Duration;

/// The bounds of this room.
final class KernelLimits {
  /// How long a program may run before it is ended and its work counts as failed.
  static final Duration TOOL_TIME_MAX = Duration.ofSeconds(20);

  /// How much of a program's output is kept, in bytes; the rest is read and dropped.
  static final int OUTPUT_BYTES_MAX = 1 << 20;

  /// How much of what a program says goes into a message, in characters.
  static final int MESSAGE_CHARS_MAX = 600;

  /// How long code may take inside a namespace before its caller gives up on it.
  static final Duration INSIDE_TIME_MAX = Duration.ofSeconds(20);

  private KernelLimits() {}
}
