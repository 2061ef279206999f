package io.scorta.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.kernel.Inside;
import io.scorta.access.kernel.Namespace;
import io.scorta.access.kernel.Namespaces;
import io.scorta.access.kernel.Owner;
import io.scorta.access.kernel.Tools;
import io.scorta.access.model.Ipv4;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs the right to make namespaces: root, or the two capabilities.
class RelayTest {
  private static final int HERE = Ipv4.parse("127.0.0.1");
  private final Relay relay = Relay.open(InstantSource.system());
  private final Tools tools = new Tools();
  @TempDir private Path data;
  private Namespaces namespaces;
  private Namespace where;

  @BeforeEach
  void makeNamespace() {
    namespaces = new Namespaces(Owner.of(data), tools);
    where = namespaces.of("relay");
    namespaces.make(List.of(where));
    tools.ip(where, List.of("link set lo up"));
  }

  @AfterEach
  void removeNamespace() {
    relay.close();
    namespaces.clear();
  }

  private static Socket come(Relay.Ticket ticket, String word) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), ticket.port());
    client.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
    return client;
  }

  private static String all(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void ticketLeadsToAListenerThatOnlyTheNamespaceReachesAndIsGoodOnce() throws Exception {
    ServerSocketChannel listener =
        Inside.call(
            where,
            () ->
                ServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    try (ServerSocket server = listener.socket()) {
      Relay.Ticket ticket = relay.ticket(where, HERE, server.getLocalPort());
      try (Socket client = come(ticket, ticket.word());
          Socket inside = server.accept()) {
        client.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
        client.shutdownOutput();
        assertThat(all(inside)).isEqualTo("question");
        inside.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
        inside.shutdownOutput();
        assertThat(all(client)).isEqualTo("ok\nanswer");
      }
      try (Socket again = come(ticket, ticket.word())) {
        assertThat(all(again)).isEqualTo("the ticket is not known\n");
      }
    }
  }

  @Test
  void refusedConnectionIsToldInALine() throws Exception {
    Relay.Ticket ticket = relay.ticket(where, HERE, 1);
    try (Socket client = come(ticket, ticket.word())) {
      assertThat(all(client)).containsIgnoringCase("refused").endsWith("\n");
    }
    try (Socket stranger = come(ticket, "0123456789abcdef")) {
      assertThat(all(stranger)).isEqualTo("the ticket is not known\n");
    }
  }
}
