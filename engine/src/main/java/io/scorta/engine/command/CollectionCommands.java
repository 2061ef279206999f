package io.scorta.engine.command;

/// Names the commands on lists, sets, hashes and sorted sets.
final class CollectionCommands {
  /// Executes a command on collections.
  private interface Action {
    void run(Shelf s);
  }

  private CollectionCommands() {}

  static void bind(Handlers handlers) {
    bindHashes(handlers);
    bindLists(handlers);
    bindSets(handlers);
    bindSortedSets(handlers);
  }

  private static void bind(Handlers handlers, String name, Action action) {
    handlers.bind(name, x -> action.run(x.shelf()));
  }

  private static void bindHashes(Handlers handlers) {
    bind(handlers, "hset", HashCommands::hset);
    bind(handlers, "hmset", HashCommands::hmset);
    bind(handlers, "hsetnx", HashCommands::hsetnx);
    bind(handlers, "hget", HashCommands::hget);
    bind(handlers, "hmget", HashCommands::hmget);
    bind(handlers, "hgetall", HashCommands::hgetall);
    bind(handlers, "hkeys", HashCommands::hkeys);
    bind(handlers, "hvals", HashCommands::hvals);
    bind(handlers, "hdel", HashCommands::hdel);
    bind(handlers, "hlen", HashCommands::hlen);
    bind(handlers, "hexists", HashCommands::hexists);
    bind(handlers, "hstrlen", HashCommands::hstrlen);
    bind(handlers, "hincrby", HashCommands::hincrby);
    bind(handlers, "hincrbyfloat", HashCommands::hincrbyfloat);
    bind(handlers, "hrandfield", RandomCommands::hrandfield);
    bind(handlers, "hscan", CollectionScans::hscan);
  }

  private static void bindLists(Handlers handlers) {
    bind(handlers, "lpush", ListCommands::lpush);
    bind(handlers, "rpush", ListCommands::rpush);
    bind(handlers, "lpushx", ListCommands::lpushx);
    bind(handlers, "rpushx", ListCommands::rpushx);
    bind(handlers, "lpop", ListCommands::lpop);
    bind(handlers, "rpop", ListCommands::rpop);
    bind(handlers, "llen", ListCommands::llen);
    bind(handlers, "lrange", ListCommands::lrange);
    bind(handlers, "lindex", ListCommands::lindex);
    bind(handlers, "lset", ListCommands::lset);
    bind(handlers, "lrem", ListCommands::lrem);
    bind(handlers, "ltrim", ListCommands::ltrim);
    bind(handlers, "linsert", ListCommands::linsert);
    bind(handlers, "lmove", ListMoves::lmove);
    bind(handlers, "rpoplpush", ListMoves::rpoplpush);
    bind(handlers, "lmpop", ListMoves::lmpop);
    bind(handlers, "lpos", ListMoves::lpos);
  }

  private static void bindSets(Handlers handlers) {
    bind(handlers, "sadd", SetCommands::sadd);
    bind(handlers, "srem", SetCommands::srem);
    bind(handlers, "smembers", SetCommands::smembers);
    bind(handlers, "sismember", SetCommands::sismember);
    bind(handlers, "smismember", SetCommands::smismember);
    bind(handlers, "scard", SetCommands::scard);
    bind(handlers, "smove", SetCommands::smove);
    bind(handlers, "spop", SetCommands::spop);
    bind(handlers, "sinter", SetAlgebra::sinter);
    bind(handlers, "sinterstore", SetAlgebra::sinterstore);
    bind(handlers, "sintercard", SetAlgebra::sintercard);
    bind(handlers, "sunion", SetAlgebra::sunion);
    bind(handlers, "sunionstore", SetAlgebra::sunionstore);
    bind(handlers, "sdiff", SetAlgebra::sdiff);
    bind(handlers, "sdiffstore", SetAlgebra::sdiffstore);
    bind(handlers, "srandmember", RandomCommands::srandmember);
    bind(handlers, "sscan", CollectionScans::sscan);
  }

  private static void bindSortedSets(Handlers handlers) {
    bind(handlers, "zadd", SortedSetCommands::zadd);
    bind(handlers, "zincrby", SortedSetCommands::zincrby);
    bind(handlers, "zrem", SortedSetCommands::zrem);
    bind(handlers, "zcard", SortedSetCommands::zcard);
    bind(handlers, "zscore", SortedSetCommands::zscore);
    bind(handlers, "zmscore", SortedSetCommands::zmscore);
    bind(handlers, "zrank", SortedSetCommands::zrank);
    bind(handlers, "zrevrank", SortedSetCommands::zrevrank);
    bind(handlers, "zpopmin", SortedSetCommands::zpopmin);
    bind(handlers, "zpopmax", SortedSetCommands::zpopmax);
    bind(handlers, "zmpop", SortedSetCommands::zmpop);
    bind(handlers, "zrange", SortedSetRanges::zrange);
    bind(handlers, "zrangestore", SortedSetRanges::zrangestore);
    bind(handlers, "zrevrange", SortedSetRanges::zrevrange);
    bind(handlers, "zrangebyscore", SortedSetRanges::zrangebyscore);
    bind(handlers, "zrevrangebyscore", SortedSetRanges::zrevrangebyscore);
    bind(handlers, "zrangebylex", SortedSetRanges::zrangebylex);
    bind(handlers, "zrevrangebylex", SortedSetRanges::zrevrangebylex);
    bind(handlers, "zcount", SortedSetRanges::zcount);
    bind(handlers, "zlexcount", SortedSetRanges::zlexcount);
    bind(handlers, "zremrangebyrank", SortedSetRanges::zremrangebyrank);
    bind(handlers, "zremrangebyscore", SortedSetRanges::zremrangebyscore);
    bind(handlers, "zremrangebylex", SortedSetRanges::zremrangebylex);
    bind(handlers, "zunion", SortedSetAlgebra::zunion);
    bind(handlers, "zinter", SortedSetAlgebra::zinter);
    bind(handlers, "zdiff", SortedSetAlgebra::zdiff);
    bind(handlers, "zunionstore", SortedSetAlgebra::zunionstore);
    bind(handlers, "zinterstore", SortedSetAlgebra::zinterstore);
    bind(handlers, "zdiffstore", SortedSetAlgebra::zdiffstore);
    bind(handlers, "zintercard", SortedSetAlgebra::zintercard);
    bind(handlers, "zrandmember", RandomCommands::zrandmember);
    bind(handlers, "zscan", CollectionScans::zscan);
  }
}
