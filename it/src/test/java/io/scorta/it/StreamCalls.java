package io.scorta.it;

import io.scorta.it.Step.Comparison;

/// Random commands on streams and their consumer groups, with IDs of few milliseconds.
final class StreamCalls {
  private final Vocabulary v;

  /// The greatest milliseconds that were used, so that most new entries are accepted.
  private int latest = 1;

  StreamCalls(Vocabulary v) {
    this.v = v;
  }

  private String id() {
    if (v.chance(3)) {
      return v.pick(
          "-", "+", "x", "1-", "-1", "0-0", "18446744073709551616", "5-*", "(3", "$", ">");
    }
    String millis = Integer.toString(v.below(latest + 2));
    return v.chance(40) ? millis : millis + "-" + v.below(4);
  }

  private String bound() {
    return v.chance(40) ? v.pick("-", "+") : v.chance(20) ? "(" + id() : id();
  }

  private String group() {
    return "g" + v.below(3);
  }

  private String consumer() {
    return "c" + v.below(3);
  }

  private void maybeCount() {
    if (v.chance(50)) {
      v.say("COUNT", Integer.toString(v.below(6)));
    }
  }

  Comparison entries() {
    String key = v.key("stream");
    switch (v.below(16)) {
      case 0, 1, 2, 3, 4, 5, 6 -> add(key);
      case 7 -> {
        v.say(v.pick("XRANGE", "XREVRANGE"), key, bound(), bound());
        maybeCount();
      }
      case 8 -> v.say("XRANGE", key, "-", "+");
      case 9 -> v.say("XREVRANGE", key, "+", "-");
      case 10 -> v.say("XLEN", key);
      case 11 -> v.say("XDEL", key, id(), id());
      case 12 -> {
        v.say("XTRIM", key);
        trim();
      }
      case 13 -> {
        v.say("XSETID", key, id());
        if (v.chance(40)) {
          v.say("ENTRIESADDED", Integer.toString(v.below(90)));
        }
        if (v.chance(20)) {
          v.say("MAXDELETEDID", id());
        }
      }
      case 14 -> {
        v.say("XREAD");
        maybeCount();
        v.say("STREAMS", key, v.key("stream"), v.pick(id(), "$", "+"), id());
      }
      default -> v.say("OBJECT", "ENCODING", key);
    }
    return Comparison.EXACT;
  }

  private void add(String key) {
    latest += v.below(2);
    v.say("XADD", key);
    if (v.chance(10)) {
      v.say("NOMKSTREAM");
    }
    if (v.chance(15)) {
      trim();
    }
    v.say(v.chance(90) ? latest + "-" + v.below(6) : v.chance(50) ? id() : latest + "-*");
    boolean same = v.chance(60);
    for (int i = same ? 2 : 1 + v.below(3); i > 0; i--) {
      v.say(same ? "field" + i : v.word(), v.word());
    }
  }

  private void trim() {
    boolean length = v.chance(60);
    v.say(length ? "MAXLEN" : "MINID");
    if (v.chance(60)) {
      v.say(v.pick("~", "="));
    }
    v.say(length ? Integer.toString(v.below(30)) : id());
    if (v.chance(20)) {
      v.say("LIMIT", Integer.toString(v.below(20)));
    }
  }

  Comparison groups() {
    String key = v.key("stream");
    switch (v.below(18)) {
      case 0, 1, 2, 3, 4, 5 -> {
        v.say("XREADGROUP", "GROUP", group(), consumer());
        maybeCount();
        if (v.chance(10)) {
          v.say("NOACK");
        }
        v.say("STREAMS", key, v.chance(70) ? ">" : id());
      }
      case 6, 7 -> v.say("XACK", key, group(), id(), id(), id());
      case 8 -> v.say("XPENDING", key, group());
      case 9 -> {
        v.say("XPENDING", key, group());
        if (v.chance(20)) {
          v.say("IDLE", "0");
        }
        v.say(bound(), bound(), Integer.toString(v.below(9)));
        if (v.chance(40)) {
          v.say(consumer());
        }
      }
      case 10 -> claim(key);
      case 11 -> {
        v.say("XAUTOCLAIM", key, group(), consumer(), "0", bound());
        maybeCount();
        if (v.chance(30)) {
          v.say("JUSTID");
        }
      }
      case 12, 13 -> {
        v.say("XGROUP", "CREATE", key, group(), v.pick(id(), "$", "0"));
        if (v.chance(40)) {
          v.say("MKSTREAM");
        }
        if (v.chance(20)) {
          v.say("ENTRIESREAD", Integer.toString(v.below(20) - 2));
        }
      }
      case 14 -> {
        switch (v.below(8)) {
          case 0 -> v.say("XGROUP", "DESTROY", key, group());
          case 1, 2 -> v.say("XGROUP", "SETID", key, group(), v.pick(id(), "$"));
          case 3 -> v.say("XGROUP", "DELCONSUMER", key, group(), consumer());
          default -> v.say("XGROUP", "CREATECONSUMER", key, group(), consumer());
        }
      }
      case 15 -> v.say("XINFO", "STREAM", key);
      case 16 -> v.say("XINFO", "STREAM", key, "FULL");
      default -> v.say("XINFO", v.pick("GROUPS", "CONSUMERS"), key);
    }
    if (v.words().get(1).equals("CONSUMERS")) {
      v.say(group());
    }
    return Comparison.TIMED;
  }

  private void claim(String key) {
    v.say("XCLAIM", key, group(), consumer(), "0", id(), id());
    switch (v.below(7)) {
      case 0 -> v.say("JUSTID");
      case 1 -> v.say("FORCE");
      case 2 -> v.say("RETRYCOUNT", "7");
      case 3 -> v.say("IDLE", "0");
      case 4 -> v.say("LASTID", id());
      default -> {
        // Without options.
      }
    }
  }
}
