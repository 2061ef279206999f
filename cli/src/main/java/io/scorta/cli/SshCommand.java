package io.scorta.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ssh",
    mixinStandardHelpOptions = true,
    description = {
      "A shell on an instance, or one command on it after --.",
      "With a key it is the system's ssh, connecting as WHO to port 22; without one, the console,",
      "where each line is a command of its own.",
      "The exit code is the command's own, or 255 when the instance cannot be reached."
    },
    exitCodeOnExecutionException = 255)
final class SshCommand implements Callable<Integer> {
  @Mixin private final Talk talk = new Talk();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--as",
      paramLabel = "WHO",
      description = "who connects; the way to port 22 is judged first (default: the console)")
  private @Nullable String who;

  @Option(
      names = {"-i", "--key"},
      paramLabel = "FILE",
      description = "the private key of the pair that the instance was launched with")
  private @Nullable Path key;

  @Option(
      names = {"-l", "--login"},
      paramLabel = "USER",
      description = "root or ec2-user (default: ${DEFAULT-VALUE}); with a key only")
  private String user = "ec2-user";

  @Option(
      names = {"-t", "--terminal"},
      description = "give the command a terminal; with a key only")
  private boolean terminal;

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "an instance's id")
  private String instance = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND")
  private @Nullable List<String> command;

  @Override
  public Integer call() throws IOException {
    List<String> words = command == null ? List.of() : command;
    if (key != null) {
      if (who == null) {
        throw new ParameterException(
            spec.commandLine(), "say who connects with --as: an instance, or an address outside");
      }
      return new OpenSsh(talk, instance, key, who)
          .run(user, terminal ? List.of("-tt") : List.of(), words);
    }
    return words.isEmpty() ? shell() : run(String.join(" ", words));
  }

  /// Each line of standard input is a command; the prompt is shown only to people.
  private int shell() throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    int exit = run("true"); // Tells at once when the instance cannot be reached.
    while (true) { // Ends with the input, or when told to.
      prompt();
      String line = lines.readLine();
      if (line == null || line.strip().equals("exit") || line.strip().equals("logout")) {
        return exit;
      }
      if (!line.isBlank()) {
        exit = run(line);
      }
    }
  }

  private void prompt() {
    if (Screen.isTerminal()) {
      PrintWriter out = spec.commandLine().getOut();
      out.print("[root@" + instance + "]# ");
      out.flush();
    }
  }

  private int run(String line) {
    return new GuestLine(talk, instance, Optional.ofNullable(who)).run(line, spec.commandLine());
  }
}
