package io.scorta.engine.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The event loops and the memory on which caches run. One engine carries many caches.
public final class Engine implements AutoCloseable {
  private final EngineConfig config;
  private final List<EventLoop> loops = new ArrayList<>();
  private final Set<Cache> caches = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private boolean closed;

  private Engine(EngineConfig config) {
    this.config = config;
    for (int i = 0; i < config.threads(); i++) {
      loops.add(new EventLoop(i, config));
    }
  }

  public static Engine start(EngineConfig config) {
    Engine engine = new Engine(config);
    engine.loops.forEach(EventLoop::start);
    return engine;
  }

  /// Makes an empty cache; it listens nowhere yet.
  public Cache createCache(CacheConfig cacheConfig) {
    Cache cache = new Cache(this, cacheConfig);
    caches.add(cache);
    return cache;
  }

  EngineConfig config() {
    return config;
  }

  List<EventLoop> loops() {
    return loops;
  }

  /// A loop for the next listener or connection, in turn.
  EventLoop nextLoop() {
    return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
  }

  int nextLoopNumber() {
    return Math.floorMod(turn.getAndIncrement(), loops.size());
  }

  void forget(Cache cache) {
    caches.remove(cache);
  }

  /// Closes all caches, ends the loops and gives the memory back.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(caches).forEach(Cache::close);
    loops.forEach(EventLoop::stop);
    loops.forEach(loop -> loop.allocator().close());
  }
}
