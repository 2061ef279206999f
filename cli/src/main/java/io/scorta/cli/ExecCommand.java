package io.scorta.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "exec",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a command as root on an instance, or on a host outside.",
      "Needs no way there: it is the host's own console. One word after -- is a command line,",
      "several are a program and its arguments.",
      "The exit code is the command's own, or 255 when it could not be run."
    },
    exitCodeOnExecutionException = 255)
final class ExecCommand implements Callable<Integer> {
  @Mixin private final Talk talk = new Talk();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "HOST",
      description = "an instance's id, or the address of a host outside")
  private String host = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND")
  private List<String> command = List.of();

  @Override
  public Integer call() {
    return new GuestLine(talk, host, Optional.empty())
        .run(GuestLine.of(command), spec.commandLine());
  }
}
