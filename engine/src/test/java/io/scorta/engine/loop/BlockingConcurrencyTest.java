package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Several loops push, move and take at once, in every interleaving that the machine brings about.
class BlockingConcurrencyTest {
  private static final int WORKERS = 4;
  private static final int ELEMENTS = 1500;
  private static final int MINUTES_MAX = 1;

  /// Each element is pushed to the first of two stages, alone or in a transaction that also pushes
  /// to the second; movers carry it over, takers take it, and half of the waits time out soon or
  /// are ended by others. In the end each element was taken exactly once.
  @Test
  void everyElementIsTakenExactlyOnce()
      throws IOException, InterruptedException, ExecutionException {
    long seed = System.nanoTime();
    List<String> taken = Collections.synchronizedList(new ArrayList<>());
    try (Served served =
            new Served(EngineConfig.standard().withThreads(3), CacheConfig.resp("moving"));
        ExecutorService workers = Executors.newCachedThreadPool()) {
      List<Future<Integer>> done = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        int worker = i;
        Random random = new Random(seed + worker);
        done.add(workers.submit(pushes(served, worker, random)));
        done.add(workers.submit(moves(served, random.nextLong())));
        done.add(workers.submit(takes(served, random.nextLong(), taken)));
      }
      done.add(workers.submit(unblocks(served, taken)));
      workers.shutdown();
      assertThat(workers.awaitTermination(MINUTES_MAX, TimeUnit.MINUTES))
          .as("no deadlock; seed %d, taken %d", seed, taken.size())
          .isTrue();
      for (Future<Integer> one : done) {
        one.get();
      }
    }
    assertThat(taken).as("seed %d", seed).hasSize(WORKERS * ELEMENTS);
    assertThat(new TreeSet<>(taken)).as("seed %d", seed).hasSize(WORKERS * ELEMENTS);
  }

  private static Callable<Integer> pushes(Served served, int worker, Random random) {
    return () -> {
      try (RespClient client = served.connect()) {
        for (int i = 0; i < ELEMENTS; ) {
          String key = "a" + random.nextInt(2);
          if (random.nextInt(3) > 0 || i + 2 > ELEMENTS) {
            client.call(random.nextBoolean() ? "LPUSH" : "RPUSH", key, worker + ":" + i++);
          } else {
            client.call("MULTI");
            client.call("RPUSH", key, worker + ":" + i++);
            client.call("RPUSH", "b" + random.nextInt(2), worker + ":" + i++);
            client.call("EXEC");
          }
        }
      }
      return 0;
    };
  }

  /// Until it has met the end, which it passes on.
  private static Callable<Integer> moves(Served served, long seed) {
    return () -> {
      Random random = new Random(seed);
      try (RespClient client = served.connect()) {
        int empty = 0;
        while (empty < 20) {
          String from = "a" + random.nextInt(2);
          String to = "b" + random.nextInt(2);
          String reply = client.call("BLMOVE", from, to, "LEFT", "RIGHT", "0.02");
          empty = reply.equals("*-1\r\n") ? empty + 1 : 0;
        }
      }
      return 0;
    };
  }

  private static Callable<Integer> takes(Served served, long seed, List<String> taken) {
    return () -> {
      Random random = new Random(seed);
      try (RespClient client = served.connect()) {
        while (taken.size() < WORKERS * ELEMENTS) {
          String reply =
              random.nextBoolean()
                  ? client.call("BLPOP", "b1", "b0", "a1", random.nextBoolean() ? "0.01" : "0.1")
                  : client.call("BLMPOP", "0.05", "3", "a0", "b0", "b1", "RIGHT");
          if (!reply.equals("*-1\r\n") && !reply.startsWith("-UNBLOCKED")) {
            String[] lines = reply.split("\r\n");
            taken.add(lines[lines.length - 1]);
          }
        }
      }
      return 0;
    };
  }

  private static Callable<Integer> unblocks(Served served, List<String> taken) {
    return () -> {
      try (RespClient client = served.connect()) {
        for (int id = 1; taken.size() < WORKERS * ELEMENTS; id = id % 20 + 1) {
          client.call("CLIENT", "UNBLOCK", Integer.toString(id), "ERROR");
        }
      }
      return 0;
    };
  }
}
