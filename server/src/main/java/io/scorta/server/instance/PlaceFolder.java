package io.scorta.server.instance;

import io.scorta.access.model.Guest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What of an instance outlives a stop: its own `/etc`, `/root` and `/home`, in the data folder.
///
/// Written to from out here only while it is made: afterwards a link in it may lead anywhere.
final class PlaceFolder {
  private static final Map<String, String> FILES =
      Map.of(
          "etc/passwd",
          """
          root:x:0:0:root:/root:/bin/bash
          ec2-user:x:0:0:EC2 user, with root's powers:/home/ec2-user:/bin/bash
          nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
          """,
          "etc/group",
          "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n",
          "etc/nsswitch.conf",
          "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n",
          "etc/profile",
          "PS1='[\\u@\\h \\W]# '\numask 022\n",
          "root/.bashrc",
          "PS1='[\\u@\\h \\W]# '\n",
          "home/ec2-user/.bashrc",
          "PS1='[\\u@\\h \\W]# '\n");

  /// Names that are looked up by number or the other way round: the same on every host.
  private static final List<String> COPIED = List.of("services", "protocols");

  /// Programs whose names lead through `/etc/alternatives` on Debian.
  private static final List<String> LINKS =
      List.of(
          "iptables",
          "iptables-save",
          "iptables-restore",
          "ip6tables",
          "ip6tables-save",
          "ip6tables-restore",
          "awk",
          "editor",
          "pager",
          "vi",
          "nc",
          "telnet");

  private final Path folder;
  private final UserRange users;

  PlaceFolder(Path folder, UserRange users) {
    this.folder = folder;
    this.users = users;
  }

  Path path() {
    return folder;
  }

  UserRange users() {
    return users;
  }

  /// Makes the folder where there is none.
  ///
  /// @param files the instance's own files by absolute path, as the model has them
  /// @throws PlaceException when it cannot be written
  void ensure(String hostname, Map<String, String> files) {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path draft = folder.resolveSibling(folder.getFileName() + ".new");
    try {
      remove(draft);
      Files.createDirectories(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      fill(draft, hostname, files);
      own(draft);
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UncheckedIOException e) {
      throw new PlaceException(
          "the files of an instance cannot be made at %s".formatted(folder), e);
    }
  }

  /// Takes the folder away with all that is in it.
  void remove() {
    try {
      remove(folder);
    } catch (IOException e) {
      throw new PlaceException("the files of an instance cannot be removed: " + folder, e);
    }
  }

  private static void fill(Path draft, String hostname, Map<String, String> files)
      throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      write(draft, file.getKey(), file.getValue());
    }
    write(draft, "etc/hostname", hostname + "\n");
    write(draft, "etc/hosts", "127.0.0.1 localhost\n127.0.1.1 %s\n".formatted(hostname));
    write(draft, "etc/sysctl.conf", Guest.fresh().files().getOrDefault(Guest.SYSCTL_FILE, ""));
    Files.createDirectories(draft.resolve("etc/sysconfig"));
    Files.createDirectories(draft.resolve("etc/sysctl.d"));
    for (Map.Entry<String, String> file : files.entrySet()) {
      String name = file.getKey().substring(1);
      if (name.matches("(etc|root|home)/.*")) {
        write(draft, name, file.getValue());
      }
    }
    for (String name : COPIED) {
      Path source = Path.of("/etc", name);
      if (Files.isReadable(source)) {
        Files.copy(source, draft.resolve("etc").resolve(name));
      }
    }
    copyLinks(Path.of("/etc/alternatives"), draft.resolve("etc/alternatives"));
  }

  private static void copyLinks(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (String name : LINKS) {
      if (Files.isSymbolicLink(from.resolve(name))) {
        Files.createSymbolicLink(to.resolve(name), Files.readSymbolicLink(from.resolve(name)));
      }
    }
  }

  private static void write(Path draft, String name, String text) throws IOException {
    Path file = draft.resolve(name).normalize();
    if (!file.startsWith(draft)) {
      throw new IOException(name + " is no path of an instance");
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// Gives all but the folder itself to the instance's root.
  private void own(Path draft) throws IOException {
    for (String name : List.of("etc", "root", "home")) {
      try (Stream<Path> all = Files.walk(draft.resolve(name))) {
        for (Path path : (Iterable<Path>) all::iterator) {
          Files.setAttribute(path, "unix:uid", users.base(), LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(path, "unix:gid", users.base(), LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, java.io.IOException e)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
