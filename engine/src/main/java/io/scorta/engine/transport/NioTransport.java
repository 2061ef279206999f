package io.scorta.engine.transport;

import io.scorta.engine.memory.Memory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Sockets by a `java.nio` selector, for systems without epoll. Not free of allocation.
///
/// A socket's number is its place in one table that all transports of this kind share.
final class NioTransport implements Transport {
  private static final ChannelTable CHANNELS = new ChannelTable();

  private final Selector selector;
  private int[] readySockets = new int[256];
  private int[] readyBits = new int[256];

  NioTransport() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw failure("open a selector", e);
    }
  }

  @Override
  public int listen(int address, int port, int backlog) {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(inet(address), port), backlog);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      return CHANNELS.add(channel);
    } catch (IOException e) {
      throw failure("listen", e);
    }
  }

  @Override
  public int adopt(int descriptor) {
    throw new TransportException(
        "adopt", TransportException.Reason.OTHER, "this kind takes no descriptors");
  }

  @Override
  public int accept(int listener) {
    try {
      SocketChannel channel = ((ServerSocketChannel) CHANNELS.get(listener)).accept();
      if (channel == null) {
        return AGAIN;
      }
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return CHANNELS.add(channel);
    } catch (IOException e) {
      // The JDK does not tell why; being out of descriptors is the one cause that lasts.
      return EXHAUSTED;
    }
  }

  @Override
  public long peer(int socket) {
    try {
      return CHANNELS.get(socket) instanceof SocketChannel channel
          ? endpoint(channel.getRemoteAddress())
          : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public long local(int socket) {
    try {
      return endpoint(((NetworkChannel) CHANNELS.get(socket)).getLocalAddress());
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void watch(int socket, int interest) {
    SelectableChannel channel = CHANNELS.get(socket);
    try {
      channel.register(selector, operations(channel, interest), socket);
    } catch (IOException e) {
      throw failure("watch a socket", e);
    }
  }

  @Override
  public void interest(int socket, int interest) {
    SelectableChannel channel = CHANNELS.get(socket);
    SelectionKey key = channel.keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOps(operations(channel, interest));
    }
  }

  private static int operations(SelectableChannel channel, int interest) {
    if (channel instanceof ServerSocketChannel) {
      return (interest & READABLE) != 0 ? SelectionKey.OP_ACCEPT : 0;
    }
    return ((interest & READABLE) != 0 ? SelectionKey.OP_READ : 0)
        | ((interest & WRITABLE) != 0 ? SelectionKey.OP_WRITE : 0);
  }

  @Override
  public int receive(int socket, long address, int bytes) {
    try {
      int count = ((SocketChannel) CHANNELS.get(socket)).read(view(address, bytes));
      return count < 0 ? GONE : count == 0 ? AGAIN : count;
    } catch (IOException e) {
      return GONE;
    }
  }

  @Override
  public int send(int socket, long address, int bytes) {
    try {
      int count = ((SocketChannel) CHANNELS.get(socket)).write(view(address, bytes));
      return count == 0 ? AGAIN : count;
    } catch (IOException e) {
      return GONE;
    }
  }

  private static ByteBuffer view(long address, int bytes) {
    return Memory.segment(address, bytes).asByteBuffer();
  }

  @Override
  public boolean tellsEnd() {
    return false;
  }

  /// The JDK lets the system choose the time.
  @Override
  public void keepAlive(int socket, int seconds) {
    try {
      SocketChannel channel = (SocketChannel) CHANNELS.get(socket);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, seconds > 0);
    } catch (IOException e) {
      // Whoever reads next learns that the connection is gone.
      return;
    }
  }

  @Override
  public void close(int socket) {
    try {
      SelectableChannel channel = CHANNELS.remove(socket);
      channel.close();
      if (channel instanceof ServerSocketChannel) {
        // A selector keeps the descriptor of a closed channel, and so the address, until it looks.
        selector.selectNow();
      }
    } catch (IOException e) {
      // The descriptor is gone in any case.
      return;
    }
  }

  @Override
  public void reset(int socket) {
    try {
      ((SocketChannel) CHANNELS.get(socket)).setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // Without the option the peer sees an orderly end instead.
      close(socket);
      return;
    }
    close(socket);
  }

  @Override
  public int await(int timeoutMillis) {
    try {
      if (timeoutMillis == 0) {
        selector.selectNow();
      } else {
        selector.select(Math.max(timeoutMillis, 0));
      }
    } catch (IOException e) {
      throw failure("wait", e);
    }
    int count = 0;
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      if (count == readySockets.length) {
        readySockets = Arrays.copyOf(readySockets, count * 2);
        readyBits = Arrays.copyOf(readyBits, count * 2);
      }
      count += collect(key, count);
    }
    return count;
  }

  private int collect(SelectionKey key, int place) {
    if (!(key.attachment() instanceof Integer socket)) {
      return 0;
    }
    try {
      int operations = key.readyOps();
      readySockets[place] = socket;
      readyBits[place] =
          ((operations & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0 ? READABLE : 0)
              | ((operations & SelectionKey.OP_WRITE) != 0 ? WRITABLE : 0);
      return 1;
    } catch (CancelledKeyException e) {
      return 0;
    }
  }

  @Override
  public int readySocket(int index) {
    return readySockets[index];
  }

  @Override
  public int ready(int index) {
    return readyBits[index];
  }

  @Override
  public void wake() {
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw failure("close a selector", e);
    }
  }

  private static InetAddress inet(int address) throws IOException {
    return InetAddress.getByAddress(
        new byte[] {
          (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
        });
  }

  private static long endpoint(@Nullable SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return 0;
    }
    byte[] bytes = inet.getAddress().getAddress();
    int number = 0;
    for (int i = Math.max(0, bytes.length - 4); i < bytes.length; i++) {
      number = number << 8 | bytes[i] & 0xff;
    }
    return Transport.endpoint(number, inet.getPort());
  }

  private static TransportException failure(String operation, IOException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    String text = message.toLowerCase(Locale.ROOT);
    TransportException.Reason reason = TransportException.Reason.OTHER;
    if (text.contains("permission")) {
      reason = TransportException.Reason.NO_PERMISSION;
    } else if (text.contains("in use")) {
      reason = TransportException.Reason.ADDRESS_IN_USE;
    } else if (e instanceof BindException) {
      reason = TransportException.Reason.ADDRESS_NOT_AVAILABLE;
    }
    return new TransportException(operation, reason, message);
  }
}
