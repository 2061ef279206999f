package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollectionsTest {
  private final Engine engine = Engine.start(EngineConfig.standard().withThreads(2));
  private final Cache cache = engine.createCache(CacheConfig.resp("test"));
  private RespClient client;

  @BeforeEach
  void connect() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    client = new RespClient(cache.listen(any, Admission.OPEN).address());
  }

  /// After every test the memory that was counted must be what the values hold.
  @AfterEach
  void close() throws IOException {
    client.close();
    cache.verify();
    engine.close();
  }

  private String call(String line) throws IOException {
    return client.call(line.split(" ")).replace("\r\n", " ").strip();
  }

  @Test
  void aHashHoldsFields() throws IOException {
    assertThat(call("HSET h a 1 b two")).isEqualTo(":2");
    assertThat(call("HSET h a 5")).isEqualTo(":0");
    assertThat(call("HINCRBY h a 10")).isEqualTo(":15");
    assertThat(call("HINCRBYFLOAT h f 0.1")).isEqualTo("$3 0.1");
    assertThat(call("HMGET h a none b")).isEqualTo("*3 $2 15 $-1 $3 two");
    assertThat(call("HGETALL h")).isEqualTo("*6 $1 a $2 15 $1 b $3 two $1 f $3 0.1");
    assertThat(call("HDEL h a b f x")).isEqualTo(":3");
    assertThat(call("EXISTS h")).isEqualTo(":0");
  }

  @Test
  void aListGrowsAtBothEnds() throws IOException {
    assertThat(call("RPUSH l b c")).isEqualTo(":2");
    assertThat(call("LPUSH l a")).isEqualTo(":3");
    assertThat(call("LRANGE l 0 -1")).isEqualTo("*3 $1 a $1 b $1 c");
    assertThat(call("LINSERT l AFTER b x")).isEqualTo(":4");
    assertThat(call("LMOVE l l LEFT RIGHT")).isEqualTo("$1 a");
    assertThat(call("LMOVE l other RIGHT LEFT")).isEqualTo("$1 a");
    assertThat(call("LPOS l x")).isEqualTo(":1");
    assertThat(call("LPOP l 5")).isEqualTo("*3 $1 b $1 x $1 c");
    assertThat(call("LPOP l 5")).isEqualTo("*-1");
    assertThat(call("LMPOP 2 l other LEFT")).isEqualTo("*2 $5 other *1 $1 a");
  }

  @Test
  void aSetHoldsEachMemberOnce() throws IOException {
    assertThat(call("SADD s 3 1 2 3")).isEqualTo(":3");
    assertThat(call("SMEMBERS s")).isEqualTo("*3 $1 1 $1 2 $1 3");
    assertThat(call("SADD t 2 3 4")).isEqualTo(":3");
    assertThat(call("SINTER s t")).isEqualTo("*2 $1 2 $1 3");
    assertThat(call("SDIFFSTORE s s t")).isEqualTo(":1");
    assertThat(call("SMOVE t s 4")).isEqualTo(":1");
    assertThat(call("SINTERCARD 2 s t LIMIT 1")).isEqualTo(":0");
    assertThat(call("SPOP s 9")).isEqualTo("*2 $1 1 $1 4");
  }

  @Test
  void aSortedSetIsInOrder() throws IOException {
    assertThat(call("ZADD z 2 b 1 a 3.5 c")).isEqualTo(":3");
    assertThat(call("ZADD z GT CH 1 b 9 c")).isEqualTo(":1");
    assertThat(call("ZRANGE z 0 -1 WITHSCORES")).isEqualTo("*6 $1 a $1 1 $1 b $1 2 $1 c $1 9");
    assertThat(call("ZRANGEBYSCORE z (1 +inf LIMIT 0 1")).isEqualTo("*1 $1 b");
    assertThat(call("ZREVRANK z c WITHSCORE")).isEqualTo("*2 :0 $1 9");
    assertThat(call("ZUNIONSTORE u 2 z z WEIGHTS 1 2")).isEqualTo(":3");
    assertThat(call("ZPOPMAX u")).isEqualTo("*2 $1 c $2 27");
    assertThat(call("ZRANGESTORE v u 0 0 REV")).isEqualTo(":1");
    assertThat(call("ZMSCORE v a b")).isEqualTo("*2 $-1 $1 6");
  }

  @Test
  void repliesHaveTheTypesOfResp3() throws IOException {
    call("HELLO 3");
    call("HSET h a 1");
    call("SADD s m");
    call("ZADD z 1.5 m");
    assertThat(call("HGETALL h")).isEqualTo("%1 $1 a $1 1");
    assertThat(call("HGET h none")).isEqualTo("_");
    assertThat(call("SMEMBERS s")).isEqualTo("~1 $1 m");
    assertThat(call("ZSCORE z m")).isEqualTo(",1.5");
    assertThat(call("ZRANGE z 0 -1 WITHSCORES")).isEqualTo("*1 *2 $1 m ,1.5");
    assertThat(call("LPOP none 1")).isEqualTo("_");
  }

  @Test
  void largeCollectionsAreScannedWholeAndFreed() throws IOException {
    for (int i = 0; i < 2000; i++) {
      client.send("HSET", "h", "field" + i, "value" + i);
      client.send("ZADD", "z", Integer.toString(i), "member" + i);
      client.send("RPUSH", "l", "element" + i);
    }
    for (int i = 0; i < 6000; i++) {
      assertThat(client.reply()).startsWith(":");
    }
    assertThat(call("HSCAN h 0 COUNT 10000").split(" ").length).isEqualTo(4 + 2000 * 4);
    assertThat(call("LINDEX l 1234")).isEqualTo("$11 element1234");
    assertThat(call("ZREMRANGEBYRANK z 0 1997")).isEqualTo(":1998");
    assertThat(call("ZRANGE z 0 -1")).isEqualTo("*2 $10 member1998 $10 member1999");
    cache.verify();
    assertThat(call("DEL h l z")).isEqualTo(":3");
  }

  @Test
  void aKeyOfAnotherTypeIsRefused() throws IOException {
    call("SET string text");
    for (String line : new String[] {"HGET string a", "LPUSH string a", "SADD string a"}) {
      assertThat(call(line)).startsWith("-WRONGTYPE");
    }
    assertThat(call("ZUNIONSTORE out 1 string")).startsWith("-WRONGTYPE");
    assertThat(call("SINTER string none")).startsWith("-WRONGTYPE");
  }

  @Test
  void olderNamesOfTheLimitsWorkToo() throws IOException {
    assertThat(call("CONFIG SET zset-max-ziplist-entries 2")).isEqualTo("+OK");
    assertThat(call("CONFIG GET zset-max-listpack-entries"))
        .isEqualTo("*2 $25 zset-max-listpack-entries $1 2");
    assertThat(call("CONFIG GET zset-max-ziplist-entries"))
        .isEqualTo("*2 $24 zset-max-ziplist-entries $1 2");
    call("ZADD z 1 a 2 b 3 c");
    assertThat(call("OBJECT ENCODING z")).isEqualTo("$8 skiplist");
  }
}
