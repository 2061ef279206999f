package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SortTest {
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
  void weightsAndResultsMayComeFromOtherKeys() throws IOException {
    call("RPUSH ids 1 2 3");
    call("MSET weight:1 30 weight:2 10 weight:3 20");
    call("HSET user:2 name bob");
    assertThat(call("SORT ids BY weight:* GET # GET user:*->name"))
        .isEqualTo("*6 $1 2 $3 bob $1 3 $-1 $1 1 $-1");
    assertThat(call("SORT ids BY weight:* DESC LIMIT 1 5 STORE sorted")).isEqualTo(":2");
    assertThat(call("LRANGE sorted 0 -1")).isEqualTo("*2 $1 3 $1 2");
    assertThat(call("SORT none STORE sorted")).isEqualTo(":0");
    assertThat(call("EXISTS sorted")).isEqualTo(":0");
  }

  @Test
  void wordsAreSortedOnlyWhenAskedTo() throws IOException {
    call("SADD words b a c");
    assertThat(call("SORT words"))
        .isEqualTo("-ERR One or more scores can't be converted into double");
    assertThat(call("SORT_RO words ALPHA DESC")).isEqualTo("*3 $1 c $1 b $1 a");
    assertThat(call("SORT_RO words STORE x")).isEqualTo("-ERR syntax error");
  }

  @Test
  void keysOfSortAreTheSourceAndTheLastTarget() throws IOException {
    assertThat(call("COMMAND GETKEYS SORT a STORE b GET c* STORE d")).isEqualTo("*2 $1 a $1 d");
  }
}
