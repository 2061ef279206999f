package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DiagnosticTest {
  private static Served served(int loops) {
    return new Served(EngineConfig.standard().withThreads(loops), CacheConfig.resp("diagnostic"));
  }

  @Test
  void slowCommandsAreRememberedUpToTheLimitAndPasswordsAreNot() throws IOException {
    try (Served served = served(2);
        RespClient client = served.connect()) {
      client.call("CLIENT", "SETNAME", "me");
      client.call("CONFIG", "SET", "slowlog-log-slower-than", "0", "slowlog-max-len", "3");
      client.call("SET", "k", "v".repeat(200));
      client.call("AUTH", "default", "secret");
      client.call("GET", "k");
      client.call("CONFIG", "SET", "slowlog-log-slower-than", "10000");
      String log = client.call("SLOWLOG", "GET");
      assertThat(log).startsWith("*3\r\n").contains("(72 more bytes)").contains("\r\nme\r\n");
      assertThat(log).contains("(redacted)").doesNotContain("secret");
      client.call("SLOWLOG", "RESET");
      assertThat(client.call("SLOWLOG", "LEN")).isEqualTo(":0\r\n");
    }
  }

  @Test
  void aMonitorOnAnyLoopIsShownTheCommandsOfAllLoops() throws IOException {
    try (Served served = served(3);
        RespClient monitor = served.connect();
        RespClient first = served.connect();
        RespClient second = served.connect()) {
      monitor.call("MONITOR");
      first.call("SET", "k", "a\"b");
      assertThat(monitor.reply()).endsWith("] \"SET\" \"k\" \"a\\\"b\"\r\n");
      second.call("GET", "k");
      assertThat(monitor.reply()).endsWith("] \"GET\" \"k\"\r\n");
      monitor.call("RESET");
      first.call("GET", "k");
      assertThat(monitor.call("PING")).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void quickCommandsAreCountedExactlyAndTimedBySamples() throws IOException {
    int calls = 5000;
    try (Served served = served(1);
        RespClient client = served.connect()) {
      client.raw(RespClient.request("GET", "k").repeat(calls));
      for (int i = 0; i < calls; i++) {
        client.reply();
      }
      client.call("GET");
      assertThat(client.call("INFO", "commandstats"))
          .containsPattern("cmdstat_get:calls=5000,usec=[1-9]\\d*,usec_per_call=\\d+\\.\\d\\d,")
          .contains("rejected_calls=1,failed_calls=0");
      Matcher matcher =
          Pattern.compile("calls\r\n:(\\d+)").matcher(client.call("LATENCY", "HISTOGRAM", "get"));
      assertThat(matcher.find()).isTrue();
      assertThat(Integer.parseInt(matcher.group(1))).isBetween(calls - 16, calls + 16);
      client.call("CONFIG", "RESETSTAT");
      assertThat(client.call("LATENCY", "HISTOGRAM", "get")).isEqualTo("*0\r\n");
    }
  }

  @Test
  void workThatTakesLongerThanTheThresholdIsKeptByItsKind() throws IOException {
    try (Served served = served(1);
        RespClient client = served.connect()) {
      StringBuilder members = new StringBuilder("*200002\r\n$4\r\nSADD\r\n$1\r\ns\r\n");
      for (int i = 100_000; i < 300_000; i++) {
        members.append("$7\r\nm").append(i).append("\r\n");
      }
      client.raw(members.toString());
      client.reply();
      client.call("CONFIG", "SET", "latency-monitor-threshold", "1");
      client.call("SUNIONSTORE", "t", "s", "s");
      client.call("CONFIG", "SET", "latency-monitor-threshold", "0");
      assertThat(client.call("LATENCY", "LATEST")).contains("\r\ncommand\r\n");
      assertThat(client.call("LATENCY", "HISTORY", "command")).startsWith("*1\r\n*2\r\n");
      assertThat(client.call("LATENCY", "RESET")).isEqualTo(":1\r\n");
    }
  }
}
