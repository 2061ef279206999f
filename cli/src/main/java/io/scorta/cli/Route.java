package io.scorta.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Where a connection as somebody begins and ends on this machine.
///
/// `ticket` is what the Scorta's relay at the destination wants to see first; "" where there is
/// none, and the destination is TARGET itself.
record Route(
    String who, String target, InetAddress source, InetSocketAddress destination, String ticket) {
  private static final int LINE_CHARACTERS_MAX = 1024;

  /// Asks the Scorta which addresses stand for WHO and TARGET, or lead there.
  static Route ask(Talk talk, String who, String target) {
    JsonNode answer = talk.call("resolve", Map.of("from", who, "to", target));
    return new Route(
        who,
        target,
        address(answer.path("source").asString()),
        new InetSocketAddress(
            address(answer.path("target").asString()), answer.path("port").asInt()),
        answer.path("ticket").asString(""));
  }

  /// Connects from the one to the other.
  Socket connect() {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(source, 0));
      socket.setTcpNoDelay(true);
      socket.connect(destination, (int) Limits.CONNECT_MAX.toMillis());
      if (!ticket.isEmpty()) {
        pass(socket);
      }
      return socket;
    } catch (IOException e) {
      close(socket);
      throw new CommandFailure(
          "%s does not reach %s (%s): see %s".formatted(who, target, e.getMessage(), explain()));
    }
  }

  /// Shows the ticket, and waits until the relay has connected.
  private void pass(Socket socket) throws IOException {
    socket.getOutputStream().write((ticket + "\n").getBytes(StandardCharsets.US_ASCII));
    StringBuilder line = new StringBuilder();
    for (int one = socket.getInputStream().read(); one != '\n'; ) {
      if (one < 0 || line.length() > LINE_CHARACTERS_MAX) {
        throw new IOException("the relay gave up");
      }
      line.append((char) one);
      one = socket.getInputStream().read();
    }
    if (!line.toString().equals("ok")) {
      throw new IOException(line.toString());
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
