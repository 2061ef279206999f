package io.scorta.access.kernel;

import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sends real packets: listeners that tell their name to whoever reaches them, and clients that
/// wait for a name. All sockets are served by the thread that calls [#await].
final class Probe implements AutoCloseable {
  private static final int PORT_FIRST = 32_768;
  private static final int PORT_LAST = 60_999;
  private static int lastPort = PORT_LAST;
  private final Selector selector = Selector.open();
  private final List<SelectableChannel> channels = new ArrayList<>();

  /// What each client that got an answer heard.
  private final Map<Integer, String> heard = new HashMap<>();

  private int clients;

  Probe() throws IOException {}

  private record Server(String name) {}

  private record Client(int number) {}

  /// Listens on a TCP and a UDP port of every address in a namespace.
  void serve(Namespace where, String name, int port) {
    List<SelectableChannel> opened =
        Inside.call(
            where,
            () -> {
              ServerSocketChannel tcp = ServerSocketChannel.open();
              tcp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
              tcp.bind(new InetSocketAddress(port), 256);
              DatagramChannel udp = DatagramChannel.open(StandardProtocolFamily.INET);
              udp.bind(new InetSocketAddress(port));
              return List.of(tcp, udp);
            });
    register(opened.get(0), SelectionKey.OP_ACCEPT, new Server(name + ":" + port));
    register(opened.get(1), SelectionKey.OP_READ, new Server(name + ":" + port));
  }

  /// Whom a client is to reach, and from which port; 0 for any.
  record Dial(Protocol protocol, int address, int port, int from) {}

  /// Begins to reach for all of them from a namespace; the numbers of the clients.
  List<Integer> dial(Namespace from, List<Dial> dials) {
    List<SelectableChannel> sockets =
        Inside.call(
            from,
            () -> {
              List<SelectableChannel> all = new ArrayList<>();
              for (Dial it : dials) {
                all.add(
                    it.protocol.equals(Protocol.UDP)
                        ? DatagramChannel.open(StandardProtocolFamily.INET)
                        : SocketChannel.open());
              }
              return all;
            });
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < sockets.size(); i++) {
      int number = clients++;
      numbers.add(number);
      begin(sockets.get(i), dials.get(i), new Client(number));
    }
    return numbers;
  }

  /// A port that no other client of this network has.
  private static int nextPort() {
    lastPort = lastPort < PORT_LAST ? lastPort + 1 : PORT_FIRST;
    return lastPort;
  }

  private void begin(SelectableChannel socket, Dial dial, Client client) {
    try {
      InetSocketAddress to =
          new InetSocketAddress(InetAddress.getByName(Ipv4.format(dial.address)), dial.port);
      socket.configureBlocking(false);
      ((NetworkChannel) socket)
          .setOption(StandardSocketOptions.SO_REUSEADDR, true)
          .bind(new InetSocketAddress(dial.from == 0 ? nextPort() : dial.from));
      if (socket instanceof DatagramChannel udp) {
        udp.connect(to);
        register(udp, SelectionKey.OP_READ, client);
        udp.write(ByteBuffer.wrap(new byte[1]));
      } else if (socket instanceof SocketChannel tcp) {
        tcp.setOption(StandardSocketOptions.SO_LINGER, 0);
        boolean done = tcp.connect(to);
        register(tcp, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, client);
      }
    } catch (IOException _) {
      channels.add(socket); // No route or refused at once: it hears nothing.
    }
  }

  /// Serves until this many clients were answered and it has been quiet for a while, or the time is
  /// up; what each answered client heard.
  Map<Integer, String> await(int answers, Duration quiet, Duration max) throws IOException {
    long end = System.nanoTime() + max.toNanos();
    long last = System.nanoTime();
    while (System.nanoTime() < end) {
      long pause =
          heard.size() >= answers ? quiet.toNanos() - (System.nanoTime() - last) : 5_000_000;
      if (pause <= 0) {
        break;
      }
      if (selector.select(Math.max(1, pause / 1_000_000)) > 0) {
        last = System.nanoTime();
        List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
        selector.selectedKeys().clear();
        ready.forEach(this::ready);
      }
    }
    return Map.copyOf(heard);
  }

  private void ready(SelectionKey key) {
    try {
      switch (key.attachment()) {
        case Server server -> served(key, server);
        case Client client -> answered(key, client);
        default -> throw new IllegalStateException();
      }
    } catch (IOException _) {
      key.cancel();
    }
  }

  private void served(SelectionKey key, Server server) throws IOException {
    ByteBuffer name = ByteBuffer.wrap(server.name.getBytes(StandardCharsets.UTF_8));
    if (key.channel() instanceof ServerSocketChannel tcp) {
      SocketChannel accepted = tcp.accept();
      if (accepted != null) {
        accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
        accepted.configureBlocking(false);
        channels.add(accepted);
        accepted.write(name);
      }
    } else if (key.channel() instanceof DatagramChannel udp) {
      var from = udp.receive(ByteBuffer.allocate(64));
      if (from != null) {
        udp.send(name, from);
      }
    }
  }

  private void answered(SelectionKey key, Client client) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(128);
    if (key.channel() instanceof SocketChannel tcp) {
      if (key.isConnectable() && tcp.finishConnect()) {
        key.interestOps(SelectionKey.OP_READ);
        return;
      }
      hear(client, buffer, tcp.read(buffer));
    } else if (key.channel() instanceof DatagramChannel udp) {
      hear(client, buffer, udp.read(buffer));
    }
  }

  private void hear(Client client, ByteBuffer buffer, int count) {
    if (count > 0) {
      heard.put(client.number, StandardCharsets.UTF_8.decode(buffer.flip()).toString());
    }
  }

  private void register(SelectableChannel channel, int interest, Object who) {
    channels.add(channel);
    try {
      channel.configureBlocking(false);
      channel.register(selector, interest, who);
    } catch (ClosedChannelException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectableChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
