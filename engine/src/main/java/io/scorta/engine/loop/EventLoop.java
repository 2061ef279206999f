package io.scorta.engine.loop;

import io.scorta.engine.command.Host;
import io.scorta.engine.keyspace.Clock;
import io.scorta.engine.keyspace.Desk;
import io.scorta.engine.keyspace.Dice;
import io.scorta.engine.memory.Allocator;
import io.scorta.engine.transport.Transport;
import io.scorta.engine.value.Workbench;
import io.scorta.engine.wire.ReplyBuffer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One thread that waits for sockets and answers them.
///
/// A wake: ready sockets one after the other, each with its reads, commands and one flush; then the
/// inbox; then, every [#TICK_MILLIS], the regular work; last, what connections were given by others
/// meanwhile is flushed. A loop with nothing to do sleeps without end.
final class EventLoop implements Runnable {
  static final int READ_BYTES = 64 << 10;
  private static final int TICK_MILLIS = 1000 / Host.TICKS_PER_SECOND;
  private static final long TICK_BUDGET_NANOS = 10_000_000;
  private static final Logger LOG = System.getLogger(EventLoop.class.getName());

  private final EngineConfig config;
  private final Transport.Kind kind;
  private final Thread thread;
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final List<Seat> seats = new ArrayList<>();
  private final List<Integer> pausedListeners = new ArrayList<>();

  /// Connections that were given something while others had their turn.
  private final Deque<Connection> flushes = new ArrayDeque<>();

  private final Allocator allocator;
  private final Desk desk;
  private final Transport transport;
  private final ReplyBuffer replies;
  private final long readBuffer;
  private final HeldSockets held;
  private final Timers timers = new Timers();
  private final OutputBudget output;
  private @Nullable Endpoint[] endpoints = new Endpoint[64];
  private long nextTickNanos;

  /// Moves on with each tick, so that every cache is first in turn when the budget is short.
  private int firstTicked;

  /// Whether anything happened since the last tick, or a tick is needed for itself. Only then the
  /// loop wakes by itself, so that the many caches of an idle loop are not asked at every wake.
  private boolean active = true;

  /// Whether the thread may be asleep, so that a task must wake it. Owner: the loop; read by all.
  private volatile boolean asleep;

  private volatile boolean stopping;

  EventLoop(int number, EngineConfig config) {
    this.config = config;
    this.kind = config.portable() ? Transport.Kind.NIO : Transport.preferred();
    this.allocator = new Allocator();
    this.desk =
        new Desk(
            new Workbench(allocator, System.nanoTime()),
            new Clock(InstantSource.system()),
            new Dice(System.nanoTime()));
    this.transport = Transport.open(kind, allocator);
    this.replies = new ReplyBuffer(allocator);
    this.readBuffer = allocator.allocate(READ_BYTES);
    this.held = new HeldSockets(this, config);
    this.output = new OutputBudget(config.waitingBytesMax() / config.threads());
    this.thread = Thread.ofPlatform().name("scorta-loop-" + number).daemon().unstarted(this);
  }

  void start() {
    thread.start();
    started.join();
  }

  Allocator allocator() {
    return allocator;
  }

  Desk desk() {
    return desk;
  }

  Transport transport() {
    return transport;
  }

  Clock clock() {
    return desk.clock();
  }

  ReplyBuffer replies() {
    return replies;
  }

  Timers timers() {
    return timers;
  }

  HeldSockets held() {
    return held;
  }

  OutputBudget output() {
    return output;
  }

  /// Ends the connection of this loop with most output waiting.
  void shed() {
    Connection slowest = null;
    for (Seat seat : seats) {
      Connection one = seat.slowest();
      if (one != null && (slowest == null || one.waitingBytes() > slowest.waitingBytes())) {
        slowest = one;
      }
    }
    if (slowest != null) {
      long bytes = slowest.waitingBytes();
      LOG.log(Level.WARNING, () -> "event=slow-reader-ended waitingBytes=" + bytes);
      slowest.shed();
    }
  }

  long readBuffer() {
    return readBuffer;
  }

  EngineConfig config() {
    return config;
  }

  Thread thread() {
    return thread;
  }

  @Override
  public void run() {
    started.complete(0);
    while (!stopping) {
      try {
        wake();
      } catch (RuntimeException | Error e) {
        report("event=loop-failure", e);
      }
    }
    end();
  }

  private void wake() {
    int timeout = timeoutMillis();
    asleep = true;
    if (!inbox.isEmpty()) {
      timeout = 0;
    }
    int count = transport.await(timeout);
    asleep = false;
    desk.clock().update();
    active |= count > 0;
    runTasks();
    for (int i = 0; i < count; i++) {
      int socket = transport.readySocket(i);
      if (socket >= 0 && socket < endpoints.length) {
        dispatch(endpoints[socket], transport.ready(i));
      }
    }
    runTasks();
    timers.run();
    work();
    for (Connection next = flushes.poll(); next != null; next = flushes.poll()) {
      flush(next);
    }
  }

  /// Before the sockets too: what another loop did for a client before that client could know of it
  /// comes before what the client sends next.
  private void runTasks() {
    for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
      task.run();
      active = true;
    }
  }

  private static void flush(Connection connection) {
    try {
      connection.flushNow();
    } catch (RuntimeException | Error e) {
      connection.fail();
      report("event=connection-failure", e);
    }
  }

  /// Has a connection flushed at the end of this wake.
  void flushLater(Connection connection) {
    flushes.add(connection);
  }

  private static void dispatch(@Nullable Endpoint endpoint, int readiness) {
    if (endpoint == null) {
      return;
    }
    try {
      endpoint.ready(readiness);
    } catch (RuntimeException | Error e) {
      endpoint.fail();
      report("event=connection-failure", e);
    }
  }

  /// Even when the heap is full, so that the words cannot be written, the loop has to go on.
  private static void report(String event, Throwable failure) {
    try {
      LOG.log(Level.ERROR, event, failure);
    } catch (RuntimeException | Error _) {
      Thread.onSpinWait(); // Nothing is left to say it with.
    }
  }

  private int timeoutMillis() {
    if (desk.discards().count() > 0) {
      return 0;
    }
    return timers.sleepMillis(active ? TICK_MILLIS : -1);
  }

  private void work() {
    desk.discards().slice();
    long now = System.nanoTime();
    if (now - nextTickNanos >= 0) {
      nextTickNanos = now + TICK_MILLIS * 1_000_000L;
      tick();
    }
  }

  private void tick() {
    held.tick();
    active = !held.isEmpty() || !pausedListeners.isEmpty();
    long deadline = System.nanoTime() + TICK_BUDGET_NANOS;
    firstTicked++;
    for (int i = 0; i < seats.size(); i++) {
      Seat seat = seats.get((i + firstTicked & Integer.MAX_VALUE) % seats.size());
      seat.tick(deadline);
      active |= seat.needsTicks();
    }
    for (Integer listener : pausedListeners) {
      if (endpoints[listener] != null) {
        transport.interest(listener, Transport.READABLE);
      }
    }
    pausedListeners.clear();
    allocator.trim();
  }

  /// Stops accepting for one tick, because no descriptor is left.
  void pause(int listener) {
    transport.interest(listener, 0);
    pausedListeners.add(listener);
  }

  void watch(int socket, Endpoint endpoint, int interest) {
    if (socket >= endpoints.length) {
      endpoints = Arrays.copyOf(endpoints, Math.max(socket + 1, endpoints.length * 2));
    }
    endpoints[socket] = endpoint;
    transport.watch(socket, interest);
  }

  void forget(int socket) {
    endpoints[socket] = null;
  }

  void add(Seat seat) {
    seats.add(seat);
  }

  void remove(Seat seat) {
    seats.remove(seat);
  }

  /// Has a task run by the loop's thread, soon.
  void post(Runnable task) {
    inbox.add(task);
    if (asleep) {
      transport.wake();
    }
  }

  /// Has work done by the loop's thread and waits for its result; failures are thrown here.
  <T> T call(Supplier<T> work) {
    if (Thread.currentThread() == thread || !thread.isAlive()) {
      return work.get();
    }
    CompletableFuture<Result<T>> future = new CompletableFuture<>();
    post(
        () -> {
          try {
            future.complete(new Result<>(work.get(), null));
          } catch (RuntimeException | Error e) {
            future.complete(new Result<>(null, e));
          }
        });
    return future.join().get();
  }

  private record Result<T>(@Nullable T value, @Nullable Throwable failure) {
    @SuppressWarnings("NullAway") // a result without failure has a value
    T get() {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      return value;
    }
  }

  void stop() {
    post(() -> stopping = true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    held.close();
    for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
      task.run();
    }
    transport.close();
    replies.close();
    allocator.free(readBuffer, READ_BYTES);
  }
}
