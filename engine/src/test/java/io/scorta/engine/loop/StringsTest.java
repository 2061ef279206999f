package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StringsTest {
  private final Served served = new Served();
  private final Cache cache = served.cache;
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

  @Test
  void aStringThatWasSetIsGivenBack() throws IOException {
    assertThat(client.call("SET", "a", "hello")).isEqualTo("+OK\r\n");
    assertThat(client.call("get", "a")).isEqualTo("$5\r\nhello\r\n");
    assertThat(client.call("GET", "b")).isEqualTo("$-1\r\n");
    assertThat(client.call("SET", "a", "another, longer text that needs another block"))
        .isEqualTo("+OK\r\n");
    assertThat(client.call("STRLEN", "a")).isEqualTo(":45\r\n");
    assertThat(client.call("DEL", "a", "b")).isEqualTo(":1\r\n");
  }

  @Test
  void numbersAreCounted() throws IOException {
    assertThat(client.call("INCR", "n")).isEqualTo(":1\r\n");
    assertThat(client.call("INCRBY", "n", "41")).isEqualTo(":42\r\n");
    assertThat(client.call("GET", "n")).isEqualTo("$2\r\n42\r\n");
    assertThat(client.call("APPEND", "n", "x")).isEqualTo(":3\r\n");
    assertThat(client.call("INCR", "n"))
        .isEqualTo("-ERR value is not an integer or out of range\r\n");
    assertThat(client.call("INCRBYFLOAT", "f", "3.0e3")).isEqualTo("$4\r\n3000\r\n");
    assertThat(client.call("INCRBYFLOAT", "f", "0.1"))
        .isEqualTo("$22\r\n3000.10000000000000009\r\n");
  }

  @Test
  void manyKeysSurviveGrowthAndGoAgain() throws IOException {
    int count = 20_000;
    for (int i = 0; i < count; i += 100) {
      StringBuilder batch = new StringBuilder();
      for (int j = i; j < i + 100; j++) {
        batch.append(RespClient.request("SET", "key:" + j, "value " + j));
      }
      client.raw(batch.toString());
      for (int j = 0; j < 100; j++) {
        assertThat(client.reply()).isEqualTo("+OK\r\n");
      }
    }
    assertThat(cache.figures().keys()).isEqualTo(count);
    for (int i = 0; i < count; i += 997) {
      String value = "value " + i;
      assertThat(client.call("GET", "key:" + i))
          .isEqualTo("$%d\r\n%s\r\n".formatted(value.length(), value));
    }
    cache.verify();
    for (int i = 0; i < count; i += 100) {
      String[] words = new String[101];
      words[0] = "DEL";
      for (int j = 0; j < 100; j++) {
        words[j + 1] = "key:" + (i + j);
      }
      assertThat(client.call(words)).isEqualTo(":100\r\n");
    }
    assertThat(cache.figures().keys()).isZero();
  }

  @Test
  void aLargeValueGoesInAndOut() throws IOException {
    String value = "x".repeat(3_000_000);
    assertThat(client.call("SET", "big", value)).isEqualTo("+OK\r\n");
    assertThat(client.call("GET", "big")).isEqualTo("$3000000\r\n" + value + "\r\n");
    assertThat(client.call("APPEND", "big", "yz")).isEqualTo(":3000002\r\n");
    assertThat(client.call("GETRANGE", "big", "-3", "-1")).isEqualTo("$3\r\nxyz\r\n");
  }

  @Test
  void expiredKeysAreGone() throws IOException {
    assertThat(client.call("SET", "t", "v", "EX", "100")).isEqualTo("+OK\r\n");
    assertThat(client.call("TTL", "t")).isEqualTo(":100\r\n");
    assertThat(client.call("PERSIST", "t")).isEqualTo(":1\r\n");
    assertThat(client.call("TTL", "t")).isEqualTo(":-1\r\n");
    assertThat(client.call("PEXPIREAT", "t", "1")).isEqualTo(":1\r\n");
    assertThat(client.call("EXISTS", "t")).isEqualTo(":0\r\n");
  }
}
