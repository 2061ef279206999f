package io.scorta.engine.wire;

/// Takes the content of a full [ReplyBuffer]: sends it, or keeps what cannot be sent now.
public interface ReplySink {
  /// Takes all bytes; they may be overwritten when this returns.
  void take(long address, int bytes);

  /// Whether so much waits to be sent that no further command should be executed for now.
  boolean isCongested();
}
