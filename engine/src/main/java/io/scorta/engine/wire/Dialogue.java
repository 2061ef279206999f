package io.scorta.engine.wire;

/// One connection's conversation in one protocol: the seam between the loop, which moves bytes, and
/// whoever knows what they mean.
///
/// All methods are called by the loop of the connection. Replies go to the [ReplyBuffer] that the
/// loop gave to the dialogue; the loop sends its content after [#consume] returns.
public interface Dialogue {
  /// Executes the complete commands at the beginning of these bytes, stops when the reply sink is
  /// congested, and tells how many bytes it is done with.
  int consume(long address, int bytes);

  /// How many bytes, counted from the first that was not consumed, are needed at least before
  /// [#consume] can go on. The loop does not call earlier.
  long wanted();

  /// Whether the connection is to be closed once all replies are sent.
  boolean isEnded();

  /// Whether the dialogue stopped before the end of complete commands and wants to be called again
  /// without new bytes.
  boolean isPaused();

  /// The connection is gone: whatever the dialogue registered elsewhere is to be forgotten.
  void close();
}
