package io.scorta.access.guest;

/// Bounds on what a guest may hold and on what one command line may do.
public final class GuestLimits {
  /// Characters of one command line, all its lines together.
  public static final int COMMAND_CHARACTERS_MAX = 65_536;

  /// Commands in one command line.
  public static final int COMMANDS_MAX = 1_000;

  /// Files in a guest.
  public static final int FILES_MAX = 64;

  /// Characters of one file.
  public static final int FILE_CHARACTERS_MAX = 131_072;

  /// Characters that one command line may print, to each of output and error.
  public static final int OUTPUT_CHARACTERS_MAX = 524_288;

  /// Rules in one table of iptables, all chains together.
  public static final int RULES_MAX = 1_000;

  /// Chains in one table, built-in ones included.
  public static final int CHAINS_MAX = 64;

  /// Looks at characters that the searches of one command line may take together.
  public static final int LOOKS_MAX = 20_000_000;

  /// Rules that one packet may meet in a table, counted anew for each jump to a chain.
  public static final int RULES_MET_MAX = 10_000;

  /// Jumps that may follow one another.
  public static final int JUMPS_MAX = 16;

  private GuestLimits() {}
}
