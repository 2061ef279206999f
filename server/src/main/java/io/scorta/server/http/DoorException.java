package io.scorta.server.http;

/// The door cannot be opened; the message says why and what to change.
public final class DoorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DoorException(String message, Throwable cause) {
    super(message, cause);
  }
}
