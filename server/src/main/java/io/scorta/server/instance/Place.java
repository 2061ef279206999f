package io.scorta.server.instance;

import io.scorta.access.kernel.KernelException;
import io.scorta.access.kernel.Namespace;
import io.scorta.access.kernel.Tools;
import io.scorta.control.network.RunOnGuest;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// The inside of one running instance: its namespaces, held by a first process that only waits.
///
/// Everything that ran there is gone when it is closed, or when this process ends in any way.
public final class Place implements AutoCloseable {
  /// Root's way to programs inside an instance.
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String JOIN =
      "for group in $SCORTA_GROUPS; do echo $$ >\"$group/cgroup.procs\"; done; exec \"$@\"";

  private static final System.Logger LOG = System.getLogger(Place.class.getName());

  private final String instanceId;
  private final Process holder;
  private final long pid;
  private final ControlGroups groups;
  private final Namespace network;
  private final UserRange users;

  private Place(PlaceSpec spec, Process holder, long pid, ControlGroups groups, Namespace network) {
    this.instanceId = spec.instanceId();
    this.users = UserRange.of(instanceId);
    this.holder = holder;
    this.pid = pid;
    this.groups = groups;
    this.network = network;
  }

  /// Makes the place of an instance. It has no network interface yet, and has not booted.
  ///
  /// @param folder the instance's files, which are there
  /// @param shims the folder of the programs that stand for parts of a real system
  /// @param network the name that its network namespace gets; nothing has it yet
  /// @throws PlaceException when the system refuses a part of it
  static Place open(PlaceSpec spec, PlaceFolder folder, Path shims, Namespace network) {
    String id = spec.instanceId();
    ControlGroups groups = ControlGroups.make(id);
    try {
      Process holder = holder(spec.hostname(), folder, shims, groups);
      long pid = awaitReady(id, holder);
      name(network, pid, holder);
      return new Place(spec, holder, pid, groups, network);
    } catch (IOException | PlaceException e) {
      groups.close();
      throw e instanceof PlaceException said
          ? said
          : new PlaceException("no process can be started for " + id, e);
    }
  }

  private static void name(Namespace network, long pid, Process holder) {
    try {
      new Tools().ip(List.of("netns attach %s %d".formatted(network, pid)));
    } catch (KernelException e) {
      end(holder);
      throw new PlaceException("the network of a place cannot be named " + network, e);
    }
  }

  private static Process holder(
      String hostname, PlaceFolder folder, Path shims, ControlGroups groups) throws IOException {
    List<String> command = new ArrayList<>(limited());
    command.addAll(List.of("bash", shims.resolveSibling(Scripts.PLACE).toString(), "out"));
    command.addAll(List.of(folder.path().toString(), shims.toString(), hostname));
    command.add(Integer.toString(folder.users().base()));
    command.add(Integer.toString(folder.users().count()));
    return builder(command, groups).redirectErrorStream(true).start();
  }

  /// The number of the first process, when the place is whole.
  private static long awaitReady(String instanceId, Process holder) {
    StringBuilder said = new StringBuilder();
    CompletableFuture<Long> pid = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> pid.complete(readPid(holder, said)));
    try {
      long found = pid.get(Limits.OPEN_MAX.toSeconds(), TimeUnit.SECONDS);
      if (found > 0) {
        return found;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      // The process is ended below, and what it said is told.
    }
    end(holder);
    throw new PlaceException(
        "the inside of %s cannot be made: %s".formatted(instanceId, said.toString().strip()));
  }

  private static long readPid(Process holder, StringBuilder said) {
    long found = 0;
    BufferedReader lines = holder.inputReader(StandardCharsets.UTF_8);
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("ready")) {
          return found;
        }
        if (line.matches("pid [0-9]{1,18}")) {
          found = Long.parseLong(line.substring("pid ".length()));
        } else {
          said.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      said.append(e);
    }
    return 0;
  }

  public String instanceId() {
    return instanceId;
  }

  /// The place's network namespace, for as long as the place is open.
  public Namespace network() {
    return network;
  }

  public boolean isOpen() {
    return holder.isAlive();
  }

  /// Applies what the instance's own files say of kernel settings and rules.
  RunOnGuest.Answer boot() {
    return run(Scripts.BOOT);
  }

  /// Ends all processes, and takes out what a boot puts in: rules and kernel settings.
  void halt() {
    run(Scripts.HALT);
  }

  /// Runs a command line as root, with nothing to read.
  ///
  /// @throws PlaceException when no process can be started
  public RunOnGuest.Answer run(String commandLine) {
    return BoundedRun.of(start(List.of("bash", "-c", commandLine), Map.of()));
  }

  /// Starts a program inside, as root.
  ///
  /// @param environment beside the usual `HOME`, `PATH`, `USER`
  Process start(List<String> program, Map<String, String> environment) {
    List<String> command = new ArrayList<>(limited());
    command.addAll(
        List.of("nsenter", "--target", Long.toString(pid), "--mount", "--uts", "--ipc", "--pid"));
    command.addAll(List.of("--net", "--user", "--root", "--wd"));
    command.addAll(users.becomingRoot());
    String home = environment.getOrDefault("HOME", "/root");
    command.addAll(List.of("--", "/usr/bin/env", "-i", "--chdir=" + home));
    command.addAll(List.of("PATH=" + PATH, "HOME=" + home, "SHELL=/bin/bash", "USER=root"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(program);
    if (!isOpen()) {
      throw new PlaceException(instanceId + " is not running");
    }
    try {
      return builder(command, groups).start();
    } catch (IOException e) {
      throw new PlaceException("no process can be started on " + instanceId, e);
    }
  }

  /// Ends everything inside; back when it has ended.
  @Override
  public void close() {
    end(holder);
    try {
      new Tools().ip(List.of("netns del " + network));
    } catch (KernelException e) {
      LOG.log(Level.DEBUG, "event=namespace-gone name=" + network, e); // As it was to be.
    }
    groups.close();
  }

  /// The first process ends with its input, and takes all others along.
  private static void end(Process holder) {
    try {
      holder.getOutputStream().close();
      if (holder.waitFor(Limits.CLOSE_MAX.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException _) {
      // It has ended already.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    holder.descendants().forEach(ProcessHandle::destroyForcibly);
    holder.destroyForcibly();
  }

  /// The command line that joins the control groups and then is what follows, with its limits.
  private static List<String> limited() {
    return List.of(
        "bash",
        "-c",
        JOIN,
        "join",
        "prlimit",
        "--nproc=" + Limits.PROCESSES_MAX,
        "--as=" + Limits.ADDRESS_BYTES_MAX,
        "--nofile=" + Limits.FILES_MAX,
        "--fsize=" + Limits.FILE_BYTES_MAX,
        "--core=0",
        "--");
  }

  private static ProcessBuilder builder(List<String> command, ControlGroups groups) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Path.of("/").toFile());
    // What this process was told by its environment is nobody's business inside.
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder
        .environment()
        .put(
            "SCORTA_GROUPS",
            groups.folders().stream().map(Path::toString).collect(Collectors.joining(" ")));
    return builder;
  }
}
