package io.scorta.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The system's own `ssh`, led to an instance through a connection as somebody.
record OpenSsh(Talk talk, String instance, Path key, String who) {
  private static final int PORT = 22;

  /// Becomes a session, or runs one command; the exit code is ssh's.
  int run(String user, List<String> options, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("ssh", "-i", key.toString()));
    whole.addAll(List.of("-o", "IdentitiesOnly=yes", "-o", "ProxyCommand=" + proxy()));
    // A host key belongs to the instance, whatever address leads to it.
    whole.addAll(List.of("-o", "HostKeyAlias=" + instance, "-o", "LogLevel=ERROR"));
    whole.addAll(List.of("-o", "StrictHostKeyChecking=accept-new"));
    whole.addAll(List.of("-o", "UserKnownHostsFile=" + knownHosts()));
    whole.addAll(options);
    whole.add(user + "@" + instance);
    whole.addAll(command);
    try {
      return new ProcessBuilder(whole).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CommandFailure(
          "ssh cannot be started (%s): install the package openssh-client, or leave -i out"
              .formatted(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted");
    }
  }

  private Path knownHosts() {
    return talk.folder().path().resolve("known_hosts");
  }

  private String proxy() {
    String scorta =
        Optional.ofNullable(System.getenv("SCORTA_HOME"))
            .map(home -> home + "/scorta")
            .orElse("scorta");
    return "'%s' connect --data '%s' --api %s --as '%s' '%s:%d'"
        .formatted(scorta, talk.folder().path(), talk.api(), who, instance, PORT);
  }
}
