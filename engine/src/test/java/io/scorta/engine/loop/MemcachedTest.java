package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// memcached's text protocol, as bytes over a socket.
class MemcachedTest {
  private static final String MARK = "VERSION 1.6.22\r\n";
  private final Engine engine = Engine.start(EngineConfig.standard().withThreads(1));
  private final Cache cache = engine.createCache(CacheConfig.memcached("test"));
  private Socket socket;

  @BeforeEach
  void connect() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    InetSocketAddress address = cache.listen(any, Admission.OPEN).address();
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    cache.verify();
    engine.close();
  }

  @Test
  void storageCommandsFollowTheirConditions() throws IOException {
    assertThat(ask("set a 7 0 3\r\none\r\nget a\r\n"))
        .isEqualTo("STORED\r\nVALUE a 7 3\r\none\r\nEND\r\n");
    assertThat(ask("add a 0 0 1\r\nx\r\nreplace b 0 0 1\r\nx\r\n"))
        .isEqualTo("NOT_STORED\r\nNOT_STORED\r\n");
    assertThat(ask("append a 0 0 1\r\n!\r\nprepend a 0 0 1\r\n<\r\nget a b\r\n"))
        .isEqualTo("STORED\r\nSTORED\r\nVALUE a 7 5\r\n<one!\r\nEND\r\n");
    assertThat(ask("delete a\r\ndelete a\r\n")).isEqualTo("DELETED\r\nNOT_FOUND\r\n");
  }

  @Test
  void casStoresOnlyWhatNobodyChanged() throws IOException {
    String gets = ask("set a 0 0 1\r\n1\r\ngets a\r\n");
    String unique = gets.replaceAll("(?s).*VALUE a 0 1 (\\d+).*", "$1");
    assertThat(ask("cas a 0 0 1 " + unique + "\r\n2\r\ncas a 0 0 1 " + unique + "\r\n3\r\n"))
        .isEqualTo("STORED\r\nEXISTS\r\n");
    assertThat(ask("cas b 0 0 1 1\r\n1\r\n")).isEqualTo("NOT_FOUND\r\n");
  }

  @Test
  void countersWrapUpwardsAndStopAtZero() throws IOException {
    assertThat(ask("set n 0 0 2\r\n10\r\ndecr n 1\r\nget n\r\n"))
        .isEqualTo("STORED\r\n9\r\nVALUE n 0 2\r\n9 \r\nEND\r\n");
    assertThat(ask("decr n 100\r\nincr n 18446744073709551615\r\nincr n 2\r\n"))
        .isEqualTo("0\r\n18446744073709551615\r\n1\r\n");
    assertThat(ask("set t 0 0 1\r\nx\r\nincr t 1\r\nincr n x\r\nincr none 1\r\n"))
        .isEqualTo(
            "STORED\r\nCLIENT_ERROR cannot increment or decrement non-numeric value\r\n"
                + "CLIENT_ERROR invalid numeric delta argument\r\nNOT_FOUND\r\n");
  }

  @Test
  void noreplyIsSilent() throws IOException {
    assertThat(
            ask("set a 0 0 1 noreply\r\n1\r\nincr a 1 noreply\r\ntouch a 0 noreply\r\nget a\r\n"))
        .isEqualTo("VALUE a 0 1\r\n2\r\nEND\r\n");
  }

  @Test
  void malformedLinesGetMemcachedsErrors() throws IOException {
    assertThat(ask("nonsense\r\nget\r\nset a b 0 1\r\n"))
        .isEqualTo("ERROR\r\nERROR\r\nCLIENT_ERROR bad command line format\r\n");
    assertThat(ask("get " + "k".repeat(251) + "\r\n"))
        .isEqualTo("CLIENT_ERROR bad command line format\r\n");
    assertThat(ask("set a 0 0 3\r\nabcd\r\n"))
        .isEqualTo("CLIENT_ERROR bad data chunk\r\nERROR\r\n");
  }

  @Test
  void tooLargeItemIsRefusedAndItsBytesPassedOver() throws IOException {
    String value = "v".repeat(2 << 20);
    assertThat(ask("set a 0 0 1\r\n1\r\nset a 0 0 " + value.length() + "\r\n" + value + "\r\n"))
        .isEqualTo("STORED\r\nSERVER_ERROR object too large for cache\r\n");
    assertThat(ask("get a\r\n")).isEqualTo("END\r\n");
  }

  @Test
  void anEndlessLineClosesTheConnection() throws IOException {
    socket.getOutputStream().write("x".repeat(5000).getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void itemsExpireAndAreTouched() throws IOException {
    assertThat(ask("set a 0 -1 1\r\n1\r\nget a\r\nset b 0 0 1\r\n1\r\ngat -1 b\r\nget b\r\n"))
        .isEqualTo("STORED\r\nEND\r\nSTORED\r\nVALUE b 0 1\r\n1\r\nEND\r\nEND\r\n");
    assertThat(ask("touch none 1\r\ntouch b x\r\n"))
        .isEqualTo("NOT_FOUND\r\nCLIENT_ERROR invalid exptime argument\r\n");
  }

  @Test
  void discoveryIsReadableAndNothingElse() throws IOException {
    assertThat(ask("config get cluster\r\n")).isEqualTo("ERROR\r\n");
    cache.discovery("1\nhost|10.0.1.230|11211\n");
    assertThat(ask("config get cluster\r\n"))
        .isEqualTo("CONFIG cluster 0 24\r\n1\nhost|10.0.1.230|11211\n\r\nEND\r\n");
    String key = "AmazonElastiCache:cluster";
    assertThat(ask("get " + key + "\r\n"))
        .isEqualTo("VALUE " + key + " 0 24\r\n1\nhost|10.0.1.230|11211\n\r\nEND\r\n");
    assertThat(ask("set " + key + " 0 0 1\r\n1\r\ndelete " + key + "\r\nflush_all\r\n"))
        .isEqualTo("SERVER_ERROR the key belongs to auto discovery\r\n".repeat(2) + "OK\r\n");
    assertThat(ask("config set cluster 0 1\r\n")).isEqualTo("ERROR\r\n");
    assertThat(ask("get " + key + "\r\n")).contains("host|10.0.1.230|11211");
  }

  @Test
  void oneClientWinsTheRightToRenewWhatIsMissingOrStale() throws IOException {
    assertThat(ask("mg a v N30 t\r\nmg a v N30\r\n")).isEqualTo("VA 0 t30 W\r\n\r\nVA 0 Z\r\n\r\n");
    assertThat(ask("ms a 3 T90\r\nnew\r\nmg a v R30\r\nmg a R100\r\nmg a R100\r\n"))
        .isEqualTo("HD\r\nVA 3\r\nnew\r\nHD W\r\nHD Z\r\n");
    String unique = ask("mg a c\r\n").replaceAll("(?s)HD c(\\d+).*", "$1");
    assertThat(ask("md a I T60\r\nmg a v t\r\nmg a\r\n"))
        .isEqualTo("HD\r\nVA 3 t60 X W\r\nnew\r\nHD Z X\r\n");
    assertThat(ask("ms a 3 C" + unique + "\r\nold\r\n")).isEqualTo("EX\r\n");
    assertThat(ask("ms a 3 I C" + unique + "\r\nold\r\nmg a v\r\n"))
        .as("an older number stores it as stale still")
        .isEqualTo("HD\r\nVA 3 Z X\r\nold\r\n");
    assertThat(ask("ms a 3\r\nnew\r\nmg a v\r\n")).isEqualTo("HD\r\nVA 3\r\nnew\r\n");
  }

  @Test
  void metaCommandsWithWrongFlagsChangeNothing() throws IOException {
    String opaque = "O" + "x".repeat(32);
    assertThat(ask("mg a N30 " + opaque + "\r\nmg a\r\n"))
        .isEqualTo("CLIENT_ERROR opaque token too long\r\nEN\r\n");
    assertThat(ask("ma a N0 J5 Mx\r\nmg a\r\n"))
        .isEqualTo("CLIENT_ERROR invalid mode for ma M token\r\nEN\r\n");
    assertThat(ask("ms a 2 v v\r\nhi\r\nmg a\r\n"))
        .isEqualTo("CLIENT_ERROR duplicate flag\r\nEN\r\n");
  }

  @Test
  void aCounterThatGrowsKeepsTheExpiryItIsGiven() throws IOException {
    assertThat(ask("ma n N0 J9 t v\r\nma n v T60 t\r\nmg n t v\r\n"))
        .isEqualTo("VA 1 t-1\r\n9\r\nVA 2 t60\r\n10\r\nVA 2 t60\r\n10\r\n");
    assertThat(ask("ma n MD D99 v q\r\nmg n v\r\n")).isEqualTo("VA 2\r\n0 \r\n");
  }

  @Test
  void usesAreCountedByPrefixWhileAskedFor() throws IOException {
    assertThat(ask("set a:1 0 0 1\r\nx\r\nstats detail dump\r\n")).isEqualTo("STORED\r\nEND\r\n");
    assertThat(ask("stats detail on\r\nset a:1 0 0 1\r\nx\r\nget a:1 a:2 plain\r\ndelete b:1\r\n"))
        .endsWith("END\r\nNOT_FOUND\r\n");
    assertThat(ask("stats detail off\r\nget a:1\r\nstats detail dump\r\nstats detail x\r\n"))
        .endsWith(
            "PREFIX a get 2 hit 1 set 1 del 0\r\nPREFIX b get 0 hit 0 set 0 del 1\r\nEND\r\n"
                + "CLIENT_ERROR usage: stats detail on|off|dump\r\n");
  }

  @Test
  void theMemoryLimitMovesBelowWhatTheOwnerSet() throws IOException {
    cache.configure("maxmemory", Long.toString(64 << 20));
    assertThat(ask("cache_memlimit 65\r\ncache_memlimit 7\r\ncache_memlimit x\r\n"))
        .isEqualTo(
            "MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust\r\n"
                + "MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m\r\nERROR\r\n");
    assertThat(ask("cache_memlimit 32\r\nstats\r\n")).contains("STAT limit_maxbytes 33554432");
    assertThat(ask("cache_memlimit 64\r\nstats\r\n")).contains("STAT limit_maxbytes 67108864");
  }

  @Test
  void statsTellOfSlabsAndConnections() throws IOException {
    assertThat(ask("stats slabs\r\n")).startsWith("STAT active_slabs 0\r\n");
    assertThat(ask("set a 0 0 1\r\nx\r\nstats slabs\r\n")).contains("STAT 1:used_chunks 1\r\n");
    assertThat(ask("stats conns\r\n"))
        .contains(":addr tcp:127.0.0.1:" + socket.getLocalPort() + "\r\n");
  }

  @Test
  void aFullCacheEvicts() throws IOException {
    cache.configure("maxmemory", "1048576");
    String value = "v".repeat(10_000);
    for (int i = 0; i < 300; i++) {
      assertThat(ask("set k" + i + " 0 0 10000\r\n" + value + "\r\n")).isEqualTo("STORED\r\n");
    }
    assertThat(cache.figures().usedMemoryBytes()).isLessThan(1_200_000);
    assertThat(ask("stats\r\n")).containsPattern("STAT evictions [1-9]");
  }

  /// Sends lines and answers what came before the version that is asked for last.
  private String ask(String lines) throws IOException {
    socket.getOutputStream().write((lines + "version\r\n").getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith(MARK)) {
      int c = socket.getInputStream().read();
      assertThat(c).as(answer.toString()).isNotNegative();
      answer.append((char) c);
    }
    return answer.substring(0, answer.length() - MARK.length());
  }
}
