package io.scorta.server.instance;

import io.scorta.control.network.RunOnGuest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Waits for a process that may neither run nor print without end.
final class BoundedRun {
  private static final int BUFFER_BYTES = 8192;

  /// The exit status of `timeout`, which people know.
  private static final int TIMED_OUT = 124;

  private BoundedRun() {}

  static RunOnGuest.Answer of(Process process) {
    CompletableFuture<String> output = read(process, process.getInputStream());
    CompletableFuture<String> errors = read(process, process.getErrorStream());
    String remark = "";
    int exit;
    try {
      process.getOutputStream().close();
      if (process.waitFor(Limits.RUN_MAX.toSeconds(), TimeUnit.SECONDS)) {
        exit = process.exitValue();
      } else {
        exit = TIMED_OUT;
        remark = "scorta: ended after %d seconds\n".formatted(Limits.RUN_MAX.toSeconds());
      }
    } catch (IOException _) {
      exit = process.onExit().join().exitValue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      exit = TIMED_OUT;
    }
    // What the command left running in the background keeps its output open.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return new RunOnGuest.Answer(text(output), text(errors) + remark, exit);
  }

  private static String text(CompletableFuture<String> read) {
    return read.completeOnTimeout("", Limits.CLOSE_MAX.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static CompletableFuture<String> read(Process process, InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> text.complete(readAll(process, stream)));
    return text;
  }

  private static String readAll(Process process, InputStream stream) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        int room = Limits.RUN_OUTPUT_BYTES_MAX - bytes.size();
        bytes.write(buffer, 0, Math.min(read, room));
        if (read > room) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          return bytes.toString(StandardCharsets.UTF_8) + "\nscorta: too much output\n";
        }
      }
    } catch (IOException _) {
      // The process was ended; what it said so far is what there is.
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
