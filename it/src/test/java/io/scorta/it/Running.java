package io.scorta.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// A Scorta, or its engine alone, started by the `./scorta` command and stopped with its process
/// id.
final class Running implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("(?:\\d+\\.){3}\\d+:\\d+");
  private static final long STOP_SECONDS = 20;
  private final Process process;
  private final Path log;
  private final String ready;

  private Running(Process process, Path log, String ready) {
    this.process = process;
    this.log = log;
    this.ready = ready;
  }

  /// Starts `./scorta serve` on a free port over a data folder.
  static Running serve(Path data, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--data", data.toString(), "--api", "127.0.0.1:0"));
    arguments.addAll(List.of(options));
    return start("scorta is ready:", arguments);
  }

  /// Starts `./scorta engine` on a free port.
  static Running engine(String... options) {
    List<String> arguments = new ArrayList<>(List.of("engine", "--port", "0"));
    arguments.addAll(List.of(options));
    return start("scorta engine is ready:", arguments);
  }

  private static Running start(String readySign, List<String> arguments) {
    try {
      Path log = Files.createTempFile("scorta-it", ".log");
      List<String> command = new ArrayList<>(List.of(Programs.home().resolve("scorta").toString()));
      command.addAll(arguments);
      Process process =
          new ProcessBuilder(command)
              .directory(Programs.home().toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Awaitility.await()
          .atMost(START)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !process.isAlive() || readyLine(log, readySign) != null);
      String ready = readyLine(log, readySign);
      if (ready == null) {
        throw new AssertionError("not ready: " + Files.readString(log));
      }
      return new Running(process, log, ready);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The line that says so, once it is complete.
  private static String readyLine(Path log, String sign) throws IOException {
    String text = Files.readString(log);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith(sign))
        .findFirst()
        .orElse(null);
  }

  String readyLine() {
    return ready;
  }

  /// The API's address as HOST:PORT, or the engine's.
  String address() {
    Matcher address = ADDRESS.matcher(ready);
    if (!address.find()) {
      throw new AssertionError("no address in: " + ready);
    }
    return address.group();
  }

  int port() {
    return Integer.parseInt(address().substring(address().indexOf(':') + 1));
  }

  Process process() {
    return process;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
