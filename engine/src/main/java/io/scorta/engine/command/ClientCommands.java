package io.scorta.engine.command;

/// CLIENT and its subcommands.
final class ClientCommands {
  static final String BAD_NAME =
      "ERR Client names cannot contain spaces, newlines or special characters.";

  private ClientCommands() {}

  /// Whether a text may be a name: visible ASCII without blanks.
  static boolean isName(String text) {
    return text.chars().allMatch(c -> c >= '!' && c <= '~');
  }
}
