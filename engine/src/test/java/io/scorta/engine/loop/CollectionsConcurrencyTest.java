package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CollectionsConcurrencyTest {
  private static final int CLIENTS = 6;
  private static final int ROUNDS = 400;
  private static final int ELEMENTS = 300;

  @Test
  void elementsAreNeitherLostNorDoubledWhenManyLoopsMoveThem() throws Exception {
    try (Engine engine = Engine.start(EngineConfig.standard().withThreads(4))) {
      Cache cache = engine.createCache(CacheConfig.resp("test"));
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      InetSocketAddress address = cache.listen(any, Admission.OPEN).address();
      try (RespClient client = new RespClient(address)) {
        for (int i = 0; i < ELEMENTS; i++) {
          client.call("RPUSH", "list:" + i % 3, "element" + i);
          client.call("SADD", "set:" + i % 3, "member" + i);
          client.call("ZADD", "zset", Integer.toString(i), "member" + i);
        }
        moveByAll(address);
        assertThat(sum(client, "LLEN", "list:")).isEqualTo(ELEMENTS);
        assertThat(sum(client, "SCARD", "set:")).isEqualTo(ELEMENTS);
        assertThat(client.call("SUNIONSTORE", "all", "set:0", "set:1", "set:2"))
            .isEqualTo(":" + ELEMENTS + "\r\n");
        assertThat(client.call("HGET", "hash", "count"))
            .endsWith("\r\n" + CLIENTS * ROUNDS + "\r\n");
        assertThat(client.call("ZCARD", "zset")).isEqualTo(":" + ELEMENTS + "\r\n");
        cache.verify();
      }
    }
  }

  private static void moveByAll(InetSocketAddress address) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Integer>> runs = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int seed = i;
        runs.add(() -> move(address, seed));
      }
      for (Future<Integer> run : threads.invokeAll(runs)) {
        assertThat(run.get()).isZero();
      }
    }
  }

  /// Answers how many replies were errors.
  private static int move(InetSocketAddress address, int seed) throws IOException {
    Random random = new Random(seed);
    int errors = 0;
    try (RespClient client = new RespClient(address)) {
      for (int i = 0; i < ROUNDS; i++) {
        String from = Integer.toString(random.nextInt(3));
        String to = Integer.toString(random.nextInt(3));
        String member = "member" + random.nextInt(ELEMENTS);
        client.send("LMOVE", "list:" + from, "list:" + to, "LEFT", "RIGHT");
        client.send("SMOVE", "set:" + from, "set:" + to, member);
        client.send("HINCRBY", "hash", "count", "1");
        client.send("ZINCRBY", "zset", "1.5", member);
        client.send("SINTERSTORE", "mine:" + seed, "set:" + from, "set:" + to);
        client.send("ZRANGESTORE", "sorted:" + to, "zset", from, "40");
        for (int reply = 0; reply < 6; reply++) {
          errors += client.reply().startsWith("-") ? 1 : 0;
        }
      }
    }
    return errors;
  }

  private static long sum(RespClient client, String command, String prefix) throws IOException {
    long sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += Long.parseLong(client.call(command, prefix + i).substring(1).strip());
    }
    return sum;
  }
}
