package io.scorta.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "tunnel",
    mixinStandardHelpOptions = true,
    description = "Forwards a local port to TARGET as WHO, so that any client can be WHO.")
final class TunnelCommand implements Callable<Integer> {
  @Mixin private final Talk talk = new Talk();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--as",
      required = true,
      paramLabel = "WHO",
      description = "instance, network interface, cluster or address")
  private String who = "";

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "PORT",
      description = "the port on 127.0.0.1; 0 takes a free one")
  private int port;

  @Parameters(paramLabel = "TARGET:PORT", description = "cluster, instance or address, and a port")
  private String target = "";

  @Override
  public Integer call() {
    Route.ask(talk, who, target); // Refuses what does not exist before anybody connects.
    PrintWriter out = spec.commandLine().getOut();
    try (ServerSocket listener = new ServerSocket()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      out.printf(
          "tunnel is ready: 127.0.0.1:%d to %s as %s%n", listener.getLocalPort(), target, who);
      out.flush();
      forward(listener);
      return 0;
    } catch (IOException e) {
      throw new CommandFailure(
          "port %d of 127.0.0.1 cannot be used (%s): name another with --listen"
              .formatted(port, e.getMessage()));
    }
  }

  /// Ends with the program, which the user stops.
  private void forward(ServerSocket listener) throws IOException {
    Semaphore room = new Semaphore(Limits.TUNNELS_MAX);
    while (true) {
      room.acquireUninterruptibly();
      Socket client = listener.accept();
      Thread.ofVirtual()
          .start(
              () -> {
                try (client) {
                  relay(client);
                } catch (IOException | CommandFailure e) {
                  Scorta.say(spec.commandLine().getErr(), String.valueOf(e.getMessage()));
                } finally {
                  room.release();
                }
              });
    }
  }

  /// Asked for each connection anew: a node may have been replaced since the last.
  private void relay(Socket client) throws IOException {
    try (Socket remote = Route.ask(talk, who, target).connect()) {
      Thread up = Thread.ofVirtual().start(() -> forward(client, remote));
      forward(remote, client);
      up.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// When one direction ends in order the other may go on; a broken one ends both.
  private static void forward(Socket from, Socket to) {
    try {
      Pipe.copy(from.getInputStream(), to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      abort(from);
      abort(to);
    }
  }

  private static void abort(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing is left to close.
    }
  }
}
