package io.scorta.engine.keyspace;

/// What happened to a key, by the names and classes that keyspace notifications give it.
public enum KeyEvent {
  DEL("del", EventClasses.of('g')),
  RENAME_FROM("rename_from", EventClasses.of('g')),
  RENAME_TO("rename_to", EventClasses.of('g')),
  MOVE_FROM("move_from", EventClasses.of('g')),
  MOVE_TO("move_to", EventClasses.of('g')),
  COPY_TO("copy_to", EventClasses.of('g')),
  RESTORE("restore", EventClasses.of('g')),
  EXPIRE("expire", EventClasses.of('g')),
  PERSIST("persist", EventClasses.of('g')),
  SET("set", EventClasses.of('$')),
  APPEND("append", EventClasses.of('$')),
  SETRANGE("setrange", EventClasses.of('$')),
  SETBIT("setbit", EventClasses.of('$')),
  INCRBY("incrby", EventClasses.of('$')),
  INCRBYFLOAT("incrbyfloat", EventClasses.of('$')),
  PFADD("pfadd", EventClasses.of('$')),
  LPUSH("lpush", EventClasses.of('l')),
  RPUSH("rpush", EventClasses.of('l')),
  LPOP("lpop", EventClasses.of('l')),
  RPOP("rpop", EventClasses.of('l')),
  LINSERT("linsert", EventClasses.of('l')),
  LSET("lset", EventClasses.of('l')),
  LREM("lrem", EventClasses.of('l')),
  LTRIM("ltrim", EventClasses.of('l')),
  SORTSTORE("sortstore", EventClasses.of('l')),
  SADD("sadd", EventClasses.of('s')),
  SREM("srem", EventClasses.of('s')),
  SPOP("spop", EventClasses.of('s')),
  SINTERSTORE("sinterstore", EventClasses.of('s')),
  SUNIONSTORE("sunionstore", EventClasses.of('s')),
  SDIFFSTORE("sdiffstore", EventClasses.of('s')),
  HSET("hset", EventClasses.of('h')),
  HDEL("hdel", EventClasses.of('h')),
  HINCRBY("hincrby", EventClasses.of('h')),
  HINCRBYFLOAT("hincrbyfloat", EventClasses.of('h')),
  ZADD("zadd", EventClasses.of('z')),
  ZINCR("zincr", EventClasses.of('z')),
  ZREM("zrem", EventClasses.of('z')),
  ZREMRANGEBYRANK("zremrangebyrank", EventClasses.of('z')),
  ZREMRANGEBYSCORE("zremrangebyscore", EventClasses.of('z')),
  ZREMRANGEBYLEX("zremrangebylex", EventClasses.of('z')),
  ZPOPMIN("zpopmin", EventClasses.of('z')),
  ZPOPMAX("zpopmax", EventClasses.of('z')),
  ZUNIONSTORE("zunionstore", EventClasses.of('z')),
  ZINTERSTORE("zinterstore", EventClasses.of('z')),
  ZDIFFSTORE("zdiffstore", EventClasses.of('z')),
  ZRANGESTORE("zrangestore", EventClasses.of('z')),
  GEOSEARCHSTORE("geosearchstore", EventClasses.of('z')),
  GEORADIUSSTORE("georadiusstore", EventClasses.of('z')),
  XADD("xadd", EventClasses.of('t')),
  XDEL("xdel", EventClasses.of('t')),
  XTRIM("xtrim", EventClasses.of('t')),
  XSETID("xsetid", EventClasses.of('t')),
  XGROUP_CREATE("xgroup-create", EventClasses.of('t')),
  XGROUP_CREATECONSUMER("xgroup-createconsumer", EventClasses.of('t')),
  XGROUP_DELCONSUMER("xgroup-delconsumer", EventClasses.of('t')),
  XGROUP_DESTROY("xgroup-destroy", EventClasses.of('t')),
  XGROUP_SETID("xgroup-setid", EventClasses.of('t')),
  /// Happen to a key by themselves, not by a command.
  EXPIRED("expired", EventClasses.of('x')),
  EVICTED("evicted", EventClasses.of('e')),
  /// No changes: the key was made by the change that follows, or was looked for in vain.
  NEW("new", EventClasses.of('n')),
  KEYMISS("keymiss", EventClasses.of('m')),
  /// All keys of a database are gone; tells nobody by name.
  FLUSHED("", 0),
  /// A database has become another one; tells nobody by name.
  SWAPPED("", 0);

  private final String text;
  private final int bit;

  KeyEvent(String text, int bit) {
    this.text = text;
    this.bit = bit;
  }

  /// The name that clients see.
  public String text() {
    return text;
  }

  /// The bit of its class, as [EventClasses] numbers them.
  public int bit() {
    return bit;
  }

  /// Whether no client did it, though one may have noticed it.
  public boolean isSpontaneous() {
    return this == EXPIRED || this == EVICTED;
  }

  /// Whether it happened to all keys of a database at once.
  public boolean isOfDatabase() {
    return this == FLUSHED || this == SWAPPED;
  }

  /// Whether the key, or what it holds, is another one than before.
  public boolean isChange() {
    return this != NEW && this != KEYMISS;
  }
}
