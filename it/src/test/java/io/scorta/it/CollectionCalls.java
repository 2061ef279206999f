package io.scorta.it;

import io.scorta.it.Step.Comparison;

/// Random commands on hashes, lists and sets.
final class CollectionCalls {
  private final Vocabulary v;

  CollectionCalls(Vocabulary v) {
    this.v = v;
  }

  Comparison hashes() {
    String key = v.key("hash");
    switch (v.below(18)) {
      case 0, 1, 2 -> {
        v.say(v.pick("HSET", "HSET", "HMSET"), key);
        for (int i = v.below(4); i >= 0; i--) {
          v.say(v.word(), v.word());
        }
      }
      case 3 -> v.say("HSETNX", key, v.word(), v.word());
      case 4 -> v.say("HGET", key, v.word());
      case 5 -> v.say("HMGET", key, v.word(), v.word(), v.word());
      case 6 -> {
        v.say("HGETALL", key);
        return Comparison.PAIRS;
      }
      case 7 -> v.say("HDEL", key, v.word(), v.word());
      case 8 -> v.say("HLEN", key);
      case 9 -> v.say("HEXISTS", key, v.word());
      case 10 -> {
        v.say(v.pick("HKEYS", "HVALS"), key);
        return Comparison.ELEMENTS;
      }
      case 11 -> v.say("HSTRLEN", key, v.word());
      case 12, 13 -> v.say("HINCRBY", key, "m" + v.below(5), v.number(100));
      case 14 -> v.say("HINCRBYFLOAT", key, v.pick("f", "m1", "m2"), v.score());
      case 15 -> {
        v.say("HRANDFIELD", key);
        return Comparison.RANDOM;
      }
      case 16 -> {
        v.say("HRANDFIELD", key, v.number(9), "WITHVALUES");
        return Comparison.RANDOM;
      }
      default -> v.say("OBJECT", "ENCODING", key);
    }
    return Comparison.EXACT;
  }

  Comparison lists() {
    String key = v.key("list");
    String end = v.pick("LEFT", "RIGHT");
    switch (v.below(20)) {
      case 0, 1, 2, 3 -> {
        v.say(v.pick("LPUSH", "RPUSH"), key);
        for (int i = v.below(4); i >= 0; i--) {
          v.say(v.word());
        }
      }
      case 4 -> v.say(v.pick("LPUSHX", "RPUSHX"), key, v.word());
      case 5 -> v.say(v.pick("LPOP", "RPOP"), key);
      case 6 -> v.say(v.pick("LPOP", "RPOP"), key, Integer.toString(v.below(4)));
      case 7 -> v.say("LLEN", key);
      case 8, 9 -> v.say("LRANGE", key, v.number(12), v.number(12));
      case 10 -> v.say("LINDEX", key, v.number(12));
      case 11 -> v.say("LSET", key, v.number(6), v.word());
      case 12 -> v.say("LREM", key, v.number(2), v.word());
      case 13 -> v.say("LTRIM", key, v.number(4), v.chance(60) ? "-1" : v.number(12));
      case 14 -> v.say("LINSERT", key, v.pick("BEFORE", "after"), v.word(), v.word());
      case 15 -> {
        v.say("LPOS", key, v.word());
        if (v.chance(50)) {
          v.say("RANK", v.number(2));
        }
        if (v.chance(50)) {
          v.say("COUNT", Integer.toString(v.below(3)));
        }
        if (v.chance(30)) {
          v.say("MAXLEN", Integer.toString(v.below(9)));
        }
      }
      case 16 -> v.say("LMOVE", key, v.key("list"), end, v.pick("LEFT", "RIGHT"));
      case 17 -> v.say("RPOPLPUSH", key, v.key("list"));
      case 18 -> {
        v.say("LMPOP", "2", key, v.key("list"), end);
        if (v.chance(50)) {
          v.say("COUNT", Integer.toString(v.below(5)));
        }
      }
      default -> v.say("OBJECT", "ENCODING", key);
    }
    return Comparison.EXACT;
  }

  Comparison sets() {
    String key = v.key("set");
    switch (v.below(12)) {
      case 0, 1, 2 -> {
        v.say("SADD", key);
        boolean numbers = v.chance(60);
        for (int i = v.below(5); i >= 0; i--) {
          v.say(numbers ? v.number(60) : v.word());
        }
      }
      case 3 -> v.say("SREM", key, v.word(), v.number(20));
      case 4 -> {
        v.say("SMEMBERS", key);
        return Comparison.ELEMENTS;
      }
      case 5 -> v.say("SISMEMBER", key, v.word());
      case 6 -> v.say("SMISMEMBER", key, v.word(), v.word());
      case 7 -> v.say("SCARD", key);
      case 8 -> v.say("SMOVE", key, v.key("set"), v.word());
      case 9 -> {
        v.say("SRANDMEMBER", key);
        if (v.chance(70)) {
          v.say(v.number(8));
        }
        return Comparison.RANDOM;
      }
      case 10 -> {
        v.say("SPOP", key);
        if (v.chance(70)) {
          v.say(Integer.toString(v.below(8)));
        }
        return Comparison.RANDOM;
      }
      default -> v.say("OBJECT", "ENCODING", key);
    }
    return Comparison.EXACT;
  }

  Comparison setAlgebra() {
    String operation = v.pick("SINTER", "SUNION", "SDIFF");
    if (v.chance(20)) {
      v.say("SINTERCARD", "2", v.key("set"), v.key("set"));
      if (v.chance(50)) {
        v.say("LIMIT", Integer.toString(v.below(4)));
      }
      return Comparison.EXACT;
    }
    boolean store = v.chance(50);
    v.say(store ? operation + "STORE" : operation);
    if (store) {
      v.say(v.key("set"));
    }
    for (int i = v.below(3); i >= 0; i--) {
      v.say(v.key("set"));
    }
    return store ? Comparison.EXACT : Comparison.ELEMENTS;
  }
}
