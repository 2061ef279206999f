package io.scorta.server.instance;

import io.scorta.access.kernel.Inside;
import io.scorta.access.kernel.KernelException;
import io.scorta.access.kernel.Namespace;
import io.scorta.access.model.Ipv4;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Lets programs on this machine connect as somebody whose network is another: they come to a port
/// of the loopback with a ticket, and the connection goes on from inside the other's namespace.
///
/// A client sends the ticket and a line end; it is answered `ok` and a line end when the connection
/// stands, or another line that says why it does not.
public final class Relay implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Relay.class.getName());
  private static final int TICKET_BYTES = 16;
  private static final int LINE_BYTES_MAX = 64;
  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocket listener;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Way> tickets = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(Limits.RELAYED_MAX);

  /// Where a ticket leads, and until when.
  private record Way(Namespace from, InetSocketAddress to, Instant until) {}

  /// A ticket and the port of 127.0.0.1 at which it is good for one connection.
  public record Ticket(String word, int port) {}

  private Relay(ServerSocket listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /// A relay that takes connections.
  ///
  /// @throws PlaceException when no port is free
  public static Relay open(InstantSource clock) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Relay relay = new Relay(listener, clock);
      Thread.ofVirtual().name("scorta-relay").start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new PlaceException("no port of this machine is free for connections as others", e);
    }
  }

  /// A ticket for one connection from inside a namespace.
  ///
  /// @throws PlaceException when too many are waiting to be used
  public Ticket ticket(Namespace from, int address, int port) {
    Instant now = clock.instant();
    tickets.values().removeIf(way -> way.until.isBefore(now));
    if (tickets.size() >= Limits.TICKETS_MAX) {
      throw new PlaceException("too many connections are being made: try again later");
    }
    byte[] bytes = new byte[TICKET_BYTES];
    random.nextBytes(bytes);
    String word = HexFormat.of().formatHex(bytes);
    tickets.put(word, new Way(from, inet(address, port), now.plus(Limits.TICKET_MAX)));
    return new Ticket(word, listener.getLocalPort());
  }

  private static InetSocketAddress inet(int address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(Ipv4.format(address)), port);
    } catch (IOException e) {
      throw new IllegalStateException(e); // Four numbers are looked up nowhere.
    }
  }

  /// Ends when the listener is closed.
  private void accept() {
    while (!listener.isClosed()) {
      room.acquireUninterruptibly();
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().name("scorta-relayed").start(() -> serve(client));
      } catch (IOException e) {
        room.release();
        if (!listener.isClosed()) {
          LOG.log(Level.WARNING, "event=relay-accept-failed", e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout((int) Limits.CONNECT_MAX.toMillis());
      Optional<Way> way = Optional.ofNullable(tickets.remove(line(client.getInputStream())));
      if (way.filter(it -> !it.until.isBefore(clock.instant())).isEmpty()) {
        answer(client, "the ticket is not known");
        return;
      }
      client.setSoTimeout(0);
      client.setTcpNoDelay(true);
      carry(client, way.get());
    } catch (IOException _) {
      // One of the two ends is gone, and with it what was to be told.
    } finally {
      room.release();
    }
  }

  private static void carry(Socket client, Way way) throws IOException {
    try (SocketChannel channel =
        Inside.call(way.from, () -> SocketChannel.open(StandardProtocolFamily.INET))) {
      Socket remote = channel.socket();
      remote.setTcpNoDelay(true);
      try {
        remote.connect(way.to, (int) Limits.CONNECT_MAX.toMillis());
      } catch (IOException e) {
        answer(client, String.valueOf(e.getMessage()).lines().findFirst().orElse("refused"));
        return;
      }
      answer(client, "ok");
      Thread up = Thread.ofVirtual().start(() -> pump(client, remote));
      pump(remote, client);
      up.join();
    } catch (KernelException e) {
      answer(client, "its network is gone");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// When one direction ends in order the other may go on; a broken one ends both.
  private static void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException _) {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing is left to close.
    }
  }

  private static void answer(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
  }

  /// Byte by byte: what follows the line belongs to the other side.
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
      bytes.write(one);
      if (bytes.size() > LINE_BYTES_MAX) {
        throw new IOException("no ticket is so long");
      }
    }
    return bytes.toString(StandardCharsets.US_ASCII);
  }

  /// Takes no more connections; those that stand go on until their ends close them.
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=relay-close-failed", e); // Nobody listens any more.
    }
  }
}
