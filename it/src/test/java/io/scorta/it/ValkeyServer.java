package io.scorta.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A real `valkey-server` on a free port, without persistence, to compare with.
final class ValkeyServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  private final Process process;
  private final Path folder;
  private final InetSocketAddress address;

  ValkeyServer() {
    Path program = find();
    try {
      folder = Files.createTempDirectory("scorta-valkey");
      int port = freePort();
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      process =
          new ProcessBuilder(
                  List.of(
                      program.toString(),
                      "--port",
                      Integer.toString(port),
                      "--bind",
                      "127.0.0.1",
                      "--save",
                      "",
                      "--dir",
                      folder.toString()))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program, e);
    }
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || answers());
    if (!process.isAlive()) {
      throw new AssertionError("valkey-server ended at once: see " + folder.resolve("log"));
    }
  }

  /// The program that `SCORTA_VALKEY` names, as property or variable, or the one on the path.
  private static Path find() {
    String named = System.getProperty("SCORTA_VALKEY", System.getenv("SCORTA_VALKEY"));
    if (named != null) {
      return Path.of(named);
    }
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      Path candidate = Path.of(folder, "valkey-server");
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new AssertionError(
        "valkey-server is not on the path: run the tests by ./scorta test, which gets it, or name"
            + " it in SCORTA_VALKEY");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (RespConnection connection = new RespConnection(address)) {
      return connection.ask("PING").line().equals("+PONG");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(folder.resolve("log"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
