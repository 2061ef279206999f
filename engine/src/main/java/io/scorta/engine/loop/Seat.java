package io.scorta.engine.loop;

import io.scorta.engine.command.ClientLimits;
import io.scorta.engine.command.MemcachedService;
import io.scorta.engine.command.RespService;
import io.scorta.engine.command.Session;
import io.scorta.engine.evict.EvictionPolicy;
import io.scorta.engine.keyspace.Expirer;
import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Tally;
import io.scorta.engine.wire.Dialogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One cache on one loop: its hand on the keyspace, its protocol service and its connections there.
final class Seat {

  /// What eviction may take of a tick, and expiry with the least effort.
  private static final long SLICE_NANOS = 1_000_000;

  private final EventLoop loop;
  private final Cache cache;
  private final Keeper keeper;
  private final Expirer expirer;
  private final @Nullable RespService resp;
  private final @Nullable MemcachedService memcached;
  private final List<Connection> connections = new ArrayList<>();

  /// Memory of the connections' buffers at the last tick, while there is a limit for it.
  private volatile long clientBytes;

  /// After this nothing is adopted; a socket may still be on its way here.
  private boolean closed;

  Seat(EventLoop loop, Cache cache, boolean shared) {
    this.loop = loop;
    this.cache = cache;
    this.keeper = new Keeper(cache.keyspace(), loop.desk(), shared);
    this.expirer = new Expirer(keeper);
    boolean isResp = cache.protocol() == Protocol.RESP;
    this.resp = isResp ? new RespService(cache.host(), keeper, loop.replies(), loop::post) : null;
    this.memcached = isResp ? null : new MemcachedService(cache.itemHost(), keeper, loop.replies());
  }

  EventLoop loop() {
    return loop;
  }

  Cache cache() {
    return cache;
  }

  Keeper keeper() {
    return keeper;
  }

  Tally tally() {
    return keeper.tally();
  }

  long nextSessionId() {
    return cache.nextSessionId();
  }

  Dialogue open(Session session) {
    return memcached != null ? memcached.open(session) : Objects.requireNonNull(resp).open(session);
  }

  /// Takes over an accepted socket that may stay.
  void adopt(int socket, long peer, long local, long ticket) {
    if (closed) {
      loop.transport().close(socket);
      cache.connectionLost();
      return;
    }
    Connection connection = new Connection(this, socket, peer, local, ticket);
    connection.place = connections.size();
    connections.add(connection);
    cache.opened(connection.session());
    tally().connectionsReceived++;
    loop.transport().keepAlive(socket, cache.settings().keepAliveSeconds());
    connection.start();
  }

  void remove(Connection connection) {
    Connection last = connections.removeLast();
    if (last != connection) {
      connections.set(connection.place, last);
      last.place = connection.place;
    }
    cache.disconnected(connection.session());
  }

  /// Closes the connection of a session if it is here.
  void disconnect(Session session) {
    for (Connection connection : List.copyOf(connections)) {
      if (connection.session() == session) {
        connection.close();
      }
    }
  }

  /// Real memory of what connections have received or not sent yet.
  long bufferBytes() {
    return connections.stream().mapToLong(Connection::bufferBytes).sum();
  }

  /// The connection with most output waiting; null without connections.
  @Nullable Connection slowest() {
    Connection slowest = null;
    for (Connection one : connections) {
      if (slowest == null || one.waitingBytes() > slowest.waitingBytes()) {
        slowest = one;
      }
    }
    return slowest;
  }

  /// Closes the connections that pass the test and tells how many.
  int cut(ConnectionTest test) {
    int count = 0;
    for (Connection connection : List.copyOf(connections)) {
      if (connection.matches(test)) {
        connection.close();
        count++;
      }
    }
    return count;
  }

  long queryBytesMax() {
    return cache.settings().queryBytesMax();
  }

  boolean isOverOutputLimit(Session session, long bytes) {
    long hard = limit(session).hardBytes();
    return hard > 0 && bytes > hard;
  }

  boolean isOverSoftLimit(Session session, long bytes) {
    long soft = limit(session).softBytes();
    return soft > 0 && bytes > soft;
  }

  long softLimitMillis(Session session) {
    return limit(session).softSeconds() * 1000;
  }

  private ClientLimits.Limit limit(Session session) {
    ClientLimits limits = cache.settings().clientLimits();
    return session.isListening() ? limits.pubsub() : limits.normal();
  }

  private boolean hasSoftLimit() {
    ClientLimits limits = cache.settings().clientLimits();
    return limits.normal().softBytes() > 0
        || limits.pubsub().softBytes() > 0 && cache.host().hub().isListenedTo();
  }

  /// Whether [#tick] has something to watch.
  boolean needsTicks() {
    return expirer.isNeeded()
        || isToShrink()
        || !connections.isEmpty()
            && (cache.settings().idleSeconds() > 0
                || hasSoftLimit()
                || cache.settings().clientBytesMax() > 0);
  }

  /// Whether keys have to go although nobody writes: the memory limit was lowered.
  private boolean isToShrink() {
    return cache.keyspace().isOverLimit()
        && cache.keyspace().policy() != EvictionPolicy.NOEVICTION
        && cache.keyspace().size() > 0;
  }

  private void shrink(long deadlineNanos) {
    long own = System.nanoTime() + SLICE_NANOS;
    long end = own - deadlineNanos < 0 ? own : deadlineNanos;
    boolean made = true;
    while (made && isToShrink() && System.nanoTime() - end < 0) {
      made = keeper.evictor().makeRoom();
    }
    finishWork();
  }

  /// Regular work, in a slice of bounded time.
  void tick(long deadlineNanos) {
    cache.keyspace().notePeak();
    if (expirer.isNeeded() && !cache.host().hub().pause().isOn(loop.clock().millis())) {
      long own = System.nanoTime() + SLICE_NANOS * cache.settings().expireEffort();
      expirer.slice(own - deadlineNanos < 0 ? own : deadlineNanos);
      finishWork();
    }
    if (isToShrink()) {
      shrink(deadlineNanos);
    }
    long now = loop.clock().millis();
    long idleMillis = cache.settings().idleSeconds() * 1000L;
    if (!connections.isEmpty() && needsTicks()) {
      for (Connection connection : List.copyOf(connections)) {
        Session session = connection.session();
        // Who listens or waits may be silent for ever.
        boolean silent = session.isListening() || session.isWaiting();
        if (idleMillis > 0 && now - session.usedMillis() > idleMillis && !silent) {
          connection.close();
        } else {
          connection.checkSoftLimit(now);
        }
      }
    }
    evictClients();
  }

  long clientBytes() {
    return clientBytes;
  }

  /// While the buffers of all clients take too much, ends the largest of this loop.
  private void evictClients() {
    long most = cache.settings().clientBytesMax();
    long own = most == 0 ? 0 : bufferBytes();
    clientBytes = own;
    while (most > 0 && cache.clientBytes() > most) {
      Connection largest = null;
      for (Connection one : connections) {
        boolean larger = largest == null || one.bufferBytes() > largest.bufferBytes();
        largest = larger && one.session().mayBeEvicted() ? one : largest;
      }
      if (largest == null || largest.bufferBytes() == 0) {
        return; // The others are on other loops.
      }
      own -= largest.bufferBytes();
      clientBytes = own;
      largest.close();
      tally().clientsEvicted++;
    }
  }

  /// Tells those who wait for it what regular work did to keys.
  void finishWork() {
    if (resp != null) {
      resp.finishWork();
    }
  }

  void close() {
    closed = true;
    cut((peer, peerPort, local, localPort, ticket) -> true);
    keeper.discards().finish();
    if (resp != null) {
      resp.close();
    }
    if (memcached != null) {
      memcached.close();
    }
  }
}
