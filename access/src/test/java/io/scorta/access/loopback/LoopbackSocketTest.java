package io.scorta.access.loopback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.access.model.Ipv4;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Real sockets on alias addresses: a bound source address arrives as it was bound, and the gate
/// decides who is answered.
class LoopbackSocketTest {
  private static final int SILENCE_MILLIS = 150;
  private final Site site = Site.journey();
  private final LoopbackGate gate = new LoopbackGate(LoopbackConfig.DEFAULT);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void aBoundSourceArrivesAsItWasBound() throws IOException {
    ServerSocket server = listen(site.alias("sessions/0001"));
    Socket client = dial(site.alias("nat"), server);
    Socket accepted = accept(server);
    assertThat(number(accepted.getInetAddress())).isEqualTo(site.alias("nat"));
    assertThat(number(accepted.getLocalAddress())).isEqualTo(site.alias("sessions/0001"));
    assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
    Socket unbound = new Socket();
    open.add(unbound);
    unbound.connect(server.getLocalSocketAddress());
    assertThat(accept(server).getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void theAdmittedAreAnsweredAndTheOthersMeetSilence() throws IOException {
    ServerSocket server = listen(site.alias("sessions/0001"));
    site.node("real/0001", "10.0.1.240", "sg-cache", server.getLocalPort());
    site.rule("sg-cache", false, server.getLocalPort(), server.getLocalPort(), "sg-app");
    ServerSocket node = listen(site.alias("real/0001"), server.getLocalPort());
    site.publishTo(gate);
    assertThat(greeting(site.alias("app"), node)).isEqualTo("hello");
    assertThatThrownBy(() -> greeting(site.alias("nat"), node))
        .isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> greeting(Ipv4.parse("127.0.0.1"), node))
        .isInstanceOf(SocketTimeoutException.class);
  }

  private String greeting(int source, ServerSocket server) throws IOException {
    Socket client = dial(source, server);
    Socket accepted = accept(server);
    long ticket =
        gate.admit(
            number(accepted.getInetAddress()),
            accepted.getPort(),
            number(accepted.getLocalAddress()),
            accepted.getLocalPort());
    if (ticket >= 0) {
      accepted.getOutputStream().write("hello".getBytes(UTF_8));
    }
    client.setSoTimeout(SILENCE_MILLIS);
    return new String(client.getInputStream().readNBytes(5), UTF_8);
  }

  private ServerSocket listen(int alias) throws IOException {
    return listen(alias, 0);
  }

  private ServerSocket listen(int alias, int port) throws IOException {
    ServerSocket server = new ServerSocket();
    open.add(server);
    server.bind(new InetSocketAddress(address(alias), port));
    return server;
  }

  private Socket dial(int source, ServerSocket server) throws IOException {
    Socket client = new Socket();
    open.add(client);
    client.bind(new InetSocketAddress(address(source), 0));
    client.connect(server.getLocalSocketAddress());
    return client;
  }

  private Socket accept(ServerSocket server) throws IOException {
    Socket accepted = server.accept();
    open.add(accepted);
    return accepted;
  }

  private static InetAddress address(int alias) throws IOException {
    return Inet4Address.getByAddress(ByteBuffer.allocate(4).putInt(alias).array());
  }

  private static int number(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
