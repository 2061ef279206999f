package io.scorta.engine.command;

import io.scorta.engine.wire.Arguments;

/// The options after SET key value and GETEX key. Reused, so that options cost no memory.
final class StringOptions {
  static final int NX = 1;
  static final int XX = 1 << 1;
  static final int GET = 1 << 2;
  static final int KEEPTTL = 1 << 3;
  static final int PERSIST = 1 << 4;
  private static final int EX = 1 << 5;
  private static final int PX = 1 << 6;
  private static final int EXAT = 1 << 7;
  private static final int PXAT = 1 << 8;
  private static final int TIMED = EX | PX | EXAT | PXAT;

  private int given;
  private int timeArgument;
  private long expiry;

  boolean has(int option) {
    return (given & option) != 0;
  }

  /// The absolute time of expiry in ms, or 0.
  long expiry() {
    return expiry;
  }

  /// Reads the options from an argument on; if something is wrong, the error was replied.
  boolean read(Execution x, int first, boolean forSet) {
    return readNames(x, first, forSet) && readTime(x);
  }

  /// Reads which options there are, and leaves their time for [#readTime].
  boolean readNames(Execution x, int first, boolean forSet) {
    given = 0;
    expiry = 0;
    Arguments arguments = x.arguments();
    for (int i = first; i < arguments.count(); i++) {
      int option = option(arguments, i);
      boolean known = option != 0 && fits(option, forSet);
      boolean timed = (option & TIMED) != 0;
      if (!known || timed && i + 1 == arguments.count()) {
        x.reply().error(Errors.SYNTAX);
        return false;
      }
      given |= option;
      if (timed) {
        timeArgument = ++i;
      }
    }
    return true;
  }

  /// Reads the time of the option that has one, if there is such an option.
  boolean readTime(Execution x) {
    return (given & TIMED) == 0 || readExpiry(x);
  }

  private boolean fits(int option, boolean forSet) {
    int lasting = KEEPTTL | PERSIST | TIMED;
    return switch (option) {
      case NX -> forSet && !has(XX);
      case XX -> forSet && !has(NX);
      case GET -> forSet;
      case KEEPTTL -> forSet && (given & lasting & ~KEEPTTL) == 0;
      case PERSIST -> !forSet && (given & lasting & ~PERSIST) == 0;
      default -> (given & lasting) == 0;
    };
  }

  private static int option(Arguments arguments, int i) {
    return switch (arguments.length(i)) {
      case 2 ->
          arguments.is(i, "EX")
              ? EX
              : arguments.is(i, "PX")
                  ? PX
                  : arguments.is(i, "NX") ? NX : arguments.is(i, "XX") ? XX : 0;
      case 3 -> arguments.is(i, "GET") ? GET : 0;
      case 4 -> arguments.is(i, "EXAT") ? EXAT : arguments.is(i, "PXAT") ? PXAT : 0;
      case 7 -> arguments.is(i, "KEEPTTL") ? KEEPTTL : arguments.is(i, "PERSIST") ? PERSIST : 0;
      default -> 0;
    };
  }

  private boolean readExpiry(Execution x) {
    if (!x.isInteger(timeArgument)) {
      return false;
    }
    expiry = absolute(x.integer(timeArgument), x.now(), has(EX) || has(EXAT), has(EX) || has(PX));
    if (expiry == 0) {
      x.reply().error("ERR invalid expire time in '%s' command".formatted(x.command().name));
      return false;
    }
    return true;
  }

  /// The absolute time in ms that a positive number stands for, or 0 if it is out of range.
  static long absolute(long number, long nowMillis, boolean seconds, boolean relative) {
    if (number <= 0 || seconds && number > Long.MAX_VALUE / 1000) {
      return 0;
    }
    long millis = seconds ? number * 1000 : number;
    if (!relative) {
      return millis;
    }
    return millis > Long.MAX_VALUE - nowMillis ? 0 : millis + nowMillis;
  }
}
