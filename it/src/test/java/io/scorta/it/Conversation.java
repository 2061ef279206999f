package io.scorta.it;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/// Some connections to one server that take turns, and all that comes back on any of them.
///
/// After each command every connection that can answer is asked for a sign, so all that was on its
/// way to it has come. One that waits in a blocking command cannot answer: it is asked again when
/// the server no longer says that it waits.
final class Conversation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SIGN = "~sign~";

  private final List<RespConnection> parties = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final RespConnection control;

  Conversation(InetSocketAddress address, int count, int protocol) {
    control = new RespConnection(address);
    control.ask("FLUSHALL");
    for (int i = 0; i < count; i++) {
      RespConnection party = new RespConnection(address);
      party.ask("HELLO", Integer.toString(protocol));
      ids.add(party.ask("CLIENT", "ID").line().substring(1));
      parties.add(party);
    }
  }

  /// Has one connection send a command and tells what came to each; the word `@n` stands for the
  /// number that the server gave to a connection.
  Map<Integer, List<Reply>> say(int party, List<String> words) {
    List<String> sent = new ArrayList<>();
    for (String word : words) {
      sent.add(word.matches("@\\d") ? ids.get(word.charAt(1) - '0') : word);
    }
    parties.get(party).send(List.of(sent));
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> parties.get(party).hasCome() || flags(party).contains("b"));
    Map<Integer, List<Reply>> came = new TreeMap<>();
    listen(party, true, came);
    for (int i = 0; i < parties.size(); i++) {
      if (i != party) {
        listen(i, false, came);
      }
    }
    return came;
  }

  /// Whether a connection waits in a blocking command, so that it cannot take its turn.
  boolean isWaiting(int party) {
    return flags(party).contains("b");
  }

  private void listen(int party, boolean answers, Map<Integer, List<Reply>> came) {
    String flags = flags(party);
    if (flags.contains("b")) {
      return;
    }
    List<Reply> replies = new ArrayList<>();
    RespConnection connection = parties.get(party);
    if (flags.contains("x")) {
      // In a transaction the sign would be queued.
      while (answers && (replies.isEmpty() || replies.getLast().isPush())) {
        replies.add(connection.read());
      }
    } else {
      connection.send(List.of(List.of("PING", SIGN)));
      Reply next = connection.read();
      while (!next.exact().contains(SIGN)) {
        replies.add(next);
        next = connection.read();
      }
    }
    if (!replies.isEmpty()) {
      came.put(party, replies);
    }
  }

  private String flags(int party) {
    String line = control.ask("CLIENT", "LIST", "ID", ids.get(party)).text();
    int start = line.indexOf(" flags=") + " flags=".length();
    return line.substring(start, line.indexOf(' ', start));
  }

  Reply ask(String... words) {
    return control.ask(words);
  }

  @Override
  public void close() {
    parties.forEach(RespConnection::close);
    control.close();
  }
}
