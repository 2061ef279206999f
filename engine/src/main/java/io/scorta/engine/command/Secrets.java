package io.scorta.engine.command;

import io.scorta.engine.wire.Arguments;

/// Which arguments are not shown to others in logs and by MONITOR: passwords.
final class Secrets {
  static final String HIDDEN = "(redacted)";

  private Secrets() {}

  static boolean isSecret(Arguments arguments, int index) {
    if (index == 0) {
      return false;
    }
    if (arguments.is(0, "AUTH")) {
      return true;
    }
    if (arguments.is(0, "HELLO")) {
      return index >= 2
          && (arguments.is(index - 1, "AUTH") || index >= 3 && arguments.is(index - 2, "AUTH"));
    }
    return arguments.is(0, "CONFIG") && index >= 3 && arguments.is(index - 1, "REQUIREPASS");
  }
}
