package io.scorta.server.instance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/// A shell or one command line inside an instance, for one SSH channel: with a terminal of the
/// instance's own where the client asked for one.
final class SshCommand implements Command {
  private static final int BUFFER_BYTES = 8192;
  private static final String WORD = "[A-Za-z0-9._+-]{1,64}";
  private static final String TERMINAL = "/dev/pts/[0-9]+";

  private final Place place;
  private final String home;
  private final String line;
  private final Runnable ended;
  private @Nullable InputStream input;
  private @Nullable OutputStream output;
  private @Nullable OutputStream errors;
  private @Nullable ExitCallback exit;
  private @Nullable Process process;

  /// @param line what to run; "" for a shell
  /// @param ended told when it has ended, before the client is
  SshCommand(Place place, String user, String line, Runnable ended) {
    this.place = place;
    this.home = user.equals(SshDoor.ROOT) ? "/root" : "/home/" + user;
    this.line = line;
    this.ended = ended;
  }

  @Override
  public void setInputStream(InputStream stream) {
    input = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    output = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    errors = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    Map<String, String> asked = environment.getEnv();
    boolean hasTerminal = asked.containsKey(Environment.ENV_COLUMNS);
    Map<String, String> variables = new HashMap<>(Map.of("HOME", home));
    Optional.ofNullable(asked.get(Environment.ENV_TERM))
        .filter(term -> term.matches(WORD))
        .ifPresent(term -> variables.put("TERM", term));
    if (!line.isEmpty()) {
      variables.put("SSH_ORIGINAL_COMMAND", line);
    }
    try {
      process = place.start(hasTerminal ? terminal(asked) : plain(), variables);
    } catch (PlaceException e) {
      throw new IOException(e.getMessage(), e);
    }
    environment.addSignalListener(
        (_, signal) -> Thread.ofVirtual().start(() -> signal(signal, asked)));
    serve(process);
  }

  private List<String> plain() {
    return line.isEmpty() ? List.of("/bin/bash", "--login") : List.of("/bin/bash", "-c", line);
  }

  /// `script` gives a program a terminal, and keeps no record in `/dev/null`.
  private List<String> terminal(Map<String, String> asked) {
    String program =
        line.isEmpty() ? "exec bash --login" : "exec bash -c \"$SSH_ORIGINAL_COMMAND\"";
    List<String> command = new ArrayList<>(List.of("/usr/bin/script", "--quiet", "--return"));
    command.addAll(List.of("--flush", "--echo", "always", "--command"));
    command.add("stty %s; %s".formatted(size(asked), program));
    command.add("/dev/null");
    return command;
  }

  private static String size(Map<String, String> asked) {
    return "rows %d cols %d"
        .formatted(
            number(asked.getOrDefault(Environment.ENV_LINES, "")),
            number(asked.getOrDefault(Environment.ENV_COLUMNS, "")));
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
  }

  private void serve(Process running) {
    InputStream in = Objects.requireNonNull(input);
    Thread.ofVirtual().start(() -> copy(in, running.getOutputStream(), true));
    Thread told = pump(running.getInputStream(), Objects.requireNonNull(output));
    Thread complained = pump(running.getErrorStream(), Objects.requireNonNull(errors));
    Thread.ofVirtual()
        .start(
            () -> {
              int status = running.onExit().join().exitValue();
              await(told);
              await(complained);
              ended.run();
              Objects.requireNonNull(exit).onExit(status);
            });
  }

  private static Thread pump(InputStream from, OutputStream to) {
    return Thread.ofVirtual().start(() -> copy(from, to, false));
  }

  /// What a command left in the background may keep its output open; it is not waited for.
  private static void await(Thread pump) {
    try {
      pump.join(Limits.DRAIN_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(InputStream from, OutputStream to, boolean ends) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
      }
    } catch (IOException _) {
      // One side has ended, and the end of the process or of the channel tells the other.
    }
    if (ends) {
      try {
        to.close();
      } catch (IOException _) {
        // It has ended already.
      }
    }
  }

  private void signal(Signal signal, Map<String, String> asked) {
    if (signal == Signal.WINCH) {
      terminalOf().ifPresent(name -> resize(name, asked));
    } else {
      descendants().forEach(it -> send(signal, it));
    }
  }

  private void resize(String terminal, Map<String, String> asked) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/stty", "-F", terminal));
    command.addAll(List.of(size(asked).split(" ")));
    BoundedRun.of(place.start(command, Map.of()));
  }

  private static void send(Signal signal, ProcessHandle to) {
    try {
      new ProcessBuilder("kill", "-s", signal.name(), Long.toString(to.pid()))
          .start()
          .waitFor(Limits.CLOSE_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException _) {
      // The process is gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The terminal's name inside, from the standard input of whoever has it.
  private Optional<String> terminalOf() {
    return descendants()
        .map(it -> Path.of("/proc", Long.toString(it.pid()), "fd", "0"))
        .flatMap(SshCommand::target)
        .filter(name -> name.matches(TERMINAL))
        .findFirst();
  }

  private static Stream<String> target(Path link) {
    try {
      return Stream.of(Files.readSymbolicLink(link).toString());
    } catch (IOException _) {
      return Stream.empty();
    }
  }

  private Stream<ProcessHandle> descendants() {
    return process == null ? Stream.empty() : process.descendants();
  }

  /// The client is gone: the terminal goes with it, and whoever has it is told by the system.
  @Override
  public void destroy(ChannelSession channel) {
    if (process != null) {
      descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
