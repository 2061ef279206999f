package io.scorta.engine.command;

import io.scorta.engine.keyspace.Database;
import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Dialogue;
import io.scorta.engine.wire.MemcachedReader;
import io.scorta.engine.wire.ReplyBuffer;

/// memcached's text protocol for one cache on one loop: what all its connections there share.
public final class MemcachedService {
  final MemcachedHost host;
  final Keeper keeper;
  final ReplyBuffer reply;
  final MemcachedReader reader = new MemcachedReader();
  final MemcachedTally tally = new MemcachedTally();
  final MemcachedItems items;
  final MemcachedStore store;
  final MetaCommands meta;
  final MemcachedStats stats;

  public MemcachedService(MemcachedHost host, Keeper keeper, ReplyBuffer reply) {
    this.host = host;
    this.keeper = keeper;
    this.reply = reply;
    this.store = new MemcachedStore(this);
    this.meta = new MetaCommands(this);
    this.items = new MemcachedItems(this);
    this.stats = new MemcachedStats(host);
    host.tallies().add(tally);
  }

  /// Begins the conversation of a new connection.
  public Dialogue open(Session session) {
    return new MemcachedDialogue(this, session);
  }

  /// The one set of items that memcached has.
  Database database() {
    return host.keyspace().database(0);
  }

  /// Whether this is the key of auto discovery, in a cache that has it.
  boolean isReserved(long key, int length) {
    if (length != MemcachedItems.DISCOVERY_KEY.length() || host.discovery() == null) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Memory.getByte(key + i) != MemcachedItems.DISCOVERY_KEY.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Gives the memory of the service back.
  public void close() {
    meta.close();
  }

  /// Carries out a flush whose time has come. Whoever sees it first does it.
  void flushWhenDue() {
    long due = host.flushAtMillis().get();
    if (due != 0 && due <= keeper.clock().millis() && host.flushAtMillis().compareAndSet(due, 0)) {
      keeper.flush(database());
    }
  }
}
