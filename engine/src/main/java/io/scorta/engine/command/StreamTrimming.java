package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import org.jspecify.annotations.Nullable;

/// The options that XADD and XTRIM share: how far the old end is to be cut.
final class StreamTrimming {
  private static final long LIMIT_STANDARD = 10_000;
  private static final long LIMIT_STANDARD_MAX = 1_000_000;
  private static final int LIMIT_BLOCKS = 100;

  private final Shelf s;
  private final boolean adding;
  private final StreamId least = new StreamId();

  /// Whether XADD may make the stream.
  boolean makes = true;

  /// Where the ID of XADD stands.
  int idAt;

  private boolean hasStrategy;
  private long count = -1;
  private boolean roughly;
  private long limit;
  private boolean hasLimit;

  StreamTrimming(Shelf s, boolean adding) {
    this.s = s;
    this.adding = adding;
  }

  /// Reads the options; false after the error.
  boolean read() {
    int at = 2;
    while (at < s.args.count() && !(adding && isId(at))) {
      int used = readOption(at, s.args.count() - 1 - at);
      if (used < 0) {
        return false;
      }
      at += used;
    }
    idAt = at;
    return true;
  }

  /// Whether the options go together; else the client was told.
  boolean areCompatible() {
    if (limit != 0 && !hasStrategy) {
      return refuse(
          "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    }
    if (!adding && !hasStrategy) {
      return refuse("ERR syntax error, XTRIM must be called with a trimming strategy");
    }
    if (hasLimit && !roughly) {
      return refuse("ERR syntax error, LIMIT cannot be used without the special ~ option");
    }
    return true;
  }

  private boolean refuse(String error) {
    s.out.error(error);
    return false;
  }

  private boolean isId(int at) {
    return !s.args.is(at, "MAXLEN")
        && !s.args.is(at, "MINID")
        && !s.args.is(at, "LIMIT")
        && !s.args.is(at, "NOMKSTREAM");
  }

  /// How many arguments the option takes; -1 after the error.
  private int readOption(int at, int more) {
    if (s.args.is(at, "NOMKSTREAM") && adding) {
      makes = false;
      return 1;
    }
    boolean byCount = s.args.is(at, "MAXLEN");
    if ((byCount || s.args.is(at, "MINID")) && more > 0) {
      return readStrategy(at, more, byCount);
    }
    if (s.args.is(at, "LIMIT") && more > 0) {
      if (!s.isLong(at + 1)) {
        return -1;
      }
      limit = s.number();
      hasLimit = true;
      return limit >= 0 || refuse("ERR The LIMIT argument must be >= 0.") ? 2 : -1;
    }
    refuse(adding ? StreamIdText.INVALID : Errors.SYNTAX);
    return -1;
  }

  private int readStrategy(int at, int more, boolean byCount) {
    if (hasStrategy) {
      refuse("ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
      return -1;
    }
    boolean marked = more >= 2 && (isMark(at + 1, '~') || isMark(at + 1, '='));
    roughly = marked && isMark(at + 1, '~');
    int value = marked ? at + 2 : at + 1;
    if (byCount) {
      if (!s.isLong(value)) {
        return -1;
      }
      count = s.number();
      if (count < 0) {
        refuse("ERR The MAXLEN argument must be >= 0.");
        return -1;
      }
    } else if (!StreamIdText.isId(s, value, least, 0)) {
      return -1;
    }
    hasStrategy = true;
    return value - at + 1;
  }

  private boolean isMark(int arg, char mark) {
    return s.args.length(arg) == 1 && Memory.getByte(s.args.address(arg)) == mark;
  }

  /// What to trim, or null for nothing.
  StreamValue.@Nullable Trim trim() {
    if (!hasStrategy) {
      return null;
    }
    long bound = limit;
    if (roughly && !hasLimit) {
      bound = (long) LIMIT_BLOCKS * s.limits().streamNodeEntries();
      bound = bound <= 0 ? LIMIT_STANDARD : Math.min(bound, LIMIT_STANDARD_MAX);
    }
    return new StreamValue.Trim(count, least, roughly, roughly ? bound : 0);
  }
}
