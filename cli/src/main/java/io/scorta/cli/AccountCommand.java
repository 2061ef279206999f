package io.scorta.cli;

import java.util.HashMap;
import java.util.Map;
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
    name = "account",
    mixinStandardHelpOptions = true,
    description = "The accounts of a Scorta.",
    subcommands = AccountCommand.Add.class)
final class AccountCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "give what to do: scorta account add");
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds an account and prints its number; scorta credentials shows its keys.")
  static final class Add implements Callable<Integer> {
    @Mixin private final Talk talk = new Talk();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        arity = "0..1",
        paramLabel = "ID",
        description = "12 digits (default: a number of Scorta's choice)")
    private @Nullable String id;

    @Option(
        names = "--classic",
        description = "an account of the older kind: EC2-Classic with cache security groups")
    private boolean classic;

    @Override
    public Integer call() {
      Map<String, String> arguments = new HashMap<>();
      Optional.ofNullable(id).ifPresent(given -> arguments.put("account", given));
      if (classic) {
        arguments.put("platform", "classic");
      }
      spec.commandLine()
          .getOut()
          .println(talk.call("account", arguments).path("account").asString());
      return 0;
    }
  }
}
