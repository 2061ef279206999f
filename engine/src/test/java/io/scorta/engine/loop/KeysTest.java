package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysTest {
  private final Served served = new Served();
  private final Cache cache = served.cache;
  private RespClient client;

  @BeforeEach
  void connect() throws IOException {
    client = served.connect();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    served.close();
  }

  private void fill(int from, int to, String... more) throws IOException {
    StringBuilder batch = new StringBuilder();
    for (int i = from; i < to; i++) {
      String[] words = new String[3 + more.length];
      words[0] = "SET";
      words[1] = "key:" + i;
      words[2] = "value " + i;
      System.arraycopy(more, 0, words, 3, more.length);
      batch.append(RespClient.request(words));
    }
    Thread writer = Thread.ofVirtual().start(() -> send(batch.toString()));
    for (int i = from; i < to; i++) {
      assertThat(client.reply()).isEqualTo("+OK\r\n");
    }
    assertThat(writer.isInterrupted()).isFalse();
  }

  private void send(String batch) {
    try {
      client.raw(batch);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aScanShowsEveryKeyThatIsThereAllTheTimeWhileTheTablesGrowAndShrink() throws IOException {
    fill(0, 3000);
    Set<String> seen = new HashSet<>();
    String cursor = "0";
    int step = 0;
    do {
      String reply = client.call("SCAN", cursor, "COUNT", "50");
      String[] lines = reply.split("\r\n", -1);
      cursor = lines[2];
      for (int i = 5; i < lines.length; i += 2) {
        seen.add(lines[i]);
      }
      if (step < 10) {
        fill(10_000 + step * 2000, 12_000 + step * 2000);
      } else if (step < 20) {
        delete(10_000 + (step - 10) * 2000, 12_000 + (step - 10) * 2000);
      }
      step++;
      assertThat(step).isLessThan(5000);
    } while (!cursor.equals("0"));
    for (int i = 0; i < 3000; i++) {
      assertThat(seen).contains("key:" + i);
    }
  }

  private void delete(int from, int to) throws IOException {
    String[] words = new String[to - from + 1];
    words[0] = "DEL";
    for (int i = from; i < to; i++) {
      words[i - from + 1] = "key:" + i;
    }
    assertThat(client.call(words)).isEqualTo(":%d\r\n".formatted(to - from));
  }

  @Test
  void aRenamedKeyKeepsItsValueAndExpiry() throws IOException {
    client.call("SET", "a", "1", "EX", "100");
    client.call("SET", "b", "other");
    assertThat(client.call("RENAME", "a", "b")).isEqualTo("+OK\r\n");
    assertThat(client.call("GET", "b")).isEqualTo("$1\r\n1\r\n");
    assertThat(client.call("TTL", "b")).isEqualTo(":100\r\n");
    assertThat(client.call("EXISTS", "a")).isEqualTo(":0\r\n");
    assertThat(client.call("RENAME", "a", "b")).isEqualTo("-ERR no such key\r\n");
    assertThat(client.call("COPY", "b", "c")).isEqualTo(":1\r\n");
    assertThat(client.call("MOVE", "c", "3")).isEqualTo(":1\r\n");
    assertThat(client.call("SWAPDB", "0", "3")).isEqualTo("+OK\r\n");
    assertThat(client.call("KEYS", "*")).isEqualTo("*1\r\n$1\r\nc\r\n");
    assertThat(client.call("RANDOMKEY")).isEqualTo("$1\r\nc\r\n");
    assertThat(client.call("FLUSHALL")).isEqualTo("+OK\r\n");
    assertThat(client.call("DBSIZE")).isEqualTo(":0\r\n");
    assertThat(cache.figures().keys()).isZero();
  }

  @Test
  void expiredKeysAreRemovedWithoutBeingAskedFor() throws IOException {
    fill(0, 2000, "PX", "1");
    fill(5000, 5100);
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (cache.figures().keys() > 100 && System.nanoTime() < deadline) {
      client.call("PING");
    }
    assertThat(cache.figures().keys()).isEqualTo(100);
    assertThat(cache.figures().expired()).isEqualTo(2000);
  }

  @Test
  void aFullCacheEvictsWhatWasNotUsedAndStaysWithinItsMemory() throws IOException {
    for (String policy :
        new String[] {
          "allkeys-lru",
          "allkeys-lfu",
          "allkeys-random",
          "volatile-ttl",
          "volatile-lru",
          "volatile-lfu",
          "volatile-random"
        }) {
      client.call("FLUSHALL");
      client.call("CONFIG", "SET", "maxmemory", "1mb", "maxmemory-policy", policy);
      for (int i = 0; i < 20_000; i += 1000) {
        fill(i, i + 1000, "EX", "1000");
      }
      assertThat(cache.figures().usedMemoryBytes()).as(policy).isLessThan((1 << 20) + 20_000);
      assertThat(cache.figures().keys()).as(policy).isBetween(10_000L, 19_000L);
      cache.verify();
    }
  }

  @Test
  void withoutAPolicyAFullCacheRefusesWrites() throws IOException {
    cache.configure("maxmemory", "200kb");
    String reply = "+OK\r\n";
    for (int i = 0; i < 5000 && reply.equals("+OK\r\n"); i++) {
      reply = client.call("SET", "key:" + i, "x".repeat(100));
    }
    assertThat(reply).isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
    assertThat(client.call("GET", "key:0")).startsWith("$100");
    assertThat(client.call("DEL", "key:0", "key:1", "key:2")).isEqualTo(":3\r\n");
  }

  @Test
  void aTransactionRunsAsOneAndWatchesItsKeys() throws IOException {
    try (RespClient other = served.connect()) {
      client.call("SET", "a", "1");
      assertThat(client.call("WATCH", "a")).isEqualTo("+OK\r\n");
      assertThat(client.call("INFO", "clients"))
          .contains("watching_clients:1\r\n", "total_watched_keys:1\r\n");
      client.call("MULTI");
      assertThat(client.call("INCR", "a")).isEqualTo("+QUEUED\r\n");
      other.call("SET", "b", "no matter");
      assertThat(client.call("EXEC")).isEqualTo("*1\r\n:2\r\n");
      client.call("WATCH", "a");
      other.call("SET", "a", "5");
      client.call("MULTI");
      client.call("INCR", "a");
      assertThat(client.call("EXEC")).isEqualTo("*-1\r\n");
      client.call("WATCH", "a");
      other.call("FLUSHALL");
      client.call("MULTI");
      assertThat(client.call("EXEC")).isEqualTo("*-1\r\n");
      client.call("SET", "t", "1", "PX", "20");
      client.call("WATCH", "t");
      while (!other.call("EXISTS", "t").equals(":0\r\n")) {
        other.call("PING");
      }
      client.call("MULTI");
      assertThat(client.call("EXEC")).isEqualTo("*-1\r\n");
    }
  }

  @Test
  void aTransactionThatMayGrowIsRefusedWhenMemoryIsFull() throws IOException {
    client.call("SET", "held", "1");
    client.call("MULTI");
    client.call("SET", "x", "1");
    client.call("GET", "x");
    cache.configure("maxmemory", "1");
    assertThat(client.call("EXEC"))
        .startsWith("-EXECABORT Transaction discarded because of: OOM command not allowed");
    client.call("MULTI");
    client.call("GET", "x");
    assertThat(client.call("EXEC")).isEqualTo("*1\r\n$-1\r\n");
    cache.configure("maxmemory", "0");
  }

  @Test
  void aLoweredMemoryLimitEvictsAlthoughNobodyWrites() throws IOException {
    client.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    for (int i = 0; i < 1000; i++) {
      client.call("SET", "key:" + i, "value");
    }
    client.call("CONFIG", "SET", "maxmemory", "1");
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!client.call("DBSIZE").equals(":0\r\n") && System.nanoTime() < deadline) {
      client.call("PING");
    }
    assertThat(client.call("DBSIZE")).isEqualTo(":0\r\n");
  }

  @Test
  void parametersAreSetTogetherOrNotAtAll() throws IOException {
    for (Map.Entry<String, String> bad :
        Map.of("maxmemory", "x", "timeout", "-1", "maxmemory-policy", "none").entrySet()) {
      assertThat(
              client.call("CONFIG", "SET", "maxmemory-samples", "7", bad.getKey(), bad.getValue()))
          .startsWith("-ERR CONFIG SET failed (possibly related to argument '" + bad.getKey());
      assertThat(cache.configured("maxmemory-samples")).isEqualTo("5");
    }
    String all = client.call("CONFIG", "GET", "*");
    String[] lines = all.split("\r\n", -1);
    for (int i = 2; i + 2 < lines.length; i += 4) {
      String name = lines[i];
      String own = lines[i + 2];
      String reply = client.call("CONFIG", "SET", name, own);
      if (!reply.contains("immutable")) {
        assertThat(reply).as(name).isEqualTo("+OK\r\n");
        assertThat(cache.configured(name)).isEqualTo(own);
      }
    }
  }
}
