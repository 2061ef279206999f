package io.scorta.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Where a connection as somebody begins and ends on this machine.
record Route(String who, String target, InetAddress source, InetSocketAddress destination) {
  /// Asks the Scorta which addresses stand for WHO and TARGET.
  static Route ask(Talk talk, String who, String target) {
    JsonNode answer = talk.call("resolve", Map.of("from", who, "to", target));
    return new Route(
        who,
        target,
        address(answer.path("source").asString()),
        new InetSocketAddress(
            address(answer.path("target").asString()), answer.path("port").asInt()));
  }

  /// Connects from the one to the other.
  Socket connect() {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(source, 0));
      socket.setTcpNoDelay(true);
      socket.connect(destination, (int) Limits.CONNECT_MAX.toMillis());
      return socket;
    } catch (IOException e) {
      close(socket);
      throw new CommandFailure(
          "%s does not reach %s (%s): see %s".formatted(who, target, e.getMessage(), explain()));
    }
  }

  /// The command that says why.
  String explain() {
    return "scorta explain --from %s --to %s".formatted(who, target);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It never came to be open.
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException _) {
      throw new CommandFailure("the answer names no address: \"" + text + "\"");
    }
  }
}
