package io.scorta.access.guest;

import io.scorta.access.model.GuestRule;
import java.util.List;

/// One command of iptables as it was understood. `number` is 0 when none was given; `argument` is
/// the policy or the chain's new name.
record IptablesRequest(
    Action action,
    String table,
    String chain,
    int number,
    String argument,
    List<GuestRule> rules,
    Listing listing) {
  /// What to do; each with its letter and its long name.
  enum Action {
    APPEND('A', "append"),
    CHECK('C', "check"),
    DELETE('D', "delete"),
    INSERT('I', "insert"),
    REPLACE('R', "replace"),
    LIST('L', "list"),
    LIST_RULES('S', "list-rules"),
    FLUSH('F', "flush"),
    ZERO('Z', "zero"),
    NEW_CHAIN('N', "new-chain"),
    DELETE_CHAIN('X', "delete-chain"),
    RENAME_CHAIN('E', "rename-chain"),
    POLICY('P', "policy");

    private final char letter;
    private final String longName;

    Action(char letter, String longName) {
      this.letter = letter;
      this.longName = longName;
    }

    char letter() {
      return letter;
    }

    String longName() {
      return longName;
    }

    /// Whether a rule follows.
    boolean takesRule() {
      return switch (this) {
        case APPEND, CHECK, DELETE, INSERT, REPLACE -> true;
        default -> false;
      };
    }

    /// Whether the chain may be left out, for all chains.
    boolean chainIsOptional() {
      return switch (this) {
        case LIST, LIST_RULES, FLUSH, ZERO, DELETE_CHAIN -> true;
        default -> false;
      };
    }

    /// Whether a number may follow the chain.
    boolean takesNumber() {
      return switch (this) {
        case DELETE, INSERT, REPLACE, LIST, LIST_RULES, ZERO -> true;
        default -> false;
      };
    }

    /// Whether a second word must follow the chain.
    boolean takesArgument() {
      return this == POLICY || this == RENAME_CHAIN;
    }
  }

  /// How to print.
  record Listing(boolean numeric, boolean verbose, boolean lineNumbers) {}

  IptablesRequest {
    rules = List.copyOf(rules);
  }
}
