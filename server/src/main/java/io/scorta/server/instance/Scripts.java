package io.scorta.server.instance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// The shell scripts of this room.
final class Scripts {
  static final String PLACE = text("place.sh");
  static final String BOOT = text("boot.sh");
  static final String HALT = text("halt.sh");

  private static final String SERVICE = text("service.sh");

  /// Everybody is root on an instance.
  private static final String SUDO =
      """
      #!/bin/sh
      while [ $# -gt 0 ]; do
        case "$1" in
          -*) shift ;;
          *) break ;;
        esac
      done
      exec "$@"
      """;

  private Scripts() {}

  /// Writes the programs that stand for parts of a real system into a folder of their own.
  ///
  /// @throws PlaceException when it cannot be written
  static Path placeShims(Path folder) {
    try {
      Files.createDirectories(folder);
      program(folder.resolve("service"), SERVICE);
      program(folder.resolve("systemctl"), SERVICE);
      program(folder.resolve("sudo"), SUDO);
      return folder;
    } catch (IOException e) {
      throw new PlaceException("the programs of instances cannot be written to " + folder, e);
    }
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String text(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Scripts.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
