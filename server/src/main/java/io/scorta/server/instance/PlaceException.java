package io.scorta.server.instance;

/// The inside of an instance could not be made or used; the message says what to do.
public final class PlaceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PlaceException(String message) {
    super(message);
  }

  public PlaceException(String message, Throwable cause) {
    super(message, cause);
  }
}
