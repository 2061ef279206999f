package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;

/// Commands that set and show when keys expire.
final class ExpireCommands {
  private static final int NX = 1;
  private static final int XX = 2;
  private static final int GT = 4;
  private static final int LT = 8;
  private static final int INVALID = -1;

  private ExpireCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("expire", x -> expire(x, true, true));
    handlers.bind("pexpire", x -> expire(x, false, true));
    handlers.bind("expireat", x -> expire(x, true, false));
    handlers.bind("pexpireat", x -> expire(x, false, false));
    handlers.bind("ttl", x -> show(x, true, true));
    handlers.bind("pttl", x -> show(x, false, true));
    handlers.bind("expiretime", x -> show(x, true, false));
    handlers.bind("pexpiretime", x -> show(x, false, false));
    handlers.bind("persist", ExpireCommands::persist);
  }

  private static void expire(Execution x, boolean seconds, boolean relative) {
    int conditions = conditions(x);
    if (conditions == INVALID || !x.isInteger(2)) {
      return;
    }
    long number = x.integer(2);
    long base = relative ? x.now() : 0;
    boolean outside = seconds && (number > Long.MAX_VALUE / 1000 || number < Long.MIN_VALUE / 1000);
    long millis = seconds ? number * 1000 : number;
    if (outside || millis > Long.MAX_VALUE - base) {
      x.reply().error("ERR invalid expire time in '%s' command".formatted(x.command().name));
      return;
    }
    long at = millis + base;
    Key key = x.key(1);
    long record = x.keeper().seek(key);
    if (record == 0 || !isWanted(conditions, RecordBlock.expiry(record), at)) {
      x.reply().integer(0);
      return;
    }
    if (at <= x.now()) {
      x.keeper().tally().expired++;
      x.keeper().remove(key);
      x.keeper().changed(key, KeyEvent.DEL);
    } else {
      x.keeper().expiry(key, at);
      x.keeper().changed(key, KeyEvent.EXPIRE);
    }
    x.reply().integer(1);
  }

  private static int conditions(Execution x) {
    int given = 0;
    for (int i = 3; i < x.count(); i++) {
      int condition =
          x.arguments().is(i, "NX")
              ? NX
              : x.arguments().is(i, "XX")
                  ? XX
                  : x.arguments().is(i, "GT") ? GT : x.arguments().is(i, "LT") ? LT : 0;
      if (condition == 0) {
        x.reply().error("ERR Unsupported option " + x.arguments().text(i));
        return INVALID;
      }
      given |= condition;
    }
    if ((given & NX) != 0 && (given & (XX | GT | LT)) != 0) {
      x.reply().error("ERR NX and XX, GT or LT options at the same time are not compatible");
      return INVALID;
    }
    if ((given & GT) != 0 && (given & LT) != 0) {
      x.reply().error("ERR GT and LT options at the same time are not compatible");
      return INVALID;
    }
    return given;
  }

  /// A key without expiry counts as one that expires at the end of time.
  private static boolean isWanted(int conditions, long current, long at) {
    boolean has = current != 0;
    return ((conditions & NX) == 0 || !has)
        && ((conditions & XX) == 0 || has)
        && ((conditions & GT) == 0 || has && at > current)
        && ((conditions & LT) == 0 || !has || at < current);
  }

  private static void show(Execution x, boolean seconds, boolean relative) {
    long record = x.keeper().readWithoutTouch(x.key(1));
    if (record == 0) {
      x.reply().integer(-2);
      return;
    }
    long expiry = RecordBlock.expiry(record);
    if (expiry == 0) {
      x.reply().integer(-1);
      return;
    }
    long millis = relative ? Math.max(0, expiry - x.now()) : expiry;
    x.reply().integer(seconds ? (millis + (relative ? 500 : 0)) / 1000 : millis);
  }

  private static void persist(Execution x) {
    Key key = x.key(1);
    long record = x.keeper().seek(key);
    if (record == 0 || !RecordBlock.expires(record)) {
      x.reply().integer(0);
      return;
    }
    x.keeper().expiry(key, 0);
    x.keeper().changed(key, KeyEvent.PERSIST);
    x.reply().integer(1);
  }
}
