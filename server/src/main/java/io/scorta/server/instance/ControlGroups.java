package io.scorta.server.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// The control groups that bound all processes of an instance together: their number and memory.
///
/// Made where this process may make them, in the unified hierarchy or the older ones; where it may
/// not, the limits per process and per user remain.
final class ControlGroups implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String PREFIX = "scorta-";
  private static final String MEMBERS = "cgroup.procs";
  private static final Map<String, Long> BOUNDS =
      Map.of(
          "pids.max", (long) Limits.PROCESSES_MAX,
          "memory.max", Limits.MEMORY_BYTES_MAX,
          "memory.limit_in_bytes", Limits.MEMORY_BYTES_MAX);

  private static final int REMOVALS_MAX = 25;
  private static final long REMOVAL_PAUSE_NANOS = 10_000_000;

  private final List<Path> groups;

  private ControlGroups(List<Path> groups) {
    this.groups = List.copyOf(groups);
  }

  /// Makes the groups of an instance, as far as they can be made.
  static ControlGroups make(String instanceId) {
    List<Path> made = new ArrayList<>();
    for (Path parent : parents()) {
      Path group = parent.resolve(PREFIX + instanceId);
      try {
        if (!Files.exists(group)) {
          Files.createDirectory(group);
        }
        bound(group);
        made.add(group);
      } catch (IOException _) {
        // This hierarchy is not ours to use: the other limits remain.
      }
    }
    return new ControlGroups(made);
  }

  /// The folders of the groups, to whose member lists a process writes its own number.
  List<Path> folders() {
    return groups;
  }

  /// Takes the groups away; one that keeps a process stays and is used again.
  @Override
  public void close() {
    for (Path group : groups) {
      boolean isGone = false;
      for (int i = 0; i < REMOVALS_MAX && !isGone; i++) {
        isGone = remove(group);
      }
    }
  }

  /// Whether the group is gone; while its last process is on its way out it cannot be removed.
  private static boolean remove(Path group) {
    try {
      Files.deleteIfExists(group);
      return true;
    } catch (IOException _) {
      LockSupport.parkNanos(REMOVAL_PAUSE_NANOS);
      return false;
    }
  }

  private static List<Path> parents() {
    return Stream.of(ROOT, ROOT.resolve("pids"), ROOT.resolve("memory"))
        .filter(parent -> Files.exists(parent.resolve(MEMBERS)))
        .toList();
  }

  private static void bound(Path group) throws IOException {
    boolean isBound = false;
    for (Map.Entry<String, Long> bound : BOUNDS.entrySet()) {
      Path file = group.resolve(bound.getKey());
      if (Files.exists(file)) {
        Files.writeString(file, bound.getValue().toString());
        isBound = true;
      }
    }
    if (!isBound) {
      Files.delete(group);
      throw new IOException("nothing can be bounded at " + group);
    }
  }
}
