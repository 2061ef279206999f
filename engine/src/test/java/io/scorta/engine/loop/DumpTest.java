package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DumpTest {
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

  private String call(String... words) throws IOException {
    return client.call(words).replace("\r\n", " ").strip();
  }

  /// The bytes of a bulk reply, one character for each.
  private String dump(String key) throws IOException {
    String reply = client.call("DUMP", key);
    return reply.substring(reply.indexOf("\r\n") + 2, reply.length() - 2);
  }

  @Test
  void aValueComesBackWithItsElementsAndTheGivenExpiry() throws IOException {
    call("HSET", "h", "field", "value", "n", "17");
    String payload = dump("h");
    assertThat(call("RESTORE", "copy", "5000", payload)).isEqualTo("+OK");
    assertThat(call("HGETALL", "copy")).isEqualTo("*4 $5 field $5 value $1 n $2 17");
    assertThat(call("PEXPIRETIME", "copy")).isNotEqualTo(":-1");
    assertThat(call("RESTORE", "copy", "0", payload))
        .isEqualTo("-BUSYKEY Target key name already exists.");
    assertThat(call("RESTORE", "copy", "0", payload, "REPLACE", "IDLETIME", "50")).isEqualTo("+OK");
    assertThat(call("OBJECT", "IDLETIME", "copy")).isEqualTo(":50");
    assertThat(call("RESTORE", "copy", "1", payload, "REPLACE", "ABSTTL")).isEqualTo("+OK");
    assertThat(call("EXISTS", "copy")).isEqualTo(":0");
    assertThat(call("DUMP", "copy")).isEqualTo("$-1");
  }

  @Test
  void aWrongChecksumOrAWrongFormIsRefused() throws IOException {
    call("SET", "s", "text");
    String payload = dump("s");
    assertThat(call("RESTORE", "copy", "0", payload.replace("text", "tent")))
        .isEqualTo("-ERR DUMP payload version or checksum are wrong");
    assertThat(call("RESTORE", "copy", "0", "x"))
        .isEqualTo("-ERR DUMP payload version or checksum are wrong");
    assertThat(call("RESTORE", "copy", "-1", payload))
        .isEqualTo("-ERR Invalid TTL value, must be >= 0");
  }
}
