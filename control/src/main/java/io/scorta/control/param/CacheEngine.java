package io.scorta.control.param;

import java.util.Arrays;
import java.util.Optional;

/// What a cache speaks: its name in the API and the port it answers on when none is asked for.
public enum CacheEngine {
  MEMCACHED("memcached", 11211),
  REDIS("redis", 6379),
  VALKEY("valkey", 6379);

  private final String wireName;
  private final int port;

  CacheEngine(String wireName, int port) {
    this.wireName = wireName;
    this.port = port;
  }

  /// The engine of that name, in any case.
  public static Optional<CacheEngine> named(String name) {
    return Arrays.stream(values()).filter(e -> e.wireName.equalsIgnoreCase(name)).findFirst();
  }

  public String wireName() {
    return wireName;
  }

  public int port() {
    return port;
  }
}
