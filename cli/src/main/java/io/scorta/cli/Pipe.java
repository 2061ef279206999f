package io.scorta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Moves bytes from one stream to another until the first ends.
final class Pipe {
  private Pipe() {}

  /// Flushes after every read, so that a dialogue goes on; ends with the input.
  static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[Limits.BUFFER_BYTES];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
      to.flush();
    }
  }
}
