package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The memory that a cache is made with binds it from its first command.
class MemoryLimitTest {
  private static final long LIMIT = 4L << 20;
  private static final EngineConfig ONE_LOOP = EngineConfig.standard().withThreads(1);

  @Test
  void limitOfTheStartIsToldAndKept() throws IOException {
    try (Served served = new Served(ONE_LOOP, CacheConfig.resp("test").withMemory(LIMIT));
        RespClient client = served.connect()) {
      assertThat(served.cache.configured("maxmemory")).isEqualTo(Long.toString(LIMIT));
      assertThat(served.cache.figures().memoryBytesMax()).isEqualTo(LIMIT);
      assertThat(client.call("INFO", "memory")).contains("maxmemory:" + LIMIT);
      assertThat(refusedWrites(client)).isPositive();
      assertThat(served.cache.figures().usedMemoryBytes()).isLessThanOrEqualTo(LIMIT * 11 / 10);
    }
  }

  @Test
  void memcachedMakesRoomFromTheStart() {
    try (Served served = new Served(ONE_LOOP, CacheConfig.memcached("test").withMemory(LIMIT))) {
      assertThat(served.cache.figures().memoryBytesMax()).isEqualTo(LIMIT);
    }
  }

  /// Writes twice as much as there is room for.
  private static long refusedWrites(RespClient client) throws IOException {
    String value = "x".repeat(64 << 10);
    long refused = 0;
    for (int i = 0; i < 2 * LIMIT / value.length(); i++) {
      refused += client.call("SET", "key" + i, value).startsWith("-OOM") ? 1 : 0;
    }
    return refused;
  }
}
