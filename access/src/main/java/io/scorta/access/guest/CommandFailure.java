package io.scorta.access.guest;

/// A command's refusal, in the words that the real tool would print, and its exit status.
///
/// Thrown where it is found, which may be deep in an option; caught once, in [GuestShell].
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int exit;

  CommandFailure(int exit, String message) {
    super(message, null, false, false);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }

  /// The whole text for standard error.
  String text() {
    return String.valueOf(getMessage());
  }
}
