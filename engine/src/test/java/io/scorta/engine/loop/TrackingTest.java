package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TrackingTest {
  private static final int KEYS = 50;

  private static Served served(int loops) {
    return new Served(EngineConfig.standard().withThreads(loops), CacheConfig.resp("tracking"));
  }

  private static String invalidation(String key) {
    return ">2\r\n$10\r\ninvalidate\r\n*1\r\n$" + key.length() + "\r\n" + key + "\r\n";
  }

  @Test
  void aChangeOnAnotherLoopIsToldAfterTheReplyThatReadTheKey() throws IOException {
    try (Served served = served(3);
        RespClient reader = served.connect();
        RespClient writer = served.connect()) {
      reader.call("HELLO", "3");
      reader.call("CLIENT", "TRACKING", "ON");
      for (int i = 0; i < KEYS; i++) {
        assertThat(reader.call("GET", "k")).doesNotStartWith(">");
        writer.call("INCR", "k");
        assertThat(reader.reply()).isEqualTo(invalidation("k"));
      }
    }
  }

  @Test
  void theTableKeepsToItsLimitAndTellsWhatItForgets() throws IOException {
    try (Served served = served(1);
        RespClient reader = served.connect();
        RespClient control = served.connect()) {
      control.call("CONFIG", "SET", "tracking-table-max-keys", "10");
      reader.call("HELLO", "3");
      reader.call("CLIENT", "TRACKING", "ON");
      int told = 0;
      for (int i = 0; i < KEYS; i++) {
        reader.send("GET", "key" + i);
        for (String reply = reader.reply(); reply.startsWith(">"); reply = reader.reply()) {
          told++;
        }
      }
      assertThat(told).isBetween(KEYS - 12, KEYS - 10);
      assertThat(control.call("INFO", "stats")).contains("tracking_total_keys:10\r\n");
    }
  }

  @Test
  void nothingIsRememberedWhenTheLastTrackerIsGone() throws IOException {
    try (Served served = served(2);
        RespClient control = served.connect()) {
      try (RespClient reader = served.connect()) {
        reader.call("HELLO", "3");
        reader.call("CLIENT", "TRACKING", "ON");
        reader.call("GET", "k");
        assertThat(control.call("INFO", "all")).contains("tracking_total_keys:1\r\n");
      }
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (!control.call("INFO", "all").contains("tracking_clients:0\r\n")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(control.call("INFO", "all")).contains("tracking_total_keys:0\r\n");
      assertThat(served.cache.keyspace().interest().bits()).isZero();
    }
  }

  @Test
  void aPauseOfWritesHoldsThemUntilItEnds() throws IOException {
    try (Served served = served(2);
        RespClient writer = served.connect();
        RespClient control = served.connect()) {
      control.call("CLIENT", "PAUSE", "1000000", "WRITE");
      writer.raw(RespClient.request("GET", "k") + RespClient.request("SET", "k", "v"));
      assertThat(writer.reply()).isEqualTo("$-1\r\n");
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (!control.call("INFO", "clients").contains("blocked_clients:1\r\n")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(control.call("GET", "k")).isEqualTo("$-1\r\n");
      control.call("CLIENT", "UNPAUSE");
      assertThat(writer.reply()).isEqualTo("+OK\r\n");
      control.call("CLIENT", "PAUSE", "30");
      assertThat(control.call("GET", "k")).isEqualTo("$1\r\nv\r\n");
    }
  }
}
