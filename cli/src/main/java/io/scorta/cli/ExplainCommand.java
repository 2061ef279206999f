package io.scorta.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Tells whether WHO reaches TARGET, hop by hop, and what is missing.",
      "Exit code 0 when reachable, 1 when not, 2 when the question cannot be answered."
    },
    exitCodeOnExecutionException = 2)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private final Talk talk = new Talk();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "WHO",
      description = "instance, network interface, cluster or address")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TARGET:PORT",
      description = "instance, network interface, cluster or address, and a port")
  private String to = "";

  @Override
  public Integer call() {
    JsonNode answer = talk.call("explain", Map.of("from", from, "to", to));
    PrintWriter out = spec.commandLine().getOut();
    for (JsonNode line : answer.path("lines")) {
      out.println(line.asString());
    }
    return answer.path("reachable").asBoolean(false) ? 0 : 1;
  }
}
