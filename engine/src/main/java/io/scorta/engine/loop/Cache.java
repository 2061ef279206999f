package io.scorta.engine.loop;

import io.scorta.engine.command.Host;
import io.scorta.engine.command.Hub;
import io.scorta.engine.command.Session;
import io.scorta.engine.command.Settings;
import io.scorta.engine.evict.EvictionPolicy;
import io.scorta.engine.keyspace.Database;
import io.scorta.engine.keyspace.Keyspace;
import io.scorta.engine.keyspace.Tally;
import io.scorta.engine.keyspace.Verification;
import io.scorta.engine.transport.Transport;
import io.scorta.engine.transport.TransportException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// One keyspace with its settings, its protocol and its connections, on the loops of an [Engine].
///
/// All methods may be called by any thread.
public final class Cache implements AutoCloseable {
  private static final int BACKLOG = 511;
  private static final int DATABASES = 16;

  private final Engine engine;
  private final CacheConfig config;
  private final Keyspace keyspace;
  private final Settings settings;
  private final Hub hub;
  private final Inside inside = new Inside();
  private final ItemHost itemHost = new ItemHost(this);
  private final List<Seat> seats = new ArrayList<>();
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Long, Session> sessions = new ConcurrentSkipListMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong sessionIds = new AtomicLong();
  private volatile Host.Identity identity;
  private volatile String discovery = "";
  private boolean closed;

  Cache(Engine engine, CacheConfig config) {
    this.engine = engine;
    this.config = config;
    this.keyspace = new Keyspace(databases(config), config.memoryBytesMax());
    this.settings = new Settings(keyspace);
    this.hub = new Hub(keyspace.interest());
    byte[] random = new byte[20];
    ThreadLocalRandom.current().nextBytes(random);
    this.identity =
        new Host.Identity(
            config.flavour().name().toLowerCase(Locale.ROOT),
            config.version(),
            0,
            System.currentTimeMillis(),
            HexFormat.of().formatHex(random),
            engine.config().threads());
    if (config.protocol() == Protocol.MEMCACHED) {
      keyspace.policy(EvictionPolicy.ALLKEYS_LRU);
    }
    config.parameters().forEach(this::begin);
    boolean shared = engine.config().threads() > 1;
    for (EventLoop loop : engine.loops()) {
      seats.add(loop.call(() -> seat(loop, shared)));
    }
  }

  private Seat seat(EventLoop loop, boolean shared) {
    Seat seat = new Seat(loop, this, shared);
    loop.add(seat);
    return seat;
  }

  private static int databases(CacheConfig config) {
    String value = config.parameters().get("databases");
    return value == null ? DATABASES : Integer.parseInt(value);
  }

  private void begin(String name, String value) {
    if (name.equals("databases")) {
      settings.fix(name, value);
    } else {
      configure(name, value);
    }
  }

  public String name() {
    return config.name();
  }

  public Protocol protocol() {
    return config.protocol();
  }

  /// Accepts connections on an IPv4 address from when it returns; port 0 lets the system choose.
  public Listener listen(InetSocketAddress address, Admission admission) {
    if (!(address.getAddress() instanceof Inet4Address inet)) {
      throw new ListenException(
          address, ListenException.Cause.NOT_AVAILABLE, "only IPv4 addresses are served");
    }
    byte[] bytes = inet.getAddress();
    int number = 0;
    for (byte b : bytes) {
      number = number << 8 | b & 0xff;
    }
    int wanted = number;
    return listen(address, admission, it -> it.listen(wanted, address.getPort(), BACKLOG));
  }

  /// Accepts connections on a socket that already listens at this address, in whatever network it
  /// was opened: a descriptor of this process that does not block. It is the cache's from now on.
  public Listener adopt(int descriptor, InetSocketAddress address, Admission admission) {
    return listen(address, admission, it -> it.adopt(descriptor));
  }

  private Listener listen(
      InetSocketAddress address, Admission admission, ToIntFunction<Transport> open) {
    EventLoop loop = engine.nextLoop();
    Listener listener;
    try {
      listener =
          loop.call(
              () -> {
                int socket = open.applyAsInt(loop.transport());
                int port = Transport.port(loop.transport().local(socket));
                InetSocketAddress at = new InetSocketAddress(address.getAddress(), port);
                Listener made = new Listener(this, loop, socket, at, admission);
                made.start();
                return made;
              });
    } catch (TransportException e) {
      throw failure(address, e);
    }
    listeners.add(listener);
    identify(listener.address().getPort());
    return listener;
  }

  private static ListenException failure(InetSocketAddress address, TransportException e) {
    return switch (e.reason()) {
      case ADDRESS_IN_USE ->
          new ListenException(
              address, ListenException.Cause.IN_USE, "the address is in use by another program");
      case ADDRESS_NOT_AVAILABLE ->
          new ListenException(
              address, ListenException.Cause.NOT_AVAILABLE, "this machine has no such address");
      case NO_PERMISSION ->
          new ListenException(address, ListenException.Cause.NO_PERMISSION, "permission denied");
      case OTHER ->
          new ListenException(address, ListenException.Cause.OTHER, String.valueOf(e.getMessage()));
    };
  }

  private synchronized void identify(int port) {
    Host.Identity old = identity;
    identity =
        new Host.Identity(
            old.flavour(), old.version(), port, old.startedMillis(), old.runId(), old.threads());
    settings.fix("port", Integer.toString(port));
  }

  /// Sets a parameter as CONFIG SET does; the exception has the engine's own error text.
  public void configure(String name, String value) {
    String error = settings.set(Map.of(name, value));
    if (error != null) {
      throw new IllegalArgumentException(error);
    }
  }

  /// The value of a parameter as CONFIG GET shows it, or null if there is no such parameter.
  public @Nullable String configured(String name) {
    return settings.get(name);
  }

  /// The memory limit as the cache's owner set it; what clients may ask for stays below. 0 for
  /// none.
  long memoryBytesCap() {
    return Long.parseLong(Objects.requireNonNull(settings.get("maxmemory")));
  }

  /// Changes the version that the cache tells its clients; its keys stay.
  public synchronized void present(String version) {
    Host.Identity old = identity;
    identity =
        new Host.Identity(
            old.flavour(), version, old.port(), old.startedMillis(), old.runId(), old.threads());
  }

  /// Sets what memcached's auto discovery answers: the version and the list of nodes, two lines.
  public void discovery(String payload) {
    discovery = payload;
  }

  String discovery() {
    return discovery;
  }

  public CacheFigures figures() {
    Tally total = keyspace.total();
    return new CacheFigures(
        Math.max(0, total.usedBytes),
        keyspace.memoryBytesMax(),
        keyspace.size(),
        connections.get(),
        total.connectionsReceived,
        total.connectionsRejected,
        total.commands,
        total.hits,
        total.misses,
        total.expired,
        total.evicted,
        total.inputBytes,
        total.outputBytes);
  }

  /// Removes all keys of all databases.
  public void flushAll() {
    Seat seat = seats.getFirst();
    seat.loop()
        .call(
            () -> {
              for (int i = 0; i < keyspace.databaseCount(); i++) {
                Database database = keyspace.existing(i);
                if (database != null) {
                  seat.keeper().flush(database);
                }
              }
              seat.finishWork();
              return 0;
            });
  }

  /// Checks the structure of the keyspace; for tests, while nothing happens on any loop.
  void verify() {
    long buffers = 0;
    for (Seat seat : seats) {
      buffers += seat.loop().call(seat::bufferBytes);
    }
    long counted = buffers;
    seats
        .getFirst()
        .loop()
        .call(
            () -> {
              Verification.check(keyspace, counted);
              return 0;
            });
  }

  /// Closes every live connection that passes the test and tells how many; when it returns none of
  /// them executes another command.
  public int cut(ConnectionTest test) {
    int count = cutOnce(test);
    // A connection may have been on its way from one loop to another: then the first round let it
    // arrive, and the second one meets it.
    return seats.size() > 1 ? count + cutOnce(test) : count;
  }

  private int cutOnce(ConnectionTest test) {
    int count = 0;
    for (Seat seat : seats) {
      count += seat.loop().call(() -> seat.cut(test));
    }
    return count;
  }

  /// Ends the cache: its listeners, its connections and its memory.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(listeners).forEach(Listener::close);
    cut((peer, peerPort, local, localPort, ticket) -> true);
    flushAll();
    for (Seat seat : seats) {
      seat.loop()
          .call(
              () -> {
                seat.close();
                seat.loop().remove(seat);
                return 0;
              });
    }
    engine.forget(this);
  }

  /// Memory of all clients' buffers, as the loops last saw it.
  long clientBytes() {
    long sum = 0;
    for (Seat seat : seats) {
      sum += seat.clientBytes();
    }
    return sum;
  }

  void closed(Listener listener) {
    listeners.remove(listener);
  }

  Host host() {
    return inside;
  }

  ItemHost itemHost() {
    return itemHost;
  }

  Keyspace keyspace() {
    return keyspace;
  }

  Settings settings() {
    return settings;
  }

  long nextSessionId() {
    return sessionIds.incrementAndGet();
  }

  /// Counts a new connection unless there are too many.
  boolean connected() {
    if (connections.incrementAndGet() <= settings.connectionsMax()) {
      return true;
    }
    connections.decrementAndGet();
    return false;
  }

  /// A counted connection ended before it began.
  void connectionLost() {
    connections.decrementAndGet();
  }

  void opened(Session session) {
    sessions.put(session.id(), session);
  }

  void disconnected(Session session) {
    sessions.remove(session.id());
    connections.decrementAndGet();
  }

  void refused(EventLoop loop) {
    seatOn(loop).tally().connectionsRejected++;
  }

  private Seat seatOn(EventLoop loop) {
    return seats.get(engine.loops().indexOf(loop));
  }

  /// Gives an admitted socket to a loop, in turn.
  void place(EventLoop acceptor, int socket, long peer, long local, long ticket) {
    Seat seat = seats.size() == 1 ? seats.getFirst() : seats.get(engine.nextLoopNumber());
    if (seat.loop() == acceptor) {
      seat.adopt(socket, peer, local, ticket);
    } else {
      seat.loop().post(() -> seat.adopt(socket, peer, local, ticket));
    }
  }

  /// What commands see of the cache.
  private final class Inside implements Host {
    @Override
    public Keyspace keyspace() {
      return keyspace;
    }

    @Override
    public Settings settings() {
      return settings;
    }

    @Override
    public Identity identity() {
      return identity;
    }

    @Override
    public Hub hub() {
      return hub;
    }

    @Override
    public void sessions(Consumer<Session> visitor) {
      sessions.values().forEach(visitor);
    }

    @Override
    public @Nullable Session session(long id) {
      return sessions.get(id);
    }

    @Override
    public void disconnect(Session session) {
      for (Seat seat : seats) {
        if (seat.loop().thread() == Thread.currentThread()) {
          seat.disconnect(session);
        } else {
          seat.loop().post(() -> seat.disconnect(session));
        }
      }
    }

    @Override
    public int connections() {
      return connections.get();
    }
  }
}
