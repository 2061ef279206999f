package io.scorta.server.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The users of this machine that stand for an instance's own.
///
/// Its root, number 0 inside, is `base` out here: nobody that owns anything but the instance's
/// files.
record UserRange(int base, int count) {
  private static final Path MAP = Path.of("/proc/self/uid_map");

  /// Above what systems hand out to people, services and containers; 16384 ranges up to 2^31.
  private static final int FIRST = 1 << 30;

  private static final int RANGES = 1 << 14;

  /// The range of an instance: the same at every start. Two instances may share one; what keeps
  /// them apart is that neither sees the other.
  ///
  /// Where this process itself has one user only, as in a user namespace without privileges, that
  /// user stands for the instance's root.
  static UserRange of(String instanceId) {
    return isWhole()
        ? new UserRange(
            FIRST + Math.floorMod(instanceId.hashCode(), RANGES) * Limits.USERS, Limits.USERS)
        : new UserRange(0, 1);
  }

  /// The options with which `nsenter` becomes the instance's root. Where one user is all there is,
  /// it is root on both sides already.
  List<String> becomingRoot() {
    return count == 1
        ? List.of("--preserve-credentials")
        : List.of("--setuid", "0", "--setgid", "0");
  }

  /// Whether this process has all users of the machine: one line, from 0 to the last.
  private static boolean isWhole() {
    try {
      return Files.readString(MAP).strip().matches("0 +0 +[0-9]{10}");
    } catch (IOException _) {
      return false;
    }
  }
}
