package io.scorta.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.engine.loop.Admission;
import io.scorta.engine.loop.Cache;
import io.scorta.engine.loop.CacheConfig;
import io.scorta.engine.loop.Engine;
import io.scorta.engine.loop.EngineConfig;
import io.scorta.engine.loop.Listener;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Connections that hear of each other get from the engine what they get from a real valkey-server,
/// byte for byte: messages, events, and what comes to those who wait. A failure prints the seed.
class ConversationDifferentialIT {
  private static final int TURNS = Integer.getInteger("scorta.differential.turns", 1200);
  private static final long SEEDS = Long.getLong("scorta.differential.seeds", 3L);
  private static final int PARTIES = 5;
  private static final int SHOWN = 30;

  private static ValkeyServer valkey;
  private static Engine engine;
  private static Listener listener;

  @BeforeAll
  static void start() {
    valkey = new ValkeyServer();
    engine = Engine.start(EngineConfig.standard().withThreads(3));
    Cache cache = engine.createCache(CacheConfig.resp("conversation"));
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
  void whatComesIsEqualInResp2() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      compare(seed, 2);
    }
  }

  @Test
  void whatComesIsEqualInResp3() {
    for (long seed = 101; seed < 101 + SEEDS; seed++) {
      compare(seed, 3);
    }
  }

  private static void compare(long seed, int protocol) {
    ConversationStream stream = new ConversationStream(seed, PARTIES);
    Deque<String> before = new ArrayDeque<>();
    try (Conversation ours = new Conversation(listener.address(), PARTIES, protocol);
        Conversation theirs = new Conversation(valkey.address(), PARTIES, protocol)) {
      for (int i = 0; i < TURNS; i++) {
        ConversationStream.Turn turn = stream.next();
        if (theirs.isWaiting(turn.party())) {
          turn = stream.help(turn.party());
        }
        String where = "seed " + seed + ", turn " + i + ": " + turn;
        String expected = hear(theirs, turn);
        assertThat(hear(ours, turn))
            .as(() -> where + "\nbefore it:\n  " + String.join("\n  ", before))
            .isEqualTo(expected);
        before.addLast(turn + " -> " + expected.strip());
        if (before.size() > SHOWN) {
          before.removeFirst();
        }
      }
    }
  }

  private static String hear(Conversation conversation, ConversationStream.Turn turn) {
    try {
      return text(conversation.say(turn.party(), turn.words()));
    } catch (UncheckedIOException | ConditionTimeoutException e) {
      return e.toString();
    }
  }

  /// Messages of one command that come by several patterns have no order among them.
  private static String text(Map<Integer, List<Reply>> came) {
    StringBuilder all = new StringBuilder();
    came.forEach(
        (party, replies) -> {
          List<String> lines = replies.stream().map(Reply::exact).sorted().toList();
          all.append("to ").append(party).append(": ").append(lines).append('\n');
        });
    return all.toString();
  }
}
