package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingTest {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private static Served served(int loops) {
    return new Served(EngineConfig.standard().withThreads(loops), CacheConfig.resp("blocking"));
  }

  /// Waits until so many connections wait.
  private static void untilBlocked(RespClient control, int count) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!control.call("INFO", "clients").contains("blocked_clients:" + count + "\r\n")) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
    }
  }

  @Test
  void whoCameFirstIsServedFirstOnWhateverLoop() throws IOException {
    try (Served served = served(3);
        RespClient control = served.connect()) {
      List<RespClient> waiting = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        RespClient client = served.connect();
        client.send(i % 2 == 0 ? "BLPOP" : "BRPOP", "other", "queue", "0");
        waiting.add(client);
        untilBlocked(control, i + 1);
      }
      for (int i = 0; i < 7; i++) {
        control.call("RPUSH", "queue", Integer.toString(i));
        assertThat(waiting.get(i).reply()).endsWith("$1\r\n" + i + "\r\n");
        waiting.get(i).close();
      }
      assertThat(control.call("EXISTS", "queue")).isEqualTo(":0\r\n");
    }
  }

  @Test
  void oneTransactionServesAllWhoCanBeServed() throws IOException {
    try (Served served = served(2);
        RespClient control = served.connect();
        RespClient first = served.connect();
        RespClient second = served.connect()) {
      first.send("BLPOP", "q", "0");
      untilBlocked(control, 1);
      second.send("BLMOVE", "q", "moved", "LEFT", "LEFT", "0");
      untilBlocked(control, 2);
      control.call("MULTI");
      control.call("RPUSH", "q", "gone");
      control.call("DEL", "q");
      control.call("RPUSH", "q", "a", "b", "c");
      control.call("EXEC");
      assertThat(first.reply()).endsWith("$1\r\na\r\n");
      assertThat(second.reply()).isEqualTo("$1\r\nb\r\n");
      assertThat(control.call("LRANGE", "q", "0", "-1")).isEqualTo("*1\r\n$1\r\nc\r\n");
    }
  }

  @Test
  void theTimeIsUpAfterTheTimeoutAndNotBefore() throws IOException {
    try (Served served = served(1);
        RespClient client = served.connect()) {
      long start = System.nanoTime();
      assertThat(client.call("BLPOP", "q", "0.07")).isEqualTo("*-1\r\n");
      assertThat(System.nanoTime() - start).isBetween(70_000_000L, 5_000_000_000L);
      assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatCameAfterABlockingCommandIsExecutedAfterIt(boolean portable) throws IOException {
    EngineConfig config = EngineConfig.standard().withThreads(2).withPortable(portable);
    try (Served served = new Served(config, CacheConfig.resp("blocking"));
        RespClient client = served.connect();
        RespClient control = served.connect()) {
      client.raw(
          RespClient.request("BLPOP", "q", "0")
              + RespClient.request("SET", "after", "1")
              + RespClient.request("BLPOP", "q", "0"));
      untilBlocked(control, 1);
      assertThat(control.call("EXISTS", "after")).isEqualTo(":0\r\n");
      client.send("PING");
      control.call("RPUSH", "q", "x");
      assertThat(client.reply()).endsWith("$1\r\nx\r\n");
      assertThat(client.reply()).isEqualTo("+OK\r\n");
      untilBlocked(control, 1);
      control.call("RPUSH", "q", "y");
      assertThat(client.reply()).endsWith("$1\r\ny\r\n");
      assertThat(client.reply()).isEqualTo("+PONG\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWaitEndsWithItsConnectionAndTakesNothing(boolean portable) throws IOException {
    EngineConfig config = EngineConfig.standard().withThreads(2).withPortable(portable);
    try (Served served = new Served(config, CacheConfig.resp("blocking"));
        RespClient control = served.connect()) {
      try (RespClient client = served.connect()) {
        client.send("BLPOP", "q", "0");
        untilBlocked(control, 1);
      }
      untilBlocked(control, 0);
      assertThat(control.call("RPUSH", "q", "x")).isEqualTo(":1\r\n");
      assertThat(control.call("LLEN", "q")).isEqualTo(":1\r\n");
    }
  }
}
