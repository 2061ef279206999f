package io.scorta.server.boot;

/// An option that cannot be used; the message says which, and what may be given.
final class OptionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OptionException(String message) {
    super(message);
  }
}
