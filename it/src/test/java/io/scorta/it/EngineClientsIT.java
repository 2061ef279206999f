package io.scorta.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;

/// The clients that people use connect to the engine and work unmodified.
class EngineClientsIT {
  private static Running engine;

  @BeforeAll
  static void start() {
    engine = Running.engine();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void redisCliAndValkeyCliRunCommands() {
    for (String client : List.of("redis-cli", "valkey-cli")) {
      assertThat(ask(client, "SET cli " + client)).isEqualTo("OK");
      assertThat(ask(client, "GET cli")).isEqualTo(client);
      assertThat(ask(client, "NOSUCH")).startsWith("ERR unknown command 'NOSUCH'");
      assertThat(ask(client, "INFO server")).contains("redis_version:");
    }
  }

  @Test
  void valkeyCliSpeaksResp3() {
    String answer =
        Programs.run(
                List.of("valkey-cli", "--no-raw", "-3", "-p", String.valueOf(engine.port())),
                Map.of(),
                "HSET r3 a 1\nHGETALL r3\n")
            .mustSucceed()
            .output();
    assertThat(answer).contains("1# \"a\" => \"1\"");
  }

  @Test
  void jedisUsesEveryType() {
    try (Jedis jedis = new Jedis("127.0.0.1", engine.port())) {
      assertThat(jedis.ping()).isEqualTo("PONG");
      jedis.hset("j:hash", Map.of("name", "scorta", "kind", "cache"));
      assertThat(jedis.hgetAll("j:hash")).containsEntry("name", "scorta").hasSize(2);
      jedis.rpush("j:list", "a", "b", "c");
      assertThat(jedis.lrange("j:list", 0, -1)).containsExactly("a", "b", "c");
      jedis.sadd("j:set", "x", "y");
      assertThat(jedis.smembers("j:set")).containsExactlyInAnyOrder("x", "y");
      jedis.zadd("j:zset", Map.of("low", 1.0, "high", 2.5));
      assertThat(jedis.zrangeWithScores("j:zset", 0, -1).getLast().getScore()).isEqualTo(2.5);
      Transaction transaction = jedis.multi();
      transaction.incr("j:counter");
      transaction.incrBy("j:counter", 41);
      assertThat(transaction.exec()).containsExactly(1L, 42L);
    }
  }

  @Test
  void lettuceConnectsWithItsDefaults() {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + engine.port());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> commands = connection.sync();
      assertThat(commands.set("l:key", "value")).isEqualTo("OK");
      assertThat(commands.get("l:key")).isEqualTo("value");
      commands.zadd("l:zset", 1.5, "member");
      assertThat(commands.zscore("l:zset", "member")).isEqualTo(1.5);
      assertThat(commands.info("server")).contains("redis_version");
    } finally {
      client.shutdown();
    }
  }

  private static String ask(String client, String command) {
    List<String> line =
        new java.util.ArrayList<>(List.of(client, "-p", String.valueOf(engine.port())));
    line.addAll(List.of(command.split(" ")));
    return Programs.run(line, Map.of(), "").output().strip();
  }
}
