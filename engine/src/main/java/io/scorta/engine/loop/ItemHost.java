package io.scorta.engine.loop;

import io.scorta.engine.command.MemcachedHost;
import io.scorta.engine.command.MemcachedTally;
import io.scorta.engine.command.PrefixCounts;
import io.scorta.engine.command.Session;
import io.scorta.engine.evict.EvictionPolicy;
import io.scorta.engine.keyspace.Keyspace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What memcached's commands see of a cache.
final class ItemHost implements MemcachedHost {
  private static final int ITEM_BYTES_MAX = 1 << 20;

  private final Cache cache;
  private final List<MemcachedTally> tallies = new CopyOnWriteArrayList<>();
  private final PrefixCounts prefixes = new PrefixCounts();
  private final AtomicLong unique = new AtomicLong();
  private final AtomicLong flushAtMillis = new AtomicLong();

  ItemHost(Cache cache) {
    this.cache = cache;
  }

  @Override
  public Keyspace keyspace() {
    return cache.keyspace();
  }

  @Override
  public String version() {
    return cache.host().identity().version();
  }

  @Override
  public int port() {
    return cache.host().identity().port();
  }

  @Override
  public int threads() {
    return cache.host().identity().threads();
  }

  @Override
  public int connections() {
    return cache.host().connections();
  }

  @Override
  public int connectionsMax() {
    return cache.settings().connectionsMax();
  }

  @Override
  public long startedMillis() {
    return cache.host().identity().startedMillis();
  }

  @Override
  public int itemBytesMax() {
    return ITEM_BYTES_MAX;
  }

  @Override
  public boolean evicts() {
    return cache.keyspace().policy() != EvictionPolicy.NOEVICTION;
  }

  @Override
  public @Nullable String discovery() {
    String lines = cache.discovery();
    return lines.isEmpty() ? null : lines;
  }

  @Override
  public List<MemcachedTally> tallies() {
    return tallies;
  }

  @Override
  public PrefixCounts prefixes() {
    return prefixes;
  }

  @Override
  public void sessions(Consumer<Session> visitor) {
    cache.host().sessions(visitor);
  }

  @Override
  public long memoryBytesCap() {
    return cache.memoryBytesCap();
  }

  @Override
  public AtomicLong unique() {
    return unique;
  }

  @Override
  public AtomicLong flushAtMillis() {
    return flushAtMillis;
  }
}
