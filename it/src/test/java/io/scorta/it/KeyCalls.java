package io.scorta.it;

import io.scorta.it.Step.Comparison;

/// Random commands on strings and on keys of any type, and scans.
final class KeyCalls {
  /// The string "x" as DUMP gives it.
  private static final String DUMPED = "\u0000\u0001x\u000b\u0000K_;,@w\u00a1Y";

  private final Vocabulary v;

  KeyCalls(Vocabulary v) {
    this.v = v;
  }

  /// Scans whose cursor and order do not show how a table is built.
  Comparison scans() {
    String type = v.pick("hash", "set", "zset");
    String scan = type.equals("hash") ? "HSCAN" : type.equals("set") ? "SSCAN" : "ZSCAN";
    v.say(scan, v.key(type), "0", "COUNT", "1000");
    if (v.chance(40)) {
      v.say("MATCH", v.pick("m*", "*[1-3]", "?2", "\\m*", "[^m]*", "*", "m[0-2]?*"));
    }
    if (v.chance(20)) {
      v.say(v.pick("NOVALUES", "NOSCORES"));
    }
    return Comparison.SCAN;
  }

  Comparison strings() {
    String key = v.key("str");
    switch (v.below(20)) {
      case 0 -> v.say("SET", key, v.chance(50) ? v.word() : v.score());
      case 1 -> setWithOptions(key);
      case 2 -> v.say("GET", key);
      case 3 -> v.say("APPEND", key, v.word());
      case 4 -> v.say("STRLEN", key);
      case 5 -> v.say(v.pick("INCR", "DECR"), key);
      case 6 -> v.say(v.pick("INCRBY", "DECRBY"), key, v.number(1000));
      case 7 -> v.say("INCRBYFLOAT", key, v.score());
      case 8 -> v.say(v.pick("GETRANGE", "SUBSTR"), key, v.number(10), v.number(10));
      case 9 -> v.say("SETRANGE", key, Integer.toString(v.below(20)), v.word());
      case 10 -> v.say("MGET", key, v.key("str"), v.key("hash"));
      case 11 -> v.say(v.pick("MSET", "MSETNX"), key, v.word(), v.key("str"), v.word());
      case 12 -> v.say("SETNX", key, v.word());
      case 13 -> v.say("GETSET", key, v.word());
      case 14 -> v.say("GETDEL", key);
      case 15 -> {
        v.say("GETEX", key);
        if (v.chance(50)) {
          v.say(v.pick("PERSIST", "persist"));
        } else {
          v.say("EXAT", Vocabulary.FAR_FUTURE);
        }
      }
      case 16 -> {
        v.say("LCS", key, v.key("str"));
        if (v.chance(60)) {
          v.say(v.pick("LEN", "IDX"));
        }
        if (v.chance(30)) {
          v.say("MINMATCHLEN", "2", "WITHMATCHLEN");
        }
      }
      case 17 -> v.say(v.pick("SETEX", "PSETEX"), key, v.pick("0", "-5", "x"), v.word());
      default -> v.say("OBJECT", "ENCODING", key);
    }
    return Comparison.EXACT;
  }

  private void setWithOptions(String key) {
    v.say("SET", key, v.word());
    if (v.chance(50)) {
      v.say(v.pick("NX", "XX", "xx"));
    }
    if (v.chance(30)) {
      v.say("GET");
    }
    switch (v.below(6)) {
      case 0 -> v.say("KEEPTTL");
      case 1 -> v.say("EXAT", Vocabulary.FAR_FUTURE);
      case 2 -> v.say("PXAT", Vocabulary.FAR_FUTURE + "123");
      case 3 -> v.say("EX", v.pick("0", "-1", "99999999999999999"));
      default -> {
        // Without expiry.
      }
    }
  }

  Comparison keys() {
    String key = v.key(v.pick(Vocabulary.TYPES));
    String other = v.key(key.substring(0, key.indexOf(':')));
    switch (v.below(19)) {
      case 0 -> v.say(v.pick("DEL", "UNLINK"), key, v.key("list"));
      case 1 -> v.say("TYPE", key);
      case 2, 3, 4 -> v.say("OBJECT", "ENCODING", key);
      case 5 -> v.say(v.pick("EXISTS", "TOUCH"), key, v.key("zset"), key);
      case 6 -> v.say("RENAME", key, other);
      case 7 -> v.say("RENAMENX", key, other);
      case 8 -> v.say("COPY", key, other, "REPLACE");
      case 9 -> v.say("COPY", key, other);
      case 10 -> {
        v.say("EXPIREAT", key, Vocabulary.FAR_FUTURE);
        if (v.chance(50)) {
          v.say(v.pick("NX", "XX", "GT", "LT"));
        }
      }
      case 11 -> v.say("PEXPIREAT", key, Vocabulary.FAR_FUTURE + "456");
      case 12 -> v.say(v.pick("EXPIRETIME", "PEXPIRETIME"), key);
      case 13 -> v.say("PERSIST", key);
      case 14 -> v.say(v.pick("EXPIRE", "PEXPIRE"), key, v.pick("-1", "0", "9223372036854775807"));
      case 15 -> {
        v.say("KEYS", v.pick("*", "str:*", "*:[12]", "h?sh:0", "\\*"));
        return Comparison.ELEMENTS;
      }
      case 16 -> v.say("DBSIZE");
      case 17 -> {
        restore(key);
        return Comparison.ELEMENTS; // A time near the end of all time overflows there.
      }
      default -> {
        v.say("COMMAND", "GETKEYS", "ZUNIONSTORE", key, "2", other, v.key("zset"));
        return Comparison.ELEMENTS; // An odd number of keys would turn their order around.
      }
    }
    return Comparison.EXACT;
  }

  private void restore(String key) {
    String ttl = v.pick("0", "0", "100000000", "-1", "x");
    v.say("RESTORE", key, ttl, v.chance(90) ? DUMPED : "\u0000\u0001x12345678901");
    if (v.chance(60)) {
      v.say("REPLACE");
    }
    switch (v.below(6)) {
      case 0 -> v.say("ABSTTL");
      case 1 -> v.say("IDLETIME", v.pick("5", "-1", "x"));
      case 2 -> v.say("FREQ", v.pick("5", "256", "-1"));
      default -> {
        // Without what says how it was used.
      }
    }
  }
}
