package io.scorta.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs programs as a user would, with a deadline on each.
final class Programs {
  private static final Duration DEADLINE = Duration.ofMinutes(8);

  /// What a program said and how it ended.
  record Answer(int exit, String output, String errors) {
    Answer mustSucceed() {
      if (exit != 0) {
        throw new AssertionError("exit " + exit + ": " + output + errors);
      }
      return this;
    }
  }

  private Programs() {}

  /// The folder that holds the `scorta` command.
  static Path home() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("scripts/toolchain.sh"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not inside a checkout of Scorta");
    }
    return folder;
  }

  static Answer run(List<String> command, Map<String, String> environment, String input) {
    try {
      Path output = Files.createTempFile("scorta-it", ".out");
      Path errors = Files.createTempFile("scorta-it", ".err");
      Process process = start(command, environment, output, errors);
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end after " + DEADLINE + ": " + String.join(" ", command));
      }
      Answer answer =
          new Answer(process.exitValue(), Files.readString(output), Files.readString(errors));
      Files.delete(output);
      Files.delete(errors);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Answer run(String... command) {
    return run(List.of(command), Map.of(), "");
  }

  private static Process start(
      List<String> command, Map<String, String> environment, Path output, Path errors)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home().toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
