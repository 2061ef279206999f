package io.scorta.engine.loop;

import java.util.Map;

/// What a cache is made with.
///
/// `memoryBytesMax` 0 means no limit. `parameters` are set as [Cache#configure] does. `flavour` and
/// `version` are what INFO and HELLO tell.
public record CacheConfig(
    String name,
    Protocol protocol,
    long memoryBytesMax,
    Map<String, String> parameters,
    Flavour flavour,
    String version) {

  /// The product whose fields INFO shows.
  public enum Flavour {
    VALKEY,
    REDIS
  }

  public static final String VALKEY_VERSION = "8.1.1";

  public CacheConfig {
    if (memoryBytesMax < 0) {
      throw new IllegalArgumentException(
          "cache \"%s\": %d bytes of memory".formatted(name, memoryBytesMax));
    }
    parameters = Map.copyOf(parameters);
  }

  /// A Valkey-like cache without memory limit or parameters.
  public static CacheConfig resp(String name) {
    return new CacheConfig(name, Protocol.RESP, 0, Map.of(), Flavour.VALKEY, VALKEY_VERSION);
  }

  public static CacheConfig memcached(String name) {
    return new CacheConfig(name, Protocol.MEMCACHED, 0, Map.of(), Flavour.VALKEY, "1.6.22");
  }

  public CacheConfig withMemory(long bytesMax) {
    return new CacheConfig(name, protocol, bytesMax, parameters, flavour, version);
  }

  public CacheConfig withParameters(Map<String, String> values) {
    return new CacheConfig(name, protocol, memoryBytesMax, values, flavour, version);
  }

  public CacheConfig withFlavour(Flavour value, String itsVersion) {
    return new CacheConfig(name, protocol, memoryBytesMax, parameters, value, itsVersion);
  }
}
