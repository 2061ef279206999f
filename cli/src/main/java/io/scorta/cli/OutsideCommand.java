package io.scorta.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "outside",
    mixinStandardHelpOptions = true,
    description = "Hosts outside of every VPC, from which connections can be tried.",
    subcommands = {
      OutsideCommand.Add.class,
      OutsideCommand.Remove.class,
      OutsideCommand.Listing.class
    })
final class OutsideCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "give what to do: scorta outside add, remove or list");
  }

  private static int tell(Talk talk, String action, String address, CommandSpec spec) {
    JsonNode answer = talk.call("outside", Map.of("action", action, "address", address));
    answer.path("hosts").forEach(host -> spec.commandLine().getOut().println(host.asString()));
    spec.commandLine().getOut().flush();
    return 0;
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a host with a public address; all hosts are printed.")
  static final class Add implements Callable<Integer> {
    @Mixin private final Talk talk = new Talk();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ADDRESS", description = "a public address, as 198.51.100.27")
    private String address = "";

    @Override
    public Integer call() {
      return tell(talk, "add", address, spec);
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes a host away, with its connections; the others are printed.")
  static final class Remove implements Callable<Integer> {
    @Mixin private final Talk talk = new Talk();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ADDRESS", description = "the host's address")
    private String address = "";

    @Override
    public Integer call() {
      return tell(talk, "remove", address, spec);
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the addresses of all hosts outside.")
  static final class Listing implements Callable<Integer> {
    @Mixin private final Talk talk = new Talk();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      return tell(talk, "list", "", spec);
    }
  }
}
