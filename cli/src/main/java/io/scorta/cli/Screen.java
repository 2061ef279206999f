package io.scorta.cli;

import java.io.Console;
import java.util.Optional;

/// What the output goes to.
final class Screen {
  private Screen() {}

  /// Whether people read and type here, rather than a file or another program.
  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }
}
