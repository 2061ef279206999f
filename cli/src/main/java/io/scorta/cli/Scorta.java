package io.scorta.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The commands that talk to a running Scorta. `serve`, `engine` and `tour` are started by the
/// script `./scorta` itself.
@Command(
    name = "scorta",
    mixinStandardHelpOptions = true,
    subcommands = {
      StatusCommand.class,
      CredentialsCommand.class,
      AccountCommand.class,
      ExplainCommand.class,
      ConnectCommand.class,
      TunnelCommand.class,
      SshCommand.class,
      ExecCommand.class,
      OutsideCommand.class
    })
public final class Scorta implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /// Picocli makes the commands.
  public Scorta() {
    spec = CommandSpec.create();
  }

  public static void main(String[] arguments) {
    System.exit(line().execute(arguments));
  }

  static CommandLine line() {
    return new CommandLine(new Scorta())
        .setExecutionExceptionHandler(
            (failure, line, _) -> {
              if (!(failure instanceof CommandFailure)) {
                throw failure;
              }
              say(line.getErr(), String.valueOf(failure.getMessage()));
              return line.getCommandSpec().exitCodeOnExecutionException();
            });
  }

  /// A message to the user, beside what the command prints.
  static void say(PrintWriter to, String message) {
    to.println("scorta: " + message);
    to.flush();
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "name a command, such as scorta status or scorta explain");
  }
}
