package io.scorta.control.param;

/// The size of a node: what its memory allows each engine to hold.
///
/// `memoryBytes` is for valkey and redis, of which a part stays reserved; `itemMebibytes` and
/// `threads` are for memcached, both 0 where it does not run on the type.
public record NodeType(
    String name, long memoryBytes, long replicaBufferBytes, int itemMebibytes, int threads) {
  /// Whether caches of that engine may have this type.
  public boolean runs(CacheEngine engine) {
    return engine == CacheEngine.MEMCACHED ? itemMebibytes > 0 : memoryBytes > 0;
  }
}
