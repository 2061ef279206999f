package io.scorta.it;

import java.util.List;
import java.util.Random;

/// A seeded stream of commands of several connections that hear of each other: channels, events of
/// keys, and transactions.
final class ConversationStream {
  /// @param party which connection sends the words
  record Turn(int party, List<String> words) {}

  private final Random random;
  private final int parties;
  private final boolean[] queueing;

  ConversationStream(long seed, int parties) {
    random = new Random(seed);
    this.parties = parties;
    queueing = new boolean[parties];
  }

  Turn next() {
    int party = random.nextInt(parties);
    if (party == helper()) {
      return new Turn(party, changes());
    }
    List<String> words = transaction(party);
    if (words.isEmpty()) {
      words =
          switch (random.nextInt(9)) {
            case 0, 1, 2 -> channels(queueing[party]);
            case 3, 4 -> waits();
            case 5 -> queueing[party] ? changes() : copies();
            default -> changes();
          };
    }
    return new Turn(party, words);
  }

  /// The last one never waits, nor listens, nor has a transaction, so it can always take a turn.
  private int helper() {
    return parties - 1;
  }

  /// A turn in place of that of a connection that waits: something that may end the wait.
  Turn help(int party) {
    List<String> words =
        switch (random.nextInt(4)) {
          case 0 -> List.of("CLIENT", "UNBLOCK", "@" + party, pick("TIMEOUT", "ERROR"));
          case 1 -> List.of("RPUSH", key("l"), "x", "y");
          case 2 -> List.of("ZADD", key("z"), "5", "five");
          default -> changes();
        };
    return new Turn(helper(), words);
  }

  private List<String> transaction(int party) {
    if (queueing[party] && random.nextInt(4) == 0) {
      queueing[party] = false;
      return List.of(random.nextInt(8) == 0 ? "DISCARD" : "EXEC");
    }
    if (!queueing[party] && random.nextInt(25) == 0) {
      queueing[party] = true;
      return List.of("MULTI");
    }
    return List.of();
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private String key(String type) {
    return type + random.nextInt(3);
  }

  private String channel() {
    return pick("news", "note", "__keyevent@0__:set", "x", "");
  }

  private String pattern() {
    return pick("n*", "*", "__key*", "?", "[nx]*", "__keyspace@0__:l*", "no\\te");
  }

  private List<String> channels(boolean queueing) {
    if (queueing) {
      // Who begins to listen within a transaction would hear what the transaction did before.
      return List.of("PUBLISH", channel(), "from a transaction");
    }
    return switch (random.nextInt(18)) {
      case 0, 1 -> List.of("SUBSCRIBE", channel(), channel());
      case 2 -> List.of("PSUBSCRIBE", pattern());
      case 3 -> List.of("SSUBSCRIBE", channel());
      case 4 -> List.of("UNSUBSCRIBE", channel());
      case 5 -> List.of("PUNSUBSCRIBE", pattern());
      case 6 -> List.of("SUNSUBSCRIBE", channel());
      // Leaving all of several would be answered in the order of a hash table.
      case 7, 8, 9 -> List.of("PUBLISH", channel(), pick("hello", "", "two\r\nlines"));
      case 10, 11 -> List.of("SPUBLISH", channel(), "shard");
      case 12 -> List.of("PUBSUB", "NUMSUB", channel(), channel());
      case 13 -> List.of("PUBSUB", pick("NUMPAT", "numpat"));
      case 14 -> List.of("PUBSUB", "SHARDNUMSUB", channel(), "nobody");
      case 15 -> List.of("PUBSUB", pick("FOO", "NUMSUB", "CHANNELS"), "q");
      case 16 -> List.of("RESET");
      default ->
          List.of(
              "CONFIG",
              "SET",
              "notify-keyspace-events",
              pick("", "KEA", "KEA", "KEAmn", "E$lx", "Kgs", "An", "KElzt"));
    };
  }

  /// Client-side copies. Within transactions nothing is read, because what a transaction reads
  /// after it has changed it is told once more by Valkey.
  private List<String> copies() {
    String other = Integer.toString(random.nextInt(parties));
    return switch (random.nextInt(16)) {
      case 0 -> List.of("CLIENT", "TRACKING", "ON");
      case 1 -> List.of("CLIENT", "TRACKING", "ON", pick("OPTIN", "OPTOUT", "NOLOOP"));
      case 2 -> List.of("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", pick("s", "l", "s1", "z"));
      case 3 -> List.of("CLIENT", "TRACKING", "ON", "BCAST", "NOLOOP");
      case 4 -> List.of("CLIENT", "TRACKING", "ON", "REDIRECT", "@" + other);
      case 5 -> List.of("CLIENT", "TRACKING", "OFF");
      case 6 -> List.of("CLIENT", "CACHING", pick("YES", "NO"));
      case 7 -> List.of("SUBSCRIBE", "__redis__:invalidate");
      case 8 -> List.of("LRANGE", key("l"), "0", "-1");
      case 9 -> List.of("MGET", key("s"), key("s"));
      default ->
          List.of(pick("GET", "TTL", "TYPE", "EXISTS", "STRLEN"), key(pick("s", "s", "none")));
    };
  }

  private List<String> waits() {
    String other = Integer.toString(random.nextInt(parties));
    return switch (random.nextInt(14)) {
      case 0, 1 -> List.of("BLPOP", key("l"), key("l"), key(pick("l", "z")), "0");
      case 2 -> List.of("BRPOP", key("l"), pick("0", "1000", "x", "-1"));
      case 3, 4 ->
          List.of("BLMOVE", key("l"), key("l"), pick("LEFT", "RIGHT"), pick("LEFT", "RIGHT"), "0");
      case 5 -> List.of("BRPOPLPUSH", key("l"), key(pick("l", "l", "s")), "0");
      case 6 -> List.of("BLMPOP", "0", "2", key("l"), key("l"), "LEFT", "COUNT", "2");
      case 7 -> List.of(pick("BZPOPMIN", "BZPOPMAX"), key("z"), key("z"), "0");
      case 8 -> List.of("BZMPOP", "0", "2", key("z"), key("z"), "MIN", "COUNT", "3");
      case 9 -> List.of("CLIENT", "UNBLOCK", "@" + other, pick("TIMEOUT", "ERROR", "x"));
      default -> List.of("LPUSH", key("l"), "a");
    };
  }

  private List<String> changes() {
    return switch (random.nextInt(20)) {
      case 0 -> List.of("SET", key("s"), "1");
      case 1 -> List.of("SET", key("s"), "v", "EX", "1000");
      case 2 -> List.of("DEL", key(pick("s", "l", "z")), key("l"));
      case 3 -> List.of("RENAME", key("l"), key("l"));
      case 4 -> List.of("COPY", key("z"), key("z"), "REPLACE");
      case 5 -> List.of("EXPIRE", key("l"), pick("1000", "-1"));
      case 6 -> List.of("PERSIST", key("l"));
      case 7 -> List.of("RPOP", key("l"));
      case 8 -> List.of("LPOP", key("l"), "2");
      case 9 -> List.of("LMOVE", key("l"), key("l"), "LEFT", pick("LEFT", "RIGHT"));
      case 10 -> List.of("RPUSH", key("l"), "b", "c");
      case 11 -> List.of("LREM", key("l"), "0", "a");
      case 12 -> List.of("ZADD", key("z"), "1", "a", "2", "b");
      case 13 -> List.of("ZPOPMIN", key("z"));
      case 14 -> List.of("ZUNIONSTORE", key("z"), "2", key("z"), key("z"));
      case 15 -> List.of("SINTERSTORE", key("z"), key("t"), key("t"));
      case 16 -> List.of("SADD", key("t"), "m");
      case 17 -> List.of("SMOVE", key("t"), key("t"), "m");
      case 18 -> List.of("INCR", key("s"));
      default -> List.of("FLUSHALL");
    };
  }
}
