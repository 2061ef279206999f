package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
  private static EngineConfig config(boolean portable) {
    return EngineConfig.standard().withThreads(1).withPortable(portable);
  }

  private static Served serve(boolean portable) {
    return new Served(config(portable), CacheConfig.resp("test"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesMayArriveOneByOneOrAllAtOnce(boolean portable) throws IOException {
    try (Served served = serve(portable);
        RespClient client = served.connect()) {
      String request = RespClient.request("SET", "key", "value") + "GET key\r\n\r\n*0\r\nPING\r\n";
      for (int i = 0; i < request.length(); i++) {
        client.raw(request.substring(i, i + 1));
      }
      assertThat(client.reply()).isEqualTo("+OK\r\n");
      assertThat(client.reply()).isEqualTo("$5\r\nvalue\r\n");
      assertThat(client.reply()).isEqualTo("+PONG\r\n");
      client.raw(request.repeat(100));
      for (int i = 0; i < 100; i++) {
        assertThat(client.reply()).isEqualTo("+OK\r\n");
        assertThat(client.reply()).isEqualTo("$5\r\nvalue\r\n");
        assertThat(client.reply()).isEqualTo("+PONG\r\n");
      }
      client.raw("set \"quoted \\x41\\n\" 'it\\'s'\r\n");
      assertThat(client.reply()).isEqualTo("+OK\r\n");
      assertThat(client.call("GET", "quoted A\n")).isEqualTo("$4\r\nit's\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST / HTTP/1.1\r\n", "Host: localhost\r\n"})
  void linesOfAWebRequestEndTheConnectionBeforeWhatFollowsThem(String line) throws IOException {
    try (Served served = serve(false);
        RespClient client = served.connect();
        RespClient other = served.connect()) {
      client.raw(line + "\r\nSET smuggled 1\r\n");
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
      assertThat(other.call("EXISTS", "smuggled")).isEqualTo(":0\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTransactionThatWouldFillTheHeapIsRefusedAndItsRoomGivenBack(boolean discard)
      throws IOException {
    String value = "x".repeat(8 << 20);
    long enough = Runtime.getRuntime().maxMemory() / 4 / value.length() + 1;
    try (Served served = serve(false);
        RespClient client = served.connect();
        RespClient other = served.connect()) {
      assertThat(client.call("MULTI")).isEqualTo("+OK\r\n");
      String answer = "+QUEUED\r\n";
      for (long i = 0; i < enough && answer.equals("+QUEUED\r\n"); i++) {
        answer = client.call("SET", "key", value);
      }
      assertThat(answer).startsWith("-OOM no room for more queued commands");
      assertThat(client.call("SET", "key", "value")).isEqualTo("+QUEUED\r\n");
      assertThat(client.call(discard ? "DISCARD" : "EXEC"))
          .startsWith(discard ? "+OK" : "-EXECABORT");
      assertThat(other.call("MULTI")).isEqualTo("+OK\r\n");
      assertThat(other.call("SET", "key", value)).isEqualTo("+QUEUED\r\n");
      assertThat(other.call("EXEC")).isEqualTo("*1\r\n+OK\r\n");
    }
  }

  @Test
  void watchedKeysThatWouldFillTheHeapAreRefusedAndTheirRoomGivenBack() throws IOException {
    String key = "k".repeat(8 << 20);
    long enough = Runtime.getRuntime().maxMemory() / 4 / (2L * key.length()) + 1;
    try (Served served = serve(false);
        RespClient client = served.connect();
        RespClient other = served.connect()) {
      String answer = "+OK\r\n";
      for (long i = 0; i < enough && answer.equals("+OK\r\n"); i++) {
        answer = client.call("WATCH", i + key);
      }
      assertThat(answer).startsWith("-OOM no room for more watched keys");
      assertThat(client.call("UNWATCH")).isEqualTo("+OK\r\n");
      assertThat(other.call("WATCH", key)).isEqualTo("+OK\r\n");
    }
  }

  @Test
  void aNameThatIsTooLongIsRefused() throws IOException {
    String name = "n".repeat(4097);
    try (Served served = serve(false);
        RespClient client = served.connect()) {
      String fault = "cannot be longer than 4096 bytes.\r\n";
      assertThat(client.call("CLIENT", "SETNAME", name)).isEqualTo("-ERR Client names " + fault);
      assertThat(client.call("HELLO", "3", "SETNAME", name)).endsWith(fault);
      assertThat(client.call("CLIENT", "SETINFO", "lib-ver", name))
          .isEqualTo("-ERR lib-ver " + fault);
      assertThat(client.call("CLIENT", "SETNAME", name.substring(1))).isEqualTo("+OK\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*3000000000\r\n|invalid multibulk length",
        "*abc\r\n|invalid multibulk length",
        "*1\r\nPING\r\n|expected '$', got 'P'",
        "*1\r\n$-5\r\n|invalid bulk length",
        "*1\r\n$999999999999\r\n|invalid bulk length",
        "GET \"a\r\n|unbalanced quotes in request"
      })
  void brokenRequestsAreAnsweredAndEndTheConnection(String both) throws IOException {
    int bar = both.indexOf('|');
    try (Served served = serve(false);
        RespClient client = served.connect()) {
      client.raw(both.substring(0, bar));
      assertThat(client.reply())
          .isEqualTo("-ERR Protocol error: %s\r\n".formatted(both.substring(bar + 1)));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void admissionDecidesBeforeTheFirstByte(boolean portable) throws IOException {
    EngineConfig held = config(portable).withHold(Duration.ofMillis(200), 2);
    AtomicLong verdict = new AtomicLong(Admission.RESET);
    try (Served served = new Served(held, CacheConfig.resp("test"))) {
      Listener guarded =
          served.cache.listen(
              Served.ANY,
              (peer, peerPort, local, localPort) -> peer == 0x7f000001 ? verdict.get() : -2);
      try (RespClient refused = new RespClient(guarded.address())) {
        assertThat(refused.isEnded()).isTrue();
      }
      verdict.set(Admission.HOLD);
      try (RespClient silent = new RespClient(guarded.address())) {
        silent.send("SET", "a", "1");
        assertThat(silent.isEnded()).as("reset when the time is over").isTrue();
      }
      assertThat(served.cache.figures().keys()).isZero();
      verdict.set(7);
      try (RespClient admitted = new RespClient(guarded.address())) {
        assertThat(admitted.call("PING")).isEqualTo("+PONG\r\n");
        int cut = served.cache.cut((peer, peerPort, local, localPort, ticket) -> ticket == 8);
        assertThat(cut).isZero();
        cut =
            served.cache.cut(
                (peer, peerPort, local, localPort, ticket) ->
                    ticket == 7 && localPort == guarded.address().getPort());
        assertThat(cut).isEqualTo(1);
        assertThat(admitted.isEnded()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void heldSocketsAreBoundedInNumber(boolean portable) throws IOException {
    EngineConfig held = config(portable).withHold(Duration.ofMinutes(5), 2);
    try (Served served = new Served(held, CacheConfig.resp("test"))) {
      Listener closed = served.cache.listen(Served.ANY, (a, b, c, d) -> Admission.HOLD);
      List<RespClient> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(new RespClient(closed.address()));
      }
      assertThat(clients.getFirst().isEnded()).as("the oldest is reset").isTrue();
      for (RespClient client : clients) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSlowReaderStopsBeingReadAndLosesNothing(boolean portable) throws IOException {
    try (Served served = serve(portable);
        RespClient client = served.connect();
        RespClient other = served.connect()) {
      String value = "v".repeat(100_000);
      client.call("SET", "big", value);
      int count = 400;
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.raw(RespClient.request("GET", "big").repeat(count));
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      for (int i = 0; i < 50; i++) {
        assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
      }
      assertThat(served.cache.figures().usedMemoryBytes()).isLessThan(4_000_000);
      for (int i = 0; i < count; i++) {
        assertThat(client.reply()).isEqualTo("$100000\r\n" + value + "\r\n");
      }
      assertThat(writer.isInterrupted()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aUsedAddressIsNamedInTheFailure(boolean portable) {
    try (Served served = serve(portable)) {
      InetSocketAddress taken = served.listener.address();
      assertThatThrownBy(() -> served.cache.listen(taken, Admission.OPEN))
          .isInstanceOfSatisfying(
              ListenException.class,
              e -> assertThat(e.reason()).isEqualTo(ListenException.Cause.IN_USE))
          .hasMessageContaining("127.0.0.1:" + taken.getPort());
      served.listener.close();
      assertThat(served.cache.listen(taken, Admission.OPEN).address()).isEqualTo(taken);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thePasswordIsAskedFor(boolean portable) throws IOException {
    try (Served served = serve(portable)) {
      served.cache.configure("requirepass", "secret");
      try (RespClient client = served.connect()) {
        assertThat(client.call("GET", "a")).isEqualTo("-NOAUTH Authentication required.\r\n");
        assertThat(client.call("AUTH", "wrong"))
            .isEqualTo("-WRONGPASS invalid username-password pair or user is disabled.\r\n");
        assertThat(client.call("HELLO", "3", "AUTH", "default", "secret")).startsWith("%7\r\n");
        assertThat(client.call("GET", "a")).isEqualTo("_\r\n");
      }
      served.cache.configure("requirepass", "");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void connectionsAreCountedAndLimited(int threads) throws IOException {
    try (Served served =
        new Served(EngineConfig.standard().withThreads(threads), CacheConfig.resp("test"))) {
      served.cache.configure("maxclients", "2");
      try (RespClient one = served.connect();
          RespClient two = served.connect()) {
        assertThat(one.call("PING")).isEqualTo("+PONG\r\n");
        assertThat(two.call("PING")).isEqualTo("+PONG\r\n");
        try (RespClient three = served.connect()) {
          assertThat(three.reply()).isEqualTo("-ERR max number of clients reached\r\n");
        }
        assertThat(served.cache.figures().connections()).isEqualTo(2);
        assertThat(one.call("CLIENT", "LIST")).contains("cmd=client|list").contains("cmd=ping");
        String id = two.call("CLIENT", "ID").substring(1).strip();
        assertThat(one.call("CLIENT", "KILL", "ID", id)).isEqualTo(":1\r\n");
        assertThat(two.isEnded()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConnectionWithTooMuchOutputWaitingIsClosed(boolean portable) throws IOException {
    try (Served served = serve(portable);
        RespClient client = served.connect();
        RespClient other = served.connect()) {
      other.call("SET", "big", "v".repeat(16_000_000));
      served.cache.configure("client-output-buffer-limit", "normal 1mb 0 0");
      client.send("GET", "big");
      awaitConnections(served, other, 1);
      assertThat(served.cache.figures().usedMemoryBytes()).isLessThan(18_500_000);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repliesThatManySlowReadersDoNotTakeAreBoundedTogetherAndTheWorstOfThemEnded(boolean portable)
      throws IOException {
    EngineConfig config = config(portable).withWaiting(64 << 20);
    try (Served served = new Served(config, CacheConfig.resp("test"));
        RespClient other = served.connect()) {
      String value = "v".repeat(1_000_000);
      other.call("SET", "big", value);
      List<RespClient> slow = new ArrayList<>();
      int[] repliesOf = {20, 30, 25, 20, 15, 20};
      for (int replies : repliesOf) {
        RespClient reader = served.connect();
        slow.add(reader);
        reader.raw(
            RespClient.request("MULTI")
                + RespClient.request("GET", "big").repeat(replies)
                + RespClient.request("EXEC"));
        assertThat(reader.reply()).as("its commands are being executed").isEqualTo("+OK\r\n");
        assertThat(other.call("PING")).as("they have been").isEqualTo("+PONG\r\n");
        assertThat(served.cache.figures().usedMemoryBytes()).isLessThan(70 << 20);
      }
      assertThat(served.cache.figures().connections())
          .as("the greediest are gone, who fits is left")
          .isBetween(3L, (long) repliesOf.length);
      RespClient modest = slow.get(4);
      for (int i = 0; i < repliesOf[4]; i++) {
        assertThat(modest.reply()).isEqualTo("+QUEUED\r\n");
      }
      assertThat(modest.reply()).hasSizeGreaterThan(repliesOf[4] * value.length());
      assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
      for (RespClient reader : slow) {
        reader.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIdleConnectionIsClosedAfterItsTime(boolean portable) throws IOException {
    try (Served served = serve(portable);
        RespClient idle = served.connect();
        RespClient busy = served.connect()) {
      assertThat(idle.call("PING")).isEqualTo("+PONG\r\n");
      served.cache.configure("timeout", "1");
      awaitConnections(served, busy, 1);
      assertThat(idle.isEnded()).isTrue();
    }
  }

  private static void awaitConnections(Served served, RespClient other, int count)
      throws IOException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (served.cache.figures().connections() != count && System.nanoTime() < deadline) {
      assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
    }
    assertThat(served.cache.figures().connections()).isEqualTo(count);
  }
}
