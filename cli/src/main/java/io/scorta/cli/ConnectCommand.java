package io.scorta.cli;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "connect",
    mixinStandardHelpOptions = true,
    description = "Standard input and output to TARGET as WHO. Ends when TARGET closes.")
final class ConnectCommand implements Callable<Integer> {
  @Mixin private final Talk talk = new Talk();

  @Option(
      names = "--as",
      required = true,
      paramLabel = "WHO",
      description = "instance, network interface, cluster or address")
  private String who = "";

  @Parameters(paramLabel = "TARGET:PORT", description = "cluster, instance or address, and a port")
  private String target = "";

  @Override
  public Integer call() {
    Route route = Route.ask(talk, who, target);
    try (Socket socket = route.connect()) {
      Thread.ofVirtual().start(() -> send(socket));
      Pipe.copy(socket.getInputStream(), System.out);
      return 0;
    } catch (IOException e) {
      throw new CommandFailure(
          "%s was cut off from %s (%s): see %s"
              .formatted(who, target, e.getMessage(), route.explain()));
    }
  }

  /// The end of our input is told to the other side, which may still have something to say.
  private static void send(Socket socket) {
    try {
      Pipe.copy(System.in, socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException _) {
      // The other direction meets the same end and reports it.
    }
  }
}
