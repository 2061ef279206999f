package io.scorta.access.guest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The files of a guest: those that are stored, `/proc/sys` over the kernel's settings, and a few
/// that say who the host is. Directories are given; none can be made or removed.
final class GuestFiles {
  private static final String PROC_SYS = "/proc/sys/";
  private static final String NULL = "/dev/null";
  private static final SortedSet<String> DIRECTORIES =
      new TreeSet<>(
          java.util.List.of(
              "/",
              "/dev",
              "/etc",
              "/etc/iptables",
              "/etc/rc.d",
              "/etc/sysconfig",
              "/etc/sysctl.d",
              "/home",
              "/home/ec2-user",
              "/opt",
              "/proc",
              "/root",
              "/tmp",
              "/usr",
              "/usr/local",
              "/usr/local/bin",
              "/var",
              "/var/log",
              "/var/tmp"));

  private final TreeMap<String, String> stored;
  private final GuestSystem.Settings settings;
  private final GuestHost host;

  GuestFiles(Map<String, String> stored, GuestSystem.Settings settings, GuestHost host) {
    this.stored = new TreeMap<>(stored);
    this.settings = settings;
    this.host = host;
  }

  /// The files that outlive a stop.
  Map<String, String> stored() {
    return stored;
  }

  /// The text of a file, or nothing when there is none.
  Optional<String> read(String path) {
    String full = resolve(path);
    if (full.equals(NULL)) {
      return Optional.of("");
    }
    if (full.startsWith(PROC_SYS)) {
      return settings.get(key(full)).map(value -> value + "\n");
    }
    if (full.equals("/etc/hostname") && !stored.containsKey(full)) {
      return Optional.of(host.hostname() + "\n");
    }
    return Optional.ofNullable(stored.get(full));
  }

  boolean exists(String path) {
    return read(path).isPresent() || isDirectory(path);
  }

  boolean isDirectory(String path) {
    String full = resolve(path);
    return DIRECTORIES.contains(full)
        || (full + "/").startsWith(PROC_SYS) && !children(full).isEmpty();
  }

  /// Writes a file. Answers why it cannot be, in the system's words, or nothing.
  Optional<String> write(String path, String text, boolean append) {
    String full = resolve(path);
    if (full.equals(NULL)) {
      return Optional.empty();
    }
    if (full.startsWith(PROC_SYS)) {
      return writeSetting(full, text);
    }
    if (isDirectory(full)) {
      return Optional.of("Is a directory");
    }
    int slash = full.lastIndexOf('/');
    String directory = slash == 0 ? "/" : full.substring(0, slash);
    if (!DIRECTORIES.contains(directory) || directory.equals("/proc")) {
      return Optional.of("No such file or directory");
    }
    String whole = append ? stored.getOrDefault(full, "") + text : text;
    if (whole.length() > GuestLimits.FILE_CHARACTERS_MAX) {
      return Optional.of(
          "File too large: a simulated instance holds files of up to "
              + GuestLimits.FILE_CHARACTERS_MAX
              + " characters");
    }
    if (!stored.containsKey(full) && stored.size() >= GuestLimits.FILES_MAX) {
      return Optional.of(
          "No space left on device: a simulated instance holds up to "
              + GuestLimits.FILES_MAX
              + " files");
    }
    stored.put(full, whole);
    return Optional.empty();
  }

  /// Removes a stored file. Answers false when there is none.
  boolean remove(String path) {
    return stored.remove(resolve(path)) != null;
  }

  /// The names in a directory, in order.
  SortedSet<String> children(String path) {
    String full = resolve(path);
    String prefix = full.equals("/") ? "/" : full + "/";
    SortedSet<String> names = new TreeSet<>();
    for (String directory : DIRECTORIES) {
      addChild(names, prefix, directory);
    }
    for (String file : stored.keySet()) {
      addChild(names, prefix, file);
    }
    for (String key : settings.all().keySet()) {
      addChild(names, prefix, PROC_SYS + key.replace('.', '/'));
    }
    return names;
  }

  /// The path from the root, without `.`, `..` and doubled slashes.
  static String resolve(String path) {
    String from = path.startsWith("/") ? path : GuestSystem.HOME + "/" + path;
    StringBuilder full = new StringBuilder();
    for (String part : from.split("/", -1)) {
      if (part.equals("..")) {
        full.setLength(Math.max(0, full.lastIndexOf("/")));
      } else if (!part.isEmpty() && !part.equals(".")) {
        full.append('/').append(part);
      }
    }
    return full.isEmpty() ? "/" : full.toString();
  }

  private Optional<String> writeSetting(String full, String text) {
    String key = key(full);
    if (settings.get(key).isEmpty()) {
      return Optional.of("No such file or directory");
    }
    boolean isOpening = text.isEmpty();
    return isOpening || settings.set(key, text)
        ? Optional.empty()
        : Optional.of("write error: Invalid argument");
  }

  private static String key(String full) {
    return full.substring(PROC_SYS.length()).replace('/', '.').toLowerCase(Locale.ROOT);
  }

  private static void addChild(SortedSet<String> names, String prefix, String path) {
    if (path.startsWith(prefix) && path.length() > prefix.length()) {
      String rest = path.substring(prefix.length());
      int slash = rest.indexOf('/');
      names.add(slash < 0 ? rest : rest.substring(0, slash));
    }
  }
}
