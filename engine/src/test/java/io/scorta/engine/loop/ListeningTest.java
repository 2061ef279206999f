package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {
  private static final CacheConfig CACHE = CacheConfig.resp("listening");

  @Test
  void messagesReachEveryLoopInTheOrderOfTheirPublisher() throws IOException {
    int listeners = 6;
    int messages = 500;
    try (Served served = new Served(EngineConfig.standard().withThreads(3), CACHE)) {
      List<RespClient> clients = new ArrayList<>();
      for (int i = 0; i < listeners; i++) {
        RespClient client = served.connect();
        client.call("SUBSCRIBE", "news");
        clients.add(client);
      }
      try (RespClient publisher = served.connect()) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < messages; i++) {
          all.append(RespClient.request("PUBLISH", "news", Integer.toString(i)));
        }
        publisher.raw(all.toString());
        for (int i = 0; i < messages; i++) {
          assertThat(publisher.reply()).isEqualTo(":" + listeners + "\r\n");
        }
      }
      for (RespClient client : clients) {
        for (int i = 0; i < messages; i++) {
          String number = Integer.toString(i);
          assertThat(client.reply()).endsWith("$" + number.length() + "\r\n" + number + "\r\n");
        }
        client.close();
      }
    }
  }

  @Test
  void whoDoesNotReadMessagesIsCutOffAtTheLimitOfListeners() throws IOException {
    try (Served served = new Served();
        RespClient slow = served.connect();
        RespClient publisher = served.connect()) {
      publisher.call("CONFIG", "SET", "client-output-buffer-limit", "pubsub 1mb 0 0");
      slow.call("SUBSCRIBE", "news");
      String payload = "x".repeat(100_000);
      int sent = 0;
      while (publisher.call("PUBLISH", "news", payload).equals(":1\r\n") && sent < 1000) {
        sent++;
      }
      assertThat(sent).isBetween(10, 999);
      assertThat(publisher.call("PUBSUB", "CHANNELS")).isEqualTo("*0\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void confirmationsAndMessagesAreHeardWhenRepliesAreOff(String protocol) throws IOException {
    String type = protocol.equals("3") ? ">" : "*";
    try (Served served = new Served();
        RespClient client = served.connect();
        RespClient publisher = served.connect()) {
      client.call("HELLO", protocol);
      client.send("CLIENT", "REPLY", "OFF");
      client.send("PING");
      client.send("SUBSCRIBE", "c");
      assertThat(client.reply()).isEqualTo(type + "3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n");
      assertThat(publisher.call("PUBLISH", "c", "m")).isEqualTo(":1\r\n");
      assertThat(client.reply()).isEqualTo(type + "3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n");
      client.send("UNSUBSCRIBE", "c");
      assertThat(client.reply()).startsWith(type + "3\r\n$11\r\nunsubscribe\r\n");
      client.send("CLIENT", "REPLY", "ON");
      assertThat(client.reply()).isEqualTo("+OK\r\n");
    }
  }

  @Test
  void aMessageToItselfComesAfterTheReply() throws IOException {
    try (Served served = new Served();
        RespClient client = served.connect()) {
      client.call("HELLO", "3");
      client.call("SUBSCRIBE", "c");
      client.raw(RespClient.request("PUBLISH", "c", "m") + RespClient.request("PING"));
      assertThat(client.reply()).isEqualTo(":1\r\n");
      assertThat(client.reply()).isEqualTo(">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n");
      assertThat(client.reply()).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void keysThatExpireUnaskedAreTold() throws IOException {
    try (Served served = new Served(EngineConfig.standard().withThreads(2), CACHE);
        RespClient listener = served.connect();
        RespClient writer = served.connect()) {
      writer.call("CONFIG", "SET", "notify-keyspace-events", "Ex");
      listener.call("SUBSCRIBE", "__keyevent@0__:expired");
      writer.call("SET", "k", "v", "PX", "20");
      assertThat(listener.reply()).endsWith("$1\r\nk\r\n");
    }
  }
}
