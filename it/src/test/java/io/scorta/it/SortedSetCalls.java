package io.scorta.it;

import io.scorta.it.Step.Comparison;

/// Random commands on sorted sets.
final class SortedSetCalls {
  private final Vocabulary v;

  SortedSetCalls(Vocabulary v) {
    this.v = v;
  }

  Comparison sortedSets() {
    String key = v.key("zset");
    switch (v.below(18)) {
      case 0, 1, 2, 3 -> {
        v.say("ZADD", key);
        if (v.chance(30)) {
          v.say(v.pick("NX", "XX", "GT", "lt", "CH"));
        }
        if (v.chance(15)) {
          v.say(v.pick("XX", "CH", "GT", "INCR"));
        }
        for (int i = v.chance(40) ? 0 : v.below(4); i >= 0; i--) {
          v.say(v.score(), v.word());
        }
      }
      case 4 -> v.say("ZREM", key, v.word(), v.word());
      case 5 -> v.say("ZSCORE", key, v.word());
      case 6 -> v.say("ZMSCORE", key, v.word(), v.word(), v.word());
      case 7, 8 -> v.say("ZINCRBY", key, v.score(), v.word());
      case 9 -> v.say("ZCARD", key);
      case 10, 11 -> {
        v.say(v.pick("ZRANK", "ZREVRANK"), key, v.word());
        if (v.chance(50)) {
          v.say("WITHSCORE");
        }
      }
      case 12 -> v.say(v.pick("ZPOPMIN", "ZPOPMAX"), key);
      case 13 -> v.say(v.pick("ZPOPMIN", "ZPOPMAX"), key, Integer.toString(v.below(4)));
      case 14 -> {
        v.say("ZMPOP", "2", key, v.key("zset"), v.pick("MIN", "max"));
        if (v.chance(50)) {
          v.say("COUNT", Integer.toString(v.below(4)));
        }
      }
      case 15 -> {
        v.say("ZRANDMEMBER", key);
        if (v.chance(70)) {
          v.say(v.number(8));
          if (v.chance(50)) {
            v.say("WITHSCORES");
          }
        }
        return Comparison.RANDOM;
      }
      default -> v.say("OBJECT", "ENCODING", key);
    }
    return Comparison.EXACT;
  }

  private String scoreBound() {
    return (v.chance(30) ? "(" : "") + (v.chance(20) ? v.pick("-inf", "+inf") : v.score());
  }

  private String memberBound() {
    return v.chance(20) ? v.pick("-", "+") : v.pick("[", "(") + v.word();
  }

  Comparison sortedSetRanges() {
    String key = v.key("zset");
    boolean store = v.chance(25);
    switch (v.below(11)) {
      case 0, 1, 2 -> rangeOfNewKind(key, store);
      case 3 -> {
        v.say(v.pick("ZRANGEBYSCORE", "ZREVRANGEBYSCORE"), key, scoreBound(), scoreBound());
        withScores();
        limit();
      }
      case 4 -> {
        v.say("ZREVRANGE", key, v.number(9), v.number(9));
        withScores();
      }
      case 5 -> lexical(() -> v.say(v.pick("ZRANGEBYLEX", "ZREVRANGEBYLEX"), "lex:0"));
      case 6 -> v.say("ZCOUNT", key, scoreBound(), scoreBound());
      case 7 -> v.say("ZLEXCOUNT", "lex:0", memberBound(), memberBound());
      case 8 -> {
        if (v.chance(30)) {
          v.say("ZREMRANGEBYSCORE", key, scoreBound(), scoreBound());
        } else {
          v.say("ZREMRANGEBYRANK", key, v.number(9), v.number(9));
        }
      }
      case 9 -> v.say("ZREMRANGEBYLEX", "lex:0", "[m3", v.pick("[m31", "(m2", "[m5"));
      default -> {
        v.say("ZADD", "lex:0");
        for (int i = v.below(6); i >= 0; i--) {
          v.say("0", v.word());
        }
      }
    }
    return Comparison.EXACT;
  }

  private void rangeOfNewKind(String key, boolean store) {
    v.say(store ? "ZRANGESTORE" : "ZRANGE");
    if (store) {
      v.say(v.key("zset"));
    }
    switch (v.below(3)) {
      case 0 -> v.say(key, v.number(9), v.number(9));
      case 1 -> {
        v.say(key, scoreBound(), scoreBound(), "BYSCORE");
        limit();
      }
      default -> {
        lexical(() -> v.say("lex:0"));
        v.say("BYLEX");
      }
    }
    if (v.chance(30)) {
      v.say("REV");
    }
    if (!store) {
      withScores();
    }
  }

  private void lexical(Runnable start) {
    start.run();
    v.say(memberBound(), memberBound());
    limit();
  }

  private void withScores() {
    if (v.chance(50)) {
      v.say("WITHSCORES");
    }
  }

  private void limit() {
    if (v.chance(40)) {
      v.say("LIMIT", v.chance(90) ? Integer.toString(v.below(5)) : v.number(3), v.number(6));
    }
  }

  Comparison sortedSetAlgebra() {
    if (v.chance(15)) {
      v.say("ZINTERCARD", "2", v.key("zset"), v.key("zset"));
      if (v.chance(50)) {
        v.say("LIMIT", Integer.toString(v.below(4)));
      }
      return Comparison.EXACT;
    }
    String operation = v.pick("ZUNION", "ZINTER", "ZDIFF");
    boolean store = v.chance(50);
    v.say(store ? operation + "STORE" : operation);
    if (store) {
      v.say(v.key("zset"));
    }
    int count = 1 + v.below(3);
    v.say(Integer.toString(count));
    for (int i = 0; i < count; i++) {
      v.say(v.chance(20) ? v.key("set") : v.key("zset"));
    }
    if (!operation.equals("ZDIFF")) {
      if (v.chance(40)) {
        v.say("WEIGHTS");
        for (int i = 0; i < count; i++) {
          v.say(v.score());
        }
      }
      if (v.chance(40)) {
        v.say("AGGREGATE", v.pick("sum", "MIN", "MAX"));
      }
    }
    if (!store) {
      withScores();
    }
    return Comparison.EXACT;
  }
}
