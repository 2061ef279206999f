package io.scorta.access.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs the programs that speak to the kernel, each within a bounded time and with bounded output.
public final class Tools {
  /// Where each program comes from, for those who miss it.
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("ip", "iproute2"),
          Map.entry("nft", "nftables"),
          Map.entry("nsenter", "util-linux"),
          Map.entry("unshare", "util-linux"),
          Map.entry("prlimit", "util-linux"),
          Map.entry("mount", "mount"),
          Map.entry("script", "bsdutils"),
          Map.entry("sysctl", "procps"),
          Map.entry("iptables", "iptables"),
          Map.entry("iptables-restore", "iptables"),
          Map.entry("iptables-save", "iptables"));

  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  /// What a program left behind.
  public record Outcome(int exit, String output, String errors) {
    public boolean isGood() {
      return exit == 0;
    }
  }

  /// Runs a batch of `ip` commands, one a line, in a namespace; all or an exception, though those
  /// before a failing one stay done.
  ///
  /// @throws KernelException when one is refused
  public void ip(Namespace where, List<String> commands) {
    if (!commands.isEmpty()) {
      must(run(List.of("ip", "-n", where.name(), "-batch", "-"), lines(commands)), "ip", where);
    }
  }

  /// Runs a batch of `ip` commands in the namespace of this process.
  ///
  /// @throws KernelException when one is refused
  public void ip(List<String> commands) {
    if (!commands.isEmpty()) {
      must(run(List.of("ip", "-batch", "-"), lines(commands)), "ip", "this machine");
    }
  }

  /// Runs a batch of `ip` commands in a namespace for what may already be so, whether or not each
  /// can be done.
  public void ipIfPossible(Namespace where, List<String> commands) {
    if (!commands.isEmpty()) {
      run(List.of("ip", "-n", where.name(), "-force", "-batch", "-"), lines(commands));
    }
  }

  /// Loads nftables text in a namespace as one transaction: all of it or nothing.
  ///
  /// @throws KernelException when the kernel refuses it; the rules before stand
  public void nft(Namespace where, String text) {
    must(inside(where, List.of("nft", "-f", "-"), text), "nft", where);
  }

  /// Runs a program in a namespace.
  public Outcome inside(Namespace where, List<String> command, String input) {
    List<String> whole = new ArrayList<>(List.of("nsenter", "--net=" + where.path(), "--"));
    whole.addAll(command);
    return run(whole, input);
  }

  /// Runs a program to its end.
  ///
  /// @throws KernelException when it is not installed or takes too long
  public Outcome run(List<String> command, String input) {
    Process process = start(command);
    try {
      Drain output = Drain.of(process.getInputStream());
      Drain errors = Drain.of(process.getErrorStream());
      feed(process, input);
      if (!process.waitFor(KernelLimits.TOOL_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new KernelException(
            "%s did not end within %d seconds"
                .formatted(command.getFirst(), KernelLimits.TOOL_TIME_MAX.toSeconds()));
      }
      return new Outcome(process.exitValue(), output.text(), errors.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("interrupted while %s ran".formatted(command.getFirst()), e);
    } finally {
      process.destroyForcibly();
    }
  }

  /// The programs of a list that are not installed, each as a sentence that names its package.
  public static List<String> missing(List<String> programs) {
    return programs.stream().filter(it -> !isInstalled(it)).map(Tools::absence).toList();
  }

  static boolean isInstalled(String program) {
    return Stream.of(PATH.split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String absence(String program) {
    String from = PACKAGES.getOrDefault(program, program);
    return "the program %s is missing: install the package %s".formatted(program, from);
  }

  private static Process start(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", PATH);
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      String program = command.getFirst();
      throw isInstalled(program)
          ? new KernelException("%s could not be started".formatted(program), e)
          : new KernelException(absence(program));
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // A program that ends without reading everything says why by its exit.
    }
  }

  private static void must(Outcome outcome, String program, Object where) {
    if (!outcome.isGood()) {
      String said = outcome.errors().strip();
      throw new KernelException(
          "%s was refused in %s: %s"
              .formatted(
                  program,
                  where,
                  said.substring(0, Math.min(said.length(), KernelLimits.MESSAGE_CHARS_MAX))));
    }
  }

  private static String lines(List<String> commands) {
    return String.join("\n", commands) + "\n";
  }

  /// Reads a stream to its end on a thread of its own, and keeps its beginning.
  private record Drain(Thread thread, StringBuilder kept) {
    static Drain of(InputStream stream) {
      StringBuilder kept = new StringBuilder();
      return new Drain(Thread.ofVirtual().start(() -> read(stream, kept)), kept);
    }

    String text() throws InterruptedException {
      thread.join();
      return kept.toString();
    }

    private static void read(InputStream stream, StringBuilder kept) {
      byte[] buffer = new byte[8192];
      try (stream) {
        int count = stream.read(buffer);
        while (count >= 0) { // Ends with the program, whose time is bounded.
          if (kept.length() < KernelLimits.OUTPUT_BYTES_MAX) {
            kept.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
          }
          count = stream.read(buffer);
        }
      } catch (IOException _) {
        // The program was ended; what it said so far is kept.
      }
    }
  }
}
