package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyCachesTest {
  private static final int CACHES = 1000;

  @Test
  void aThousandIdleCachesAreCheapAndApart() throws IOException {
    try (Engine engine = Engine.start(EngineConfig.standard().withThreads(1))) {
      long heapBefore = heapUsed();
      long reservedBefore = engine.loops().getFirst().allocator().reservedBytes();
      List<Listener> listeners = new ArrayList<>();
      List<Cache> caches = new ArrayList<>();
      for (int i = 0; i < CACHES; i++) {
        Cache cache = engine.createCache(CacheConfig.resp("cache-" + i).withMemory(1L << 30));
        caches.add(cache);
        listeners.add(cache.listen(Served.ANY, Admission.OPEN));
      }
      long perCache = (heapUsed() - heapBefore) / CACHES;
      assertThat(perCache).as("heap bytes for each cache").isLessThan(200_000);
      long reserved = engine.loops().getFirst().allocator().reservedBytes() - reservedBefore;
      assertThat(reserved / CACHES).as("off-heap bytes for each cache").isLessThan(10_000);
      for (int i = 0; i < CACHES; i += 100) {
        try (RespClient client = new RespClient(listeners.get(i).address())) {
          assertThat(client.call("SET", "a", "" + i)).isEqualTo("+OK\r\n");
        }
      }
      for (int i = 0; i < CACHES; i += 50) {
        assertThat(caches.get(i).figures().keys()).isEqualTo(i % 100 == 0 ? 1 : 0);
        caches.get(i).verify();
      }
      caches.forEach(Cache::close);
    }
  }

  private static long heapUsed() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
