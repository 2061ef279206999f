package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private final Served served = new Served();
  private RespClient client;

  @BeforeEach
  void connect() throws IOException {
    client = served.connect();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    served.close();
  }

  private String call(String line) throws IOException {
    return client.call(line.split(" ")).replace("\r\n", " ").strip();
  }

  @Test
  void entriesAreReadByTheirIds() throws IOException {
    assertThat(call("XADD s 1-1 a 1")).isEqualTo("$3 1-1");
    assertThat(call("XADD s 1-* a 2")).isEqualTo("$3 1-2");
    assertThat(call("XADD s 1-2 a 2"))
        .isEqualTo(
            "-ERR The ID specified in XADD is equal or smaller than the target stream top item");
    assertThat(call("XRANGE s (1-1 +")).isEqualTo("*1 *2 $3 1-2 *2 $1 a $1 2");
    assertThat(call("XDEL s 1-2 1-9")).isEqualTo(":1");
    assertThat(call("XREVRANGE s + -")).isEqualTo("*1 *2 $3 1-1 *2 $1 a $1 1");
    assertThat(call("XTRIM s MAXLEN 0")).isEqualTo(":1");
    assertThat(call("XLEN s")).isEqualTo(":0");
    assertThat(call("EXISTS s")).isEqualTo(":1");
  }

  @Test
  void aGroupHandsEachEntryToOneConsumerUntilItIsAcknowledged() throws IOException {
    call("XGROUP CREATE s g $ MKSTREAM");
    call("XADD s 5-0 k v");
    call("XADD s 6-0 k w");
    assertThat(call("XREADGROUP GROUP g one COUNT 1 STREAMS s >"))
        .isEqualTo("*1 *2 $1 s *1 *2 $3 5-0 *2 $1 k $1 v");
    assertThat(call("XREADGROUP GROUP g two STREAMS s >"))
        .isEqualTo("*1 *2 $1 s *1 *2 $3 6-0 *2 $1 k $1 w");
    assertThat(call("XPENDING s g"))
        .isEqualTo("*4 :2 $3 5-0 $3 6-0 *2 *2 $3 one $1 1 *2 $3 two $1 1");
    assertThat(call("XCLAIM s g two 0 5-0 JUSTID")).isEqualTo("*1 $3 5-0");
    assertThat(call("XACK s g 5-0 6-0")).isEqualTo(":2");
    assertThat(call("XREADGROUP GROUP g two STREAMS s 0")).isEqualTo("*1 *2 $1 s *0");
    assertThat(call("XGROUP DESTROY s g")).isEqualTo(":1");
  }

  @Test
  void aReaderWaitsForTheNextEntryAndForNoOlderOne() throws IOException {
    call("XADD s 1-0 a old");
    try (RespClient reader = served.connect()) {
      reader.send("XREAD", "BLOCK", "0", "STREAMS", "s", "$");
      awaitBlocked();
      call("XADD s 2-0 a new");
      assertThat(reader.reply().replace("\r\n", " ").strip())
          .isEqualTo("*1 *2 $1 s *1 *2 $3 2-0 *2 $1 a $3 new");
    }
  }

  @Test
  void aWaitingConsumerHearsThatItsGroupIsGone() throws IOException {
    call("XGROUP CREATE s g $ MKSTREAM");
    try (RespClient reader = served.connect()) {
      reader.send("XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "s", ">");
      awaitBlocked();
      call("XGROUP DESTROY s g");
      assertThat(reader.reply()).startsWith("-NOGROUP");
    }
  }

  private void awaitBlocked() throws IOException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!call("INFO clients").contains("blocked_clients:1")) {
      assertThat(System.nanoTime()).as("time until the client is blocked").isLessThan(end);
    }
  }
}
