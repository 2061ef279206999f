package io.scorta.control.param;

import java.util.List;
import java.util.Optional;

/// The versions that caches may run, oldest first for each engine. The newest is the default.
public final class EngineVersions {
  private static final List<EngineVersion> VERSIONS =
      List.of(
          new EngineVersion(CacheEngine.MEMCACHED, "1.5.16", "1.5.16", "memcached1.5"),
          new EngineVersion(CacheEngine.MEMCACHED, "1.6.6", "1.6.6", "memcached1.6"),
          new EngineVersion(CacheEngine.MEMCACHED, "1.6.12", "1.6.12", "memcached1.6"),
          new EngineVersion(CacheEngine.MEMCACHED, "1.6.17", "1.6.17", "memcached1.6"),
          new EngineVersion(CacheEngine.MEMCACHED, "1.6.22", "1.6.22", "memcached1.6"),
          new EngineVersion(CacheEngine.REDIS, "6.2", "6.2.6", "redis6.x"),
          new EngineVersion(CacheEngine.REDIS, "7.0", "7.0.7", "redis7"),
          new EngineVersion(CacheEngine.REDIS, "7.1", "7.1.0", "redis7"),
          new EngineVersion(CacheEngine.VALKEY, "7.2", "7.2.6", "valkey7"),
          new EngineVersion(CacheEngine.VALKEY, "8.0", "8.0.1", "valkey8"),
          new EngineVersion(CacheEngine.VALKEY, "8.1", "8.1.0", "valkey8"));

  private EngineVersions() {}

  public static List<EngineVersion> all() {
    return VERSIONS;
  }

  public static List<EngineVersion> of(CacheEngine engine) {
    return VERSIONS.stream().filter(version -> version.engine() == engine).toList();
  }

  public static EngineVersion newest(CacheEngine engine) {
    return of(engine).getLast();
  }

  /// The version that a caller means: `7.1`, `7.1.0`, or `6.x` for the newest 6.
  public static Optional<EngineVersion> find(CacheEngine engine, String asked) {
    if (asked.matches("[0-9]+\\.x") && engine != CacheEngine.MEMCACHED) {
      String major = asked.substring(0, asked.length() - 1);
      return of(engine).reversed().stream().filter(v -> v.full().startsWith(major)).findFirst();
    }
    return of(engine).stream()
        .filter(version -> version.asked().equals(asked) || version.full().equals(asked))
        .findFirst();
  }
}
