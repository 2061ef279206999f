package io.scorta.server.instance;

import io.scorta.control.network.RunOnGuest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Waits for a process that may neither run nor print without end.
final class BoundedRun {
  private static final int BUFFER_BYTES = 8192;

  /// The exit status of `timeout`, which people know.
  private static final int TIMED_OUT = 124;

  private static final byte[] TOO_MUCH =
      "\nscorta: too much output\n".getBytes(StandardCharsets.UTF_8);

  private BoundedRun() {}

  static RunOnGuest.Answer of(Process process) {
    Reading output = Reading.of(process, process.getInputStream());
    Reading errors = Reading.of(process, process.getErrorStream());
    String remark = "";
    int exit;
    try {
      process.getOutputStream().close();
      if (process.waitFor(Limits.RUN_MAX.toSeconds(), TimeUnit.SECONDS)) {
        exit = process.exitValue();
        // To destroy a process closes its streams too, so they are read first.
        output.await();
        errors.await();
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
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return new RunOnGuest.Answer(output.text(), errors.text() + remark, exit);
  }

  /// What a process has printed so far, and the thread that reads it: what the process left running
  /// in the background may keep the stream open, and then its end is not waited for.
  private record Reading(ByteArrayOutputStream bytes, Thread thread) {
    static Reading of(Process process, InputStream stream) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .name("scorta-run")
              .start(() -> readAll(process, stream, bytes));
      return new Reading(bytes, thread);
    }

    void await() throws InterruptedException {
      thread.join(Limits.DRAIN_MAX);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static void readAll(Process process, InputStream stream, ByteArrayOutputStream bytes) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        int room = Limits.RUN_OUTPUT_BYTES_MAX - bytes.size();
        bytes.write(buffer, 0, Math.min(read, room));
        if (read > room) {
          bytes.writeBytes(TOO_MUCH);
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          return;
        }
      }
    } catch (IOException _) {
      // The process was ended; what it said so far is what there is.
    }
  }
}
