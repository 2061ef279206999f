package io.scorta.server.loop;

/// A command got no decision, or its decision could not be made permanent.
public final class LoopException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LoopException(String message) {
    super(message);
  }

  public LoopException(String message, Throwable cause) {
    super(message, cause);
  }
}
