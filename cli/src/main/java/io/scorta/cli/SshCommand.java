package io.scorta.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "ssh",
    mixinStandardHelpOptions = true,
    description = {
      "A shell on an instance, or one command on it after --.",
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

  @Parameters(index = "0", paramLabel = "INSTANCE", description = "an instance's id")
  private String instance = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND")
  private @Nullable List<String> command;

  @Override
  public Integer call() throws IOException {
    if (command != null && !command.isEmpty()) {
      return run(String.join(" ", command));
    }
    return shell();
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
    Map<String, String> arguments = new HashMap<>(Map.of("instance", instance, "command", line));
    if (who != null) {
      arguments.put("from", who);
    }
    JsonNode answer = talk.call("guest", arguments);
    PrintWriter out = spec.commandLine().getOut();
    out.print(answer.path("output").asString(""));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.print(answer.path("errors").asString(""));
    err.flush();
    return answer.path("exit").asInt(0);
  }
}
