package io.scorta.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server process under measurement, with the kernel's account of its CPU and memory.
final class Server implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TICKS_FIELD = 11;
  private static final int SYSTEM_TICKS_FIELD = 12;
  private static final Duration START = Duration.ofSeconds(60);
  private final Process process;
  private final Path log;

  private Server(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Starts a command and waits until its log holds the sign.
  static Server start(List<String> command, String sign) throws IOException, InterruptedException {
    Path log = Files.createTempFile("scorta-bench", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Server server = new Server(process, log);
    long deadline = System.nanoTime() + START.toNanos();
    while (!server.says(sign)) {
      if (System.nanoTime() > deadline || process.waitFor(5, TimeUnit.MILLISECONDS)) {
        throw new IOException(command.getFirst() + " did not get ready: " + server.log());
      }
    }
    return server;
  }

  /// Whether a whole line of the log holds the sign.
  private boolean says(String sign) throws IOException {
    String text = log();
    return text.indexOf('\n', Math.max(0, text.indexOf(sign))) >= 0 && text.contains(sign);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /// User and system CPU of the process so far, in seconds; the kernel counts in 10 ms.
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks =
        Long.parseLong(fields[USER_TICKS_FIELD]) + Long.parseLong(fields[SYSTEM_TICKS_FIELD]);
    return ticks / TICKS_PER_SECOND;
  }

  /// The resident memory of the process in bytes.
  long residentBytes() throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(log);
  }
}
