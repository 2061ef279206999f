package io.scorta.server.instance;

import io.scorta.access.model.Guest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/// The shell scripts of this room.
final class Scripts {
  /// The file that makes a place, beside the folder of the programs.
  static final String PLACE = "place.sh";

  static final String BOOT = text("boot.sh");
  static final String HALT = text("halt.sh");
  static final String LOOK = text("look.sh");

  /// The files of an instance that a boot reads, in the order in which `LOOK` prints them.
  static final List<String> LOOKED_AT = List.of(Guest.SYSCTL_FILE, Guest.IPTABLES_FILE);

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

  /// Writes the programs that stand for parts of a real system into a folder of their own, and the
  /// script that makes a place beside it.
  ///
  /// @throws PlaceException when it cannot be written
  static Path placeShims(Path folder) {
    try {
      Files.createDirectories(folder);
      program(folder.resolve("service"), SERVICE);
      program(folder.resolve("systemctl"), SERVICE);
      program(folder.resolve("sudo"), SUDO);
      program(folder.resolveSibling(PLACE), text(PLACE));
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
