package io.scorta.engine.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// An engine with one cache that listens; its structure is checked when it closes.
final class Served implements AutoCloseable {
  static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  final Engine engine;
  final Cache cache;
  final Listener listener;

  Served() {
    this(EngineConfig.standard().withThreads(1), CacheConfig.resp("test"));
  }

  Served(EngineConfig config, CacheConfig cacheConfig) {
    engine = Engine.start(config);
    cache = engine.createCache(cacheConfig);
    listener = cache.listen(ANY, Admission.OPEN);
  }

  RespClient connect() throws IOException {
    return new RespClient(listener.address());
  }

  @Override
  public void close() {
    cache.cut((peer, peerPort, local, localPort, ticket) -> true);
    cache.verify();
    engine.close();
  }
}
