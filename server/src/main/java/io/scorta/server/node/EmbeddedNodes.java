package io.scorta.server.node;

import io.scorta.access.model.Ipv4;
import io.scorta.control.node.NodeSpec;
import io.scorta.control.param.CacheEngine;
import io.scorta.engine.loop.Cache;
import io.scorta.engine.loop.CacheConfig;
import io.scorta.engine.loop.Engine;
import io.scorta.engine.loop.Protocol;
import java.util.Map;

/// Nodes that are caches of one engine in this process. All share its loops.
public final class EmbeddedNodes implements NodeRunner {
  private final Engine engine;
  private final Guard guard;
  private final ShownAddresses addresses;

  public EmbeddedNodes(Engine engine, Guard guard, ShownAddresses addresses) {
    this.engine = engine;
    this.guard = guard;
    this.addresses = addresses;
  }

  @Override
  public RunningNode start(NodeSpec spec) {
    Cache cache = create(spec);
    try {
      return new EmbeddedNode(cache, guard, addresses, spec);
    } catch (RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  private Cache create(NodeSpec spec) {
    String databases = spec.parameters().get(EmbeddedNode.DATABASES);
    CacheConfig config =
        new CacheConfig(
            spec.account() + "/" + spec.name(),
            spec.engine() == CacheEngine.MEMCACHED ? Protocol.MEMCACHED : Protocol.RESP,
            spec.memoryBytesMax(),
            databases == null ? Map.of() : Map.of(EmbeddedNode.DATABASES, databases),
            spec.engine() == CacheEngine.REDIS
                ? CacheConfig.Flavour.REDIS
                : CacheConfig.Flavour.VALKEY,
            spec.engineVersion());
    try {
      return engine.createCache(config);
    } catch (RuntimeException e) {
      throw new NodeException(
          "no cache could be made at %s (%s)"
              .formatted(Ipv4.format(spec.address()), e.getMessage()),
          e);
    }
  }
}
