package io.scorta.access.guest;

/// The ways in which iptables says no, in its words and with its exit statuses.
final class IptablesFaults {
  static final String VERSION = "v1.8.9 (nf_tables)";
  static final String IPTABLES = "iptables";
  static final int USAGE = 2;
  private static final int NOT_FOUND = 1;
  private static final int KERNEL = 4;
  private static final int NO_TABLE = 3;

  private IptablesFaults() {}

  /// Wrong input: exit status 2 and a pointer to the help.
  static CommandFailure usage(String message) {
    return new CommandFailure(USAGE, "iptables " + VERSION + ": " + message + "\n" + tryHelp());
  }

  /// An argument that belongs to no option.
  static CommandFailure badArgument(String argument) {
    return new CommandFailure(USAGE, "Bad argument `" + argument + "'\n" + tryHelp());
  }

  /// Something that the real tool knows and this one does not: said plainly, never ignored.
  static CommandFailure notOffered(String what) {
    return usage(what + " is not offered in a simulated instance");
  }

  static CommandFailure noTable(String name) {
    return new CommandFailure(
        NO_TABLE,
        "iptables "
            + VERSION
            + ": table '"
            + name
            + "' does not exist\nPerhaps iptables or your kernel needs to be upgraded.\n");
  }

  static CommandFailure noChain() {
    return plain("No chain/target/match by that name.");
  }

  static CommandFailure noRule() {
    return plain("Bad rule (does a matching rule exist in that chain?).");
  }

  static CommandFailure plain(String message) {
    return new CommandFailure(NOT_FOUND, "iptables: " + message + "\n");
  }

  static CommandFailure incompatible(String chain, String table) {
    return new CommandFailure(
        NOT_FOUND,
        "iptables %s: chain `%s' in table `%s' is incompatible, use 'nft' tool.\n"
            .formatted(VERSION, chain, table));
  }

  /// What the kernel refused, for instance a DNAT where no packet may be redirected.
  static CommandFailure kernel(String operation, String reason, String where) {
    return new CommandFailure(
        KERNEL, "iptables %s:  %s failed (%s): %s\n".formatted(VERSION, operation, reason, where));
  }

  private static String tryHelp() {
    return "Try `iptables -h' or 'iptables --help' for more information.\n";
  }
}
