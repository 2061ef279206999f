package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keyspace;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cache that speaks memcached's protocol, as its commands see it: what all connections on all
/// loops share.
public interface MemcachedHost {
  Keyspace keyspace();

  /// What `version` and `stats` tell, such as `1.6.18`.
  String version();

  int port();

  int threads();

  int connections();

  int connectionsMax();

  long startedMillis();

  /// The largest item in bytes, key and overhead included.
  int itemBytesMax();

  /// Whether a full cache makes room by evicting; if not, it refuses to store.
  boolean evicts();

  /// The two lines of auto discovery; null for a cache that is not part of a cluster.
  @Nullable String discovery();

  /// The counters of all loops; each loop adds its own once.
  List<MemcachedTally> tallies();

  /// What `stats detail` counts.
  PrefixCounts prefixes();

  /// Shows every connection of this cache, on whatever loop it is.
  void sessions(Consumer<Session> visitor);

  /// The most that a client may make of the memory limit, in bytes; 0 for no bound.
  long memoryBytesCap();

  /// The last number that was given to an item for check-and-set.
  AtomicLong unique();

  /// When all items that exist then become invalid, in ms; 0 for no such time.
  AtomicLong flushAtMillis();
}
