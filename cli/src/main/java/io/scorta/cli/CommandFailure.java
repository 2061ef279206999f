package io.scorta.cli;

/// A command cannot go on; the message says what failed and what to do next.
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandFailure(String message) {
    super(message);
  }
}
