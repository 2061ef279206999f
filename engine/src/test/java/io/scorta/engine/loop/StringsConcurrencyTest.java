package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Several loops on one keyspace: single commands, commands on several keys and transactions are
/// each one step for all others.
class StringsConcurrencyTest {
  private static final int CLIENTS = 6;
  private static final int STEPS = 1500;
  private static final int KEYS = 40;

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @Test
  void nothingIsLostOrSeenHalfDone() throws IOException, InterruptedException {
    long seed = 20261125;
    EngineConfig config = EngineConfig.standard().withThreads(3);
    try (Served served = new Served(config, CacheConfig.resp("test"))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        threads.add(Thread.ofPlatform().start(() -> run(served, random)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failure.get()).as("seed %d", seed).isNull();
      try (RespClient client = served.connect()) {
        long sum = 0;
        for (int i = 0; i < KEYS; i++) {
          String reply = client.call("INCRBY", "count:" + i, "0");
          sum += Long.parseLong(reply.substring(1).strip());
        }
        long own = Long.parseLong(client.call("INCRBY", "total", "0").substring(1).strip());
        assertThat(sum).as("seed %d", seed).isEqualTo(own).isPositive();
      }
    }
  }

  private void run(Served served, Random random) {
    try (RespClient client = served.connect()) {
      for (int step = 0; step < STEPS && failure.get() == null; step++) {
        step(client, random);
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failure.compareAndSet(null, e);
    }
  }

  private static void step(RespClient client, Random random) throws IOException {
    String number = Integer.toString(random.nextInt(KEYS));
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        client.send("MULTI");
        client.send("INCR", "count:" + number);
        client.send("INCR", "total");
        client.send("EXEC");
        for (int i = 0; i < 3; i++) {
          client.reply();
        }
        assertThat(client.reply()).startsWith("*2\r\n:");
      }
      case 2 -> {
        String value = Integer.toString(random.nextInt());
        client.call("MSET", "left:" + number, value, "right:" + number, value);
      }
      case 3 -> {
        String[] lines = client.call("MGET", "left:" + number, "right:" + number).split("\r\n", -1);
        if (!lines[1].equals("$-1")) {
          assertThat(lines[2]).isEqualTo(lines[4]);
        }
      }
      case 4 -> client.call("SET", "brief:" + random.nextInt(500), "x".repeat(50), "PX", "2");
      case 5 -> client.call("RENAME", "left:" + number, "moved:" + random.nextInt(KEYS));
      case 6 -> client.call("DEL", "moved:" + number, "brief:" + number);
      default -> {
        client.call("APPEND", "moved:" + number, "more");
        client.call("SCAN", "0", "COUNT", "20");
      }
    }
  }
}
