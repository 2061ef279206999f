package io.scorta.access.guest;

import java.util.ArrayList;
import java.util.List;

/// One run of one command: what it is given and where it prints.
final class CommandCall {
  private final GuestSystem system;
  private final String name;
  private final List<String> arguments;
  private final String input;
  private final StringBuilder output = new StringBuilder();
  private final StringBuilder errors = new StringBuilder();

  CommandCall(GuestSystem system, List<String> words, String input) {
    this.system = system;
    this.name = words.getFirst();
    this.arguments = List.copyOf(words.subList(1, words.size()));
    this.input = input;
  }

  GuestSystem system() {
    return system;
  }

  String name() {
    return name;
  }

  List<String> arguments() {
    return arguments;
  }

  /// Standard input, whole.
  String input() {
    return input;
  }

  /// Prints to standard output, up to a limit.
  void print(String text) {
    output.append(text);
    if (output.length() > GuestLimits.OUTPUT_CHARACTERS_MAX) {
      throw new CommandFailure(2, name + ": too much output\n");
    }
  }

  /// Prints to standard error. Returns the exit status, so that a command can end with it.
  int fail(int exit, String text) {
    if (errors.length() < GuestLimits.OUTPUT_CHARACTERS_MAX) {
      errors.append(text);
    }
    return exit;
  }

  String output() {
    return output.toString();
  }

  String errors() {
    return errors.toString();
  }

  /// The letters of the leading options such as `-n -q` or `-nq`.
  String flags() {
    StringBuilder letters = new StringBuilder();
    for (String argument : arguments) {
      if (!argument.startsWith("-") || argument.equals("-") || argument.equals("--")) {
        break;
      }
      letters.append(argument.substring(1));
    }
    return letters.toString();
  }

  /// The arguments after the leading options.
  List<String> operands() {
    List<String> operands = new ArrayList<>(arguments);
    while (!operands.isEmpty()
        && operands.getFirst().startsWith("-")
        && operands.getFirst().length() > 1) {
      if (operands.removeFirst().equals("--")) {
        break;
      }
    }
    return operands;
  }

  /// Refuses a leading option that is not among the letters.
  void allowOnly(String letters) {
    for (int i = 0; i < flags().length(); i++) {
      char letter = flags().charAt(i);
      if (letters.indexOf(letter) < 0) {
        throw new CommandFailure(
            2, "%s: option '%s' is not offered in a simulated instance\n".formatted(name, letter));
      }
    }
  }
}
