package io.scorta.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The same random commands to the engine and to a real memcached: the replies are equal.
class MemcachedDifferentialIT {
  private static final int SEEDS = 200;
  private static final int COMMANDS = 150;
  private static final int META_SEEDS = 300;
  private static final Pattern UNIQUE = Pattern.compile(" c([1-9]\\d*)");
  private static Running engine;
  private static Process memcached;
  private static int memcachedPort;

  @BeforeAll
  static void start() throws IOException {
    engine = Running.engine("--protocol", "memcached");
    try (ServerSocket free = new ServerSocket(0)) {
      memcachedPort = free.getLocalPort();
    }
    String port = Integer.toString(memcachedPort);
    List<String> command = new ArrayList<>(List.of("memcached", "-p", port, "-U", "0"));
    command.addAll(List.of("-l", "127.0.0.1", "-u", System.getProperty("user.name")));
    // Its background threads hold items for moments, and then a number is not padded in place.
    command.addAll(List.of("-o", "no_lru_crawler,no_lru_maintainer"));
    memcached = new ProcessBuilder(command).inheritIO().start();
    Awaitility.await().atMost(10, TimeUnit.SECONDS).ignoreExceptions().until(() -> talks());
  }

  private static boolean talks() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), memcachedPort)) {
      return socket.isConnected();
    }
  }

  @AfterAll
  static void stop() {
    engine.close();
    memcached.destroy();
  }

  @Test
  void repliesAreEqual() throws IOException {
    for (long seed = 1; seed <= SEEDS; seed++) {
      compare(seed);
    }
  }

  private static void compare(long seed) throws IOException {
    MemcachedStream stream = new MemcachedStream(new Random(seed));
    List<String> before = new ArrayList<>();
    try (Socket ours = new Socket(InetAddress.getLoopbackAddress(), engine.port());
        Socket theirs = new Socket(InetAddress.getLoopbackAddress(), memcachedPort)) {
      ask(ours, "flush_all\r\n");
      ask(theirs, "flush_all\r\n");
      for (int i = 0; i < COMMANDS; i++) {
        String command = stream.next();
        before.add(command.lines().findFirst().orElse(""));
        assertThat(ask(ours, command))
            .as("seed %d, after %s", seed, before)
            .isEqualTo(ask(theirs, command));
      }
    }
  }

  @Test
  void repliesToMetaCommandsAreEqual() throws IOException {
    for (long seed = 1; seed <= META_SEEDS; seed++) {
      compareMeta(seed);
    }
  }

  private static void compareMeta(long seed) throws IOException {
    MetaStream stream = new MetaStream(new Random(seed));
    List<String> before = new ArrayList<>();
    String ourUnique = "999999999";
    String theirUnique = "999999999";
    try (Socket ours = new Socket(InetAddress.getLoopbackAddress(), engine.port());
        Socket theirs = new Socket(InetAddress.getLoopbackAddress(), memcachedPort)) {
      ask(ours, "flush_all\r\n");
      ask(theirs, "flush_all\r\n");
      for (int i = 0; i < COMMANDS; i++) {
        String command = stream.next();
        before.add(command.lines().findFirst().orElse(""));
        String our = ask(ours, command.replace("@", ourUnique));
        String their = ask(theirs, command.replace("@", theirUnique));
        ourUnique = unique(our, ourUnique);
        theirUnique = unique(their, theirUnique);
        assertThat(timeless(our)).as("seed %d, after %s", seed, before).isEqualTo(timeless(their));
      }
    }
  }

  private static String unique(String answer, String before) {
    Matcher told = UNIQUE.matcher(answer);
    return told.find() ? told.group(1) : before;
  }

  /// Without what depends on the clock, on the counter of check-and-set, or on memcached's slabs.
  private static String timeless(String answer) {
    return answer
        .replaceAll("( c|cas=)(?!0)\\d+", "$1")
        .replaceAll("( t|exp=-)(?!1 )\\d+", "$1")
        .replaceAll("( l|la=|cls=)\\d+", "$1");
  }

  /// What comes before the version that is asked for last, without the numbers of check-and-set.
  private static String ask(Socket socket, String command) throws IOException {
    socket.setSoTimeout(10_000);
    byte[] bytes = (command + "version\r\n").getBytes(StandardCharsets.ISO_8859_1);
    socket.getOutputStream().write(bytes);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    String text = "";
    while (!text.contains("VERSION ") || !text.endsWith("\r\n")) {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        return text + "<closed>";
      }
      answer.write(buffer, 0, count);
      text = answer.toString(StandardCharsets.ISO_8859_1);
    }
    String plain = text.replaceAll("VERSION .*\r\n", "");
    return command.startsWith("g")
        ? plain.replaceAll("(VALUE \\S+ \\d+ \\d+) \\d+", "$1 unique")
        : plain;
  }
}
