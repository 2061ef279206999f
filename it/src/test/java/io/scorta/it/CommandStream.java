package io.scorta.it;

import io.scorta.it.Step.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A seeded stream of commands over few keys, so that they meet; some are wrong on purpose.
final class CommandStream {
  private static final int KEYS_PER_TYPE = 3;
  private static final String FAR_FUTURE = "4102444800";
  private static final String[] TYPES = {"str", "hash", "list", "set", "zset"};
  private static final String[] ODD = {
    "",
    "abc",
    "-1",
    "0",
    "1.5",
    "99999999999999999999",
    "nan",
    "inf",
    "-inf",
    "(1",
    "[a",
    "+",
    "-",
    "1e3",
    " 1",
    "0x10",
    "01",
    "-0",
    "WITHSCORES",
    "LIMIT",
    "COUNT",
    "9223372036854775807",
    "-9223372036854775808"
  };

  private final Random random;
  private List<String> words = new ArrayList<>();

  CommandStream(long seed) {
    random = new Random(seed);
  }

  Step next() {
    words = new ArrayList<>();
    Comparison comparison =
        switch (random.nextInt(12)) {
          case 0 -> chance(70) ? strings() : scans();
          case 1 -> keys();
          case 2, 3 -> hashes();
          case 4, 5 -> lists();
          case 6 -> sets();
          case 7 -> setAlgebra();
          case 8, 9 -> sortedSets();
          case 10 -> sortedSetRanges();
          default -> sortedSetAlgebra();
        };
    // The members of one set need equal scores, or ranges by member have no meaning.
    if (comparison == Comparison.EXACT && words.size() > 1 && !words.contains("lex:0")) {
      spoil();
    }
    return new Step(comparison, List.copyOf(words));
  }

  /// Now and then an argument is odd, missing or too many.
  private void spoil() {
    switch (random.nextInt(40)) {
      case 0 -> words.set(1 + random.nextInt(words.size() - 1), pick(ODD));
      case 1 -> words.set(1 + random.nextInt(words.size() - 1), pick(ODD));
      case 2 -> words.removeLast();
      case 3 -> words.add(pick(ODD));
      default -> {
        // Most commands stay right.
      }
    }
  }

  private void say(String... more) {
    words.addAll(Arrays.asList(more));
  }

  private static Comparison exact() {
    return Comparison.EXACT;
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String key(String type) {
    String family = chance(3) ? pick(TYPES) : type;
    return family + ":" + random.nextInt(KEYS_PER_TYPE);
  }

  private String word() {
    int n = random.nextInt(40);
    return switch (random.nextInt(10)) {
      case 0 -> Integer.toString(n * 7919 - 100_000);
      case 1, 2, 3 -> Integer.toString(n);
      case 4 -> n % 4 == 0 ? "long-" + "x".repeat(60 + n) : "m" + n;
      case 5 -> n % 5 == 0 ? "" : "\u00fe\r\n\u0000" + n;
      case 6 -> n % 8 == 0 ? "big".repeat(1500) + n : "0" + n;
      default -> "m" + n;
    };
  }

  private String number(int range) {
    return Integer.toString(random.nextInt(2 * range + 1) - range);
  }

  private String score() {
    return switch (random.nextInt(12)) {
      case 0 -> pick("inf", "-inf", "+inf", "1e20", "-1e300", "3.0", "0x1p4", "1e-7");
      case 1, 2 -> Double.toString(random.nextInt(1000) / 10.0);
      case 3 -> Double.toString(random.nextGaussian());
      case 4 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 5 -> Long.toString(random.nextLong());
      default -> number(20);
    };
  }

  /// Scans whose cursor and order do not show how a table is built.
  private Comparison scans() {
    String type = pick("hash", "set", "zset");
    String scan = type.equals("hash") ? "HSCAN" : type.equals("set") ? "SSCAN" : "ZSCAN";
    say(scan, key(type), "0", "COUNT", "1000");
    if (chance(40)) {
      say("MATCH", pick("m*", "*[1-3]", "?2", "\\m*", "[^m]*", "*", "m[0-2]?*"));
    }
    if (chance(20)) {
      say(pick("NOVALUES", "NOSCORES"));
    }
    return Comparison.SCAN;
  }

  private Comparison strings() {
    String key = key("str");
    switch (random.nextInt(20)) {
      case 0 -> say("SET", key, chance(50) ? word() : score());
      case 1 -> setWithOptions(key);
      case 2 -> say("GET", key);
      case 3 -> say("APPEND", key, word());
      case 4 -> say("STRLEN", key);
      case 5 -> say(pick("INCR", "DECR"), key);
      case 6 -> say(pick("INCRBY", "DECRBY"), key, number(1000));
      case 7 -> say("INCRBYFLOAT", key, score());
      case 8 -> say(pick("GETRANGE", "SUBSTR"), key, number(10), number(10));
      case 9 -> say("SETRANGE", key, Integer.toString(random.nextInt(20)), word());
      case 10 -> say("MGET", key, key("str"), key("hash"));
      case 11 -> say(pick("MSET", "MSETNX"), key, word(), key("str"), word());
      case 12 -> say("SETNX", key, word());
      case 13 -> say("GETSET", key, word());
      case 14 -> say("GETDEL", key);
      case 15 -> {
        say("GETEX", key);
        if (chance(50)) {
          say(pick("PERSIST", "persist"));
        } else {
          say("EXAT", FAR_FUTURE);
        }
      }
      case 16 -> {
        say("LCS", key, key("str"));
        if (chance(60)) {
          say(pick("LEN", "IDX"));
        }
        if (chance(30)) {
          say("MINMATCHLEN", "2", "WITHMATCHLEN");
        }
      }
      case 17 -> say(pick("SETEX", "PSETEX"), key, pick("0", "-5", "x"), word());
      default -> say("OBJECT", "ENCODING", key);
    }
    return exact();
  }

  private void setWithOptions(String key) {
    say("SET", key, word());
    if (chance(50)) {
      say(pick("NX", "XX", "xx"));
    }
    if (chance(30)) {
      say("GET");
    }
    switch (random.nextInt(6)) {
      case 0 -> say("KEEPTTL");
      case 1 -> say("EXAT", FAR_FUTURE);
      case 2 -> say("PXAT", FAR_FUTURE + "123");
      case 3 -> say("EX", pick("0", "-1", "99999999999999999"));
      default -> {
        // Without expiry.
      }
    }
  }

  private Comparison keys() {
    String key = key(pick(TYPES));
    String other = key(key.substring(0, key.indexOf(':')));
    switch (random.nextInt(18)) {
      case 0 -> say(pick("DEL", "UNLINK"), key, key("list"));
      case 1 -> say("TYPE", key);
      case 2, 3, 4 -> say("OBJECT", "ENCODING", key);
      case 5 -> say(pick("EXISTS", "TOUCH"), key, key("zset"), key);
      case 6 -> say("RENAME", key, other);
      case 7 -> say("RENAMENX", key, other);
      case 8 -> say("COPY", key, other, "REPLACE");
      case 9 -> say("COPY", key, other);
      case 10 -> {
        say("EXPIREAT", key, FAR_FUTURE);
        if (chance(50)) {
          say(pick("NX", "XX", "GT", "LT"));
        }
      }
      case 11 -> say("PEXPIREAT", key, FAR_FUTURE + "456");
      case 12 -> say(pick("EXPIRETIME", "PEXPIRETIME"), key);
      case 13 -> say("PERSIST", key);
      case 14 -> say(pick("EXPIRE", "PEXPIRE"), key, pick("-1", "0", "9223372036854775807"));
      case 15 -> {
        say("KEYS", pick("*", "str:*", "*:[12]", "h?sh:0", "\\*"));
        return Comparison.ELEMENTS;
      }
      case 16 -> say("DBSIZE");
      default -> say("COMMAND", "GETKEYS", "ZUNIONSTORE", key, "2", other, key("zset"));
    }
    return exact();
  }

  private Comparison hashes() {
    String key = key("hash");
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> {
        say(pick("HSET", "HSET", "HMSET"), key);
        for (int i = random.nextInt(4); i >= 0; i--) {
          say(word(), word());
        }
      }
      case 3 -> say("HSETNX", key, word(), word());
      case 4 -> say("HGET", key, word());
      case 5 -> say("HMGET", key, word(), word(), word());
      case 6 -> {
        say("HGETALL", key);
        return Comparison.PAIRS;
      }
      case 7 -> say("HDEL", key, word(), word());
      case 8 -> say("HLEN", key);
      case 9 -> say("HEXISTS", key, word());
      case 10 -> {
        say(pick("HKEYS", "HVALS"), key);
        return Comparison.ELEMENTS;
      }
      case 11 -> say("HSTRLEN", key, word());
      case 12, 13 -> say("HINCRBY", key, "m" + random.nextInt(5), number(100));
      case 14 -> say("HINCRBYFLOAT", key, pick("f", "m1", "m2"), score());
      case 15 -> {
        say("HRANDFIELD", key);
        return Comparison.RANDOM;
      }
      case 16 -> {
        say("HRANDFIELD", key, number(9), "WITHVALUES");
        return Comparison.RANDOM;
      }
      default -> say("OBJECT", "ENCODING", key);
    }
    return exact();
  }

  private Comparison lists() {
    String key = key("list");
    String end = pick("LEFT", "RIGHT");
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> {
        say(pick("LPUSH", "RPUSH"), key);
        for (int i = random.nextInt(4); i >= 0; i--) {
          say(word());
        }
      }
      case 4 -> say(pick("LPUSHX", "RPUSHX"), key, word());
      case 5 -> say(pick("LPOP", "RPOP"), key);
      case 6 -> say(pick("LPOP", "RPOP"), key, Integer.toString(random.nextInt(4)));
      case 7 -> say("LLEN", key);
      case 8, 9 -> say("LRANGE", key, number(12), number(12));
      case 10 -> say("LINDEX", key, number(12));
      case 11 -> say("LSET", key, number(6), word());
      case 12 -> say("LREM", key, number(2), word());
      case 13 -> say("LTRIM", key, number(4), chance(60) ? "-1" : number(12));
      case 14 -> say("LINSERT", key, pick("BEFORE", "after"), word(), word());
      case 15 -> {
        say("LPOS", key, word());
        if (chance(50)) {
          say("RANK", number(2));
        }
        if (chance(50)) {
          say("COUNT", Integer.toString(random.nextInt(3)));
        }
        if (chance(30)) {
          say("MAXLEN", Integer.toString(random.nextInt(9)));
        }
      }
      case 16 -> say("LMOVE", key, key("list"), end, pick("LEFT", "RIGHT"));
      case 17 -> say("RPOPLPUSH", key, key("list"));
      case 18 -> {
        say("LMPOP", "2", key, key("list"), end);
        if (chance(50)) {
          say("COUNT", Integer.toString(random.nextInt(5)));
        }
      }
      default -> say("OBJECT", "ENCODING", key);
    }
    return exact();
  }

  private Comparison sets() {
    String key = key("set");
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        say("SADD", key);
        boolean numbers = chance(60);
        for (int i = random.nextInt(5); i >= 0; i--) {
          say(numbers ? number(60) : word());
        }
      }
      case 3 -> say("SREM", key, word(), number(20));
      case 4 -> {
        say("SMEMBERS", key);
        return Comparison.ELEMENTS;
      }
      case 5 -> say("SISMEMBER", key, word());
      case 6 -> say("SMISMEMBER", key, word(), word());
      case 7 -> say("SCARD", key);
      case 8 -> say("SMOVE", key, key("set"), word());
      case 9 -> {
        say("SRANDMEMBER", key);
        if (chance(70)) {
          say(number(8));
        }
        return Comparison.RANDOM;
      }
      case 10 -> {
        say("SPOP", key);
        if (chance(70)) {
          say(Integer.toString(random.nextInt(8)));
        }
        return Comparison.RANDOM;
      }
      default -> say("OBJECT", "ENCODING", key);
    }
    return exact();
  }

  private Comparison setAlgebra() {
    String operation = pick("SINTER", "SUNION", "SDIFF");
    if (chance(20)) {
      say("SINTERCARD", "2", key("set"), key("set"));
      if (chance(50)) {
        say("LIMIT", Integer.toString(random.nextInt(4)));
      }
      return exact();
    }
    boolean store = chance(50);
    say(store ? operation + "STORE" : operation);
    if (store) {
      say(key("set"));
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      say(key("set"));
    }
    return store ? exact() : Comparison.ELEMENTS;
  }

  private Comparison sortedSets() {
    String key = key("zset");
    switch (random.nextInt(18)) {
      case 0, 1, 2, 3 -> {
        say("ZADD", key);
        if (chance(30)) {
          say(pick("NX", "XX", "GT", "lt", "CH"));
        }
        if (chance(15)) {
          say(pick("XX", "CH", "GT", "INCR"));
        }
        for (int i = chance(40) ? 0 : random.nextInt(4); i >= 0; i--) {
          say(score(), word());
        }
      }
      case 4 -> say("ZREM", key, word(), word());
      case 5 -> say("ZSCORE", key, word());
      case 6 -> say("ZMSCORE", key, word(), word(), word());
      case 7, 8 -> say("ZINCRBY", key, score(), word());
      case 9 -> say("ZCARD", key);
      case 10, 11 -> {
        say(pick("ZRANK", "ZREVRANK"), key, word());
        if (chance(50)) {
          say("WITHSCORE");
        }
      }
      case 12 -> say(pick("ZPOPMIN", "ZPOPMAX"), key);
      case 13 -> say(pick("ZPOPMIN", "ZPOPMAX"), key, Integer.toString(random.nextInt(4)));
      case 14 -> {
        say("ZMPOP", "2", key, key("zset"), pick("MIN", "max"));
        if (chance(50)) {
          say("COUNT", Integer.toString(random.nextInt(4)));
        }
      }
      case 15 -> {
        say("ZRANDMEMBER", key);
        if (chance(70)) {
          say(number(8));
          if (chance(50)) {
            say("WITHSCORES");
          }
        }
        return Comparison.RANDOM;
      }
      default -> say("OBJECT", "ENCODING", key);
    }
    return exact();
  }

  private String scoreBound() {
    return (chance(30) ? "(" : "") + (chance(20) ? pick("-inf", "+inf") : score());
  }

  private String memberBound() {
    return chance(20) ? pick("-", "+") : pick("[", "(") + word();
  }

  private Comparison sortedSetRanges() {
    String key = key("zset");
    boolean store = chance(25);
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> rangeOfNewKind(key, store);
      case 3 -> {
        say(pick("ZRANGEBYSCORE", "ZREVRANGEBYSCORE"), key, scoreBound(), scoreBound());
        withScores();
        limit();
      }
      case 4 -> {
        say("ZREVRANGE", key, number(9), number(9));
        withScores();
      }
      case 5 -> lexical(() -> say(pick("ZRANGEBYLEX", "ZREVRANGEBYLEX"), "lex:0"));
      case 6 -> say("ZCOUNT", key, scoreBound(), scoreBound());
      case 7 -> say("ZLEXCOUNT", "lex:0", memberBound(), memberBound());
      case 8 -> {
        if (chance(30)) {
          say("ZREMRANGEBYSCORE", key, scoreBound(), scoreBound());
        } else {
          say("ZREMRANGEBYRANK", key, number(9), number(9));
        }
      }
      case 9 -> say("ZREMRANGEBYLEX", "lex:0", "[m3", pick("[m31", "(m2", "[m5"));
      default -> {
        say("ZADD", "lex:0");
        for (int i = random.nextInt(6); i >= 0; i--) {
          say("0", word());
        }
      }
    }
    return exact();
  }

  private void rangeOfNewKind(String key, boolean store) {
    say(store ? "ZRANGESTORE" : "ZRANGE");
    if (store) {
      say(key("zset"));
    }
    switch (random.nextInt(3)) {
      case 0 -> say(key, number(9), number(9));
      case 1 -> {
        say(key, scoreBound(), scoreBound(), "BYSCORE");
        limit();
      }
      default -> {
        lexical(() -> say("lex:0"));
        say("BYLEX");
      }
    }
    if (chance(30)) {
      say("REV");
    }
    if (!store) {
      withScores();
    }
  }

  private void lexical(Runnable start) {
    start.run();
    say(memberBound(), memberBound());
    limit();
  }

  private void withScores() {
    if (chance(50)) {
      say("WITHSCORES");
    }
  }

  private void limit() {
    if (chance(40)) {
      say("LIMIT", chance(90) ? Integer.toString(random.nextInt(5)) : number(3), number(6));
    }
  }

  private Comparison sortedSetAlgebra() {
    if (chance(15)) {
      say("ZINTERCARD", "2", key("zset"), key("zset"));
      if (chance(50)) {
        say("LIMIT", Integer.toString(random.nextInt(4)));
      }
      return exact();
    }
    String operation = pick("ZUNION", "ZINTER", "ZDIFF");
    boolean store = chance(50);
    say(store ? operation + "STORE" : operation);
    if (store) {
      say(key("zset"));
    }
    int count = 1 + random.nextInt(3);
    say(Integer.toString(count));
    for (int i = 0; i < count; i++) {
      say(chance(20) ? key("set") : key("zset"));
    }
    if (!operation.equals("ZDIFF")) {
      if (chance(40)) {
        say("WEIGHTS");
        for (int i = 0; i < count; i++) {
          say(score());
        }
      }
      if (chance(40)) {
        say("AGGREGATE", pick("sum", "MIN", "MAX"));
      }
    }
    if (!store) {
      withScores();
    }
    return exact();
  }
}
