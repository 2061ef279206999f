package io.scorta.engine.loop;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/// Runs the hot commands until they are compiled and prints what they still allocate: the least
/// number of bytes of three consecutive rounds together.
final class AllocationProbe {
  private static final int BATCH = 50;
  private static final int COMMANDS = 4;
  private static final int BATCHES = 100;
  private static final int ROUNDS_MAX = 300;
  private static final int ZEROS_WANTED = 3;

  private AllocationProbe() {}

  public static void main(String[] args) throws IOException {
    String requests = requests();
    long least = Long.MAX_VALUE;
    int zeros = 0;
    try (Served served = new Served();
        RespClient client = served.connect()) {
      long thread = served.engine.loops().getFirst().thread().threadId();
      ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
      for (int round = 0; round < ROUNDS_MAX && zeros < ZEROS_WANTED; round++) {
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < BATCHES; i++) {
          client.raw(requests);
          for (int j = 0; j < BATCH * COMMANDS; j++) {
            client.reply();
          }
        }
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        least = Math.min(least, bytes);
        zeros = bytes == 0 ? zeros + 1 : 0;
      }
    }
    System.out.println(zeros == ZEROS_WANTED ? 0 : Math.max(1, least));
  }

  private static String requests() {
    String value = "v".repeat(64);
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < BATCH; i++) {
      batch.append(RespClient.request("SET", "key:" + i, value));
      batch.append(RespClient.request("GET", "key:" + i));
      batch.append(RespClient.request("INCR", "count:" + i));
      batch.append(RespClient.request("GET", "missing:" + i));
    }
    return batch.toString();
  }
}
