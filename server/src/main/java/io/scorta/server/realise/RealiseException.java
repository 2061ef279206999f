package io.scorta.server.realise;

/// The network cannot be made real on this machine; the message says why and what to do.
public final class RealiseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RealiseException(String message) {
    super(message);
  }

  public RealiseException(String message, Throwable cause) {
    super(message, cause);
  }
}
