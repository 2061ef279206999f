package io.scorta.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.loop.Admission;
import io.scorta.engine.loop.Cache;
import io.scorta.engine.loop.CacheConfig;
import io.scorta.engine.loop.Engine;
import io.scorta.engine.loop.EngineConfig;
import io.scorta.engine.loop.Listener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The engine answers as a real valkey-server does, byte for byte, over seeded random streams of
/// commands. A failure prints the seed and the commands that led to it.
class ValkeyDifferentialIT {
  private static final int STEPS = Integer.getInteger("scorta.differential.steps", 4000);
  private static final long SEEDS = Long.getLong("scorta.differential.seeds", 6L);
  private static final int DUMPED_EVERY = 1000;
  private static final int KEPT = 1000;
  private static final int SHOWN_COMMANDS = 15;
  private static final int SHOWN_WORD = 30;

  private static ValkeyServer valkey;
  private static Engine engine;
  private static Listener listener;

  @BeforeAll
  static void start() {
    valkey = new ValkeyServer();
    engine = Engine.start(EngineConfig.standard().withThreads(2));
    Cache cache = engine.createCache(CacheConfig.resp("differential"));
    listener =
        cache.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Admission.OPEN);
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
    }
    if (valkey != null) {
      valkey.close();
    }
  }

  @Test
  void repliesAreEqualInResp2() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      compare(seed, 2, seed % 2 == 0);
    }
  }

  @Test
  void repliesAreEqualInResp3() {
    for (long seed = 101; seed < 101 + SEEDS; seed++) {
      compare(seed, 3, seed % 2 == 0);
    }
  }

  @Test
  void scansOfLargeCollectionsMeetTheSameElements() {
    try (Pair pair = new Pair(2)) {
      for (int i = 0; i < 3000; i++) {
        String n = Integer.toString(i);
        pair.same("HSET", "big:hash", "field" + n, n);
        pair.same("SADD", "big:set", "member" + n);
        pair.same("ZADD", "big:zset", i + ".1", "member" + n);
      }
      for (List<String> scan :
          List.of(
              List.of("HSCAN", "big:hash"),
              List.of("SSCAN", "big:set"),
              List.of("ZSCAN", "big:zset"))) {
        for (List<String> options :
            List.of(
                List.<String>of(), List.of("COUNT", "100"), List.of("MATCH", "*7", "COUNT", "7"))) {
          assertThat(scanned(pair.engine, scan, options))
              .isEqualTo(scanned(pair.valkey, scan, options));
        }
      }
    }
  }

  /// The rows of the command table say what Valkey's say, but for summaries and for subcommands
  /// that are not built.
  @Test
  void everyBuiltCommandIsDescribedAsInValkey() {
    try (Pair pair = new Pair(3)) {
      for (Reply name : pair.engine.ask("COMMAND", "LIST").parts()) {
        describeAlike(pair, name.text());
        Reply row = pair.engine.ask("COMMAND", "INFO", name.text()).parts().getFirst();
        for (Reply child : row.parts().getLast().parts()) {
          describeAlike(pair, child.parts().getFirst().text());
        }
      }
    }
  }

  private static void describeAlike(Pair pair, String name) {
    Reply theirs = pair.valkey.ask("COMMAND", "INFO", name).parts().getFirst();
    if (theirs.parts().isEmpty()) {
      return; // A later Valkey has it.
    }
    Reply ours = pair.engine.ask("COMMAND", "INFO", name).parts().getFirst();
    int own = theirs.parts().size() - 1; // The last part describes the subcommands.
    for (int i = 0; i < own; i++) {
      assertThat(shown(ours.parts().get(i))).as(name).isEqualTo(shown(theirs.parts().get(i)));
    }
  }

  /// Flags, categories and tips are sets. Of key specifications, remarks for readers are left out.
  private static String shown(Reply part) {
    if (!part.line().startsWith("~")) {
      return part.exact();
    }
    StringBuilder specifications = new StringBuilder();
    for (Reply spec : part.parts()) {
      for (int i = 0; i + 1 < spec.parts().size(); i += 2) {
        if (!spec.parts().get(i).text().equals("notes")) {
          specifications.append(spec.parts().get(i + 1).exact());
        }
      }
    }
    return specifications.isEmpty() ? part.sorted(1) : specifications.toString();
  }

  private static Set<String> scanned(
      RespConnection connection, List<String> scan, List<String> options) {
    Set<String> found = new TreeSet<>();
    String cursor = "0";
    do {
      List<String> words = new ArrayList<>(scan);
      words.add(cursor);
      words.addAll(options);
      Reply reply = connection.ask(words);
      cursor = reply.parts().getFirst().text();
      List<Reply> elements = reply.parts().getLast().parts();
      int group = scan.getFirst().equals("SSCAN") ? 1 : 2;
      for (int i = 0; i < elements.size(); i += group) {
        found.add(elements.get(i).text() + "=" + elements.get(i + group - 1).text());
      }
    } while (!cursor.equals("0"));
    return found;
  }

  private static void compare(long seed, int protocol, boolean smallLimits) {
    try (Pair pair = new Pair(protocol)) {
      pair.limits(smallLimits);
      CommandStream stream = new CommandStream(seed);
      for (int i = 0; i < STEPS; i++) {
        pair.compare(stream.next(), "seed " + seed + ", step " + i);
        if (i % DUMPED_EVERY == DUMPED_EVERY - 1) {
          pair.exchangeDumps(stream, seed, i);
        }
      }
    }
  }

  /// A connection to each of the two, in the same state.
  private static final class Pair implements AutoCloseable {
    private final RespConnection engine = new RespConnection(listener.address());
    private final RespConnection valkey = new RespConnection(ValkeyDifferentialIT.valkey.address());
    private final Deque<List<String>> before = new ArrayDeque<>();

    Pair(int protocol) {
      both("HELLO", Integer.toString(protocol));
      same("FLUSHALL");
    }

    private void both(String... words) {
      engine.ask(words);
      valkey.ask(words);
    }

    void same(String... words) {
      assertThat(engine.ask(words).exact()).isEqualTo(valkey.ask(words).exact());
    }

    /// Small limits bring every encoding into reach of short streams.
    void limits(boolean small) {
      Map<String, String> limits = new HashMap<>();
      limits.put("stream-node-max-entries", small ? "5" : "100");
      limits.put("stream-node-max-bytes", small ? "300" : "4096");
      limits.putAll(
          Map.of(
              "hash-max-listpack-entries", small ? "8" : "128",
              "hash-max-listpack-value", small ? "20" : "64",
              "list-max-listpack-size", small ? "5" : "-2",
              "set-max-intset-entries", small ? "10" : "512",
              "set-max-listpack-entries", small ? "8" : "128",
              "set-max-listpack-value", small ? "20" : "64",
              "zset-max-listpack-entries", small ? "8" : "128",
              "zset-max-listpack-value", small ? "20" : "64"));
      limits.forEach((name, value) -> same("CONFIG", "SET", name, value));
    }

    /// Ends a transaction that is still open.
    void exchangeDumps(CommandStream stream, long seed, int step) {
      String where = "seed " + seed + ", step " + step;
      stream.settle().ifPresent(end -> ask(end, where));
      boolean plain = seed % 4 < 2;
      same("CONFIG", "SET", "rdbcompression", plain ? "no" : "yes");
      DumpExchange exchange = new DumpExchange(engine, valkey, plain);
      Vocabulary.keys().forEach(key -> exchange.exchange(key, where));
    }

    void compare(Step step, String where) {
      ask(isTable(step) ? step : ordered(step), where);
      if (step.words().getFirst().equals("SPOP")) {
        // What was taken is random, so the sets differ now and must agree in size only.
        String key = step.words().get(1);
        ask(Step.exact("SCARD", key), where);
        ask(Step.exact("DEL", key), where);
      }
    }

    private void ask(Step step, String where) {
      String ours = step.text(engine.ask(step.words()));
      String theirs = step.text(valkey.ask(step.words()));
      assertThat(ours)
          .as(() -> where + ": " + shown(step.words()) + "\nbefore it:" + history(step))
          .isEqualTo(theirs);
      before.addLast(step.words());
      if (before.size() > KEPT) {
        before.removeFirst();
      }
    }

    /// The last commands that name a key of this one.
    private String history(Step step) {
      List<String> related =
          before.stream()
              .filter(words -> words.stream().anyMatch(w -> w.contains(":") && isIn(step, w)))
              .map(Pair::shown)
              .toList();
      int from = Math.max(0, related.size() - SHOWN_COMMANDS);
      return "\n  " + String.join("\n  ", related.subList(from, related.size()));
    }

    private static boolean isIn(Step step, String word) {
      return step.words().contains(word);
    }

    private static String shown(List<String> words) {
      return words.stream()
          .map(w -> w.length() <= SHOWN_WORD ? w : w.substring(0, SHOWN_WORD) + "~" + w.length())
          .toList()
          .toString();
    }

    /// Whether the elements come from a hash table; those of results of set algebra may.
    private boolean isTable(Step step) {
      if (step.comparison() == Step.Comparison.EXACT
          || step.comparison() == Step.Comparison.RANDOM
          || step.comparison() == Step.Comparison.SCAN
          || step.comparison() == Step.Comparison.TIMED
          || step.words().getFirst().startsWith("S")
          || step.words().getFirst().equals("KEYS")) {
        return true;
      }
      return valkey.ask("OBJECT", "ENCODING", step.words().get(1)).text().equals("hashtable");
    }

    /// In one block, elements have an order that must agree.
    private static Step ordered(Step step) {
      return new Step(Step.Comparison.EXACT, step.words());
    }

    @Override
    public void close() {
      engine.close();
      valkey.close();
    }
  }
}
