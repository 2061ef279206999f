package io.scorta.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./scorta bench`: measures against installed peers in the same run, and prints ratios.
@Command(
    name = "scorta bench",
    mixinStandardHelpOptions = true,
    description = "Measures against installed peers in the same run.",
    subcommands = {Bench.Engine.class, Bench.Control.class})
public final class Bench implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .setExecutionExceptionHandler(
                (failure, _, _) -> {
                  System.err.println("scorta: the measurement failed: " + failure.getMessage());
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(System.err);
    return CommandLine.ExitCode.USAGE;
  }

  /// Server CPU per operation beside valkey-server's.
  @Command(
      name = "engine",
      mixinStandardHelpOptions = true,
      description = "Server CPU per operation beside valkey-server's.")
  static final class Engine implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "5", description = "interleaved rounds, 1 to 50")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "10", description = "length of a sample, 1 to 60")
    private int seconds;

    @Option(names = "--warm", defaultValue = "20", description = "warm-up of each server in s")
    private int warmSeconds;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the table here")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
      Table table = new EngineBench(rounds, seconds, warmSeconds).measure();
      return table.show(System.out, json);
    }
  }

  /// The control plane: ready, first PING, memory of idle caches, listing them.
  @Command(
      name = "control",
      mixinStandardHelpOptions = true,
      description = "Start, first PING after Create, and 1,000 idle caches.")
  static final class Control implements Callable<Integer> {
    @Option(names = "--caches", defaultValue = "1000", description = "idle caches, 1 to 1200")
    private int caches;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the table here")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
      return new ControlBench(caches).measure().show(System.out, json);
    }
  }
}
