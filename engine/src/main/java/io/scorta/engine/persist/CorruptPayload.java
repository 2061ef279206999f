package io.scorta.engine.persist;

/// Says that bytes are not what they claim to be.
public final class CorruptPayload extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Thrown for each bad payload that a client sends, so it carries no stack.
  CorruptPayload(String message) {
    super(message, null, false, false);
  }
}
