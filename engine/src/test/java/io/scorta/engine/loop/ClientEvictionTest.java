package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ClientEvictionTest {
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final int PART_BYTES = 4 << 20;

  /// Sends the beginning of a command, which the server has to keep.
  private static void fill(RespClient client) throws IOException {
    client.raw("*2\r\n$4\r\nECHO\r\n$" + 2 * PART_BYTES + "\r\n" + "x".repeat(PART_BYTES));
  }

  private static void until(RespClient control, String field) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!control.call("INFO", "all").contains(field + "\r\n")) {
      assertThat(System.nanoTime()).as(field).isLessThan(deadline);
    }
  }

  @Test
  void theLargestClientGoesUnlessItIsExempt() throws IOException {
    try (Served served =
            new Served(EngineConfig.standard().withThreads(2), CacheConfig.resp("eviction"));
        RespClient control = served.connect();
        RespClient exempt = served.connect();
        RespClient large = served.connect()) {
      control.call("CONFIG", "SET", "maxmemory-clients", "6mb");
      exempt.call("CLIENT", "NO-EVICT", "ON");
      fill(exempt);
      fill(large);
      until(control, "evicted_clients:1");
      assertThat(large.isEnded()).isTrue();
      exempt.raw("x".repeat(PART_BYTES) + "\r\n");
      assertThat(exempt.reply()).hasSizeGreaterThan(2 * PART_BYTES);
    }
  }

  @Test
  void theLimitMayBeAPartOfTheMemory() throws IOException {
    try (Served served = new Served();
        RespClient client = served.connect()) {
      assertThat(client.call("CONFIG", "SET", "maxmemory-clients", "5%")).isEqualTo("+OK\r\n");
      assertThat(client.call("CONFIG", "GET", "maxmemory-clients")).endsWith("$2\r\n5%\r\n");
      assertThat(client.call("CONFIG", "SET", "maxmemory-clients", "101%"))
          .contains("argument must be a memory or percent value");
      assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
    }
  }
}
