package io.scorta.engine.transport;

import io.scorta.engine.memory.Allocator;

/// The sockets of one event loop and the wait for them.
///
/// Sockets are small numbers, addresses are IPv4 as `int` (127.0.0.1 is `0x7f000001`), data lies
/// off-heap. Everyday outcomes are values, never exceptions. All methods belong to the loop's
/// thread, except [#wake]. A socket that one transport accepted may be watched by another one of
/// the same kind.
public interface Transport extends AutoCloseable {
  /// Nothing to read, no room to write or nobody to accept now.
  int AGAIN = -1;

  /// The peer has ended the connection.
  int GONE = -2;

  /// The process has no descriptor left.
  int EXHAUSTED = -3;

  /// Interest and readiness bits. [#ENDED] is reported only to sockets watched for it.
  int READABLE = 1;

  int WRITABLE = 2;
  int ENDED = 4;

  /// A listening socket; port 0 lets the system choose.
  int listen(int address, int port, int backlog);

  /// Takes over a listening socket that was opened elsewhere, for instance in another network: a
  /// descriptor of this process that does not block. It is closed like one of [#listen].
  int adopt(int descriptor);

  /// The next connection, not watched yet; [#AGAIN] or [#EXHAUSTED] when there is none.
  int accept(int listener);

  /// The other end, as [#endpoint] packs it.
  long peer(int socket);

  /// This end, as [#endpoint] packs it.
  long local(int socket);

  /// Begins to report readiness of a socket.
  void watch(int socket, int interest);

  /// Whether [#ENDED] is ever reported; else only a read learns of the end.
  boolean tellsEnd();

  /// Replaces what is reported; 0 for nothing.
  void interest(int socket, int interest);

  /// How many bytes came, [#AGAIN] or [#GONE].
  int receive(int socket, long address, int bytes);

  /// How many bytes were taken, [#AGAIN] or [#GONE].
  int send(int socket, long address, int bytes);

  /// Has the system ask a peer that was silent for so many seconds whether it is still there, and
  /// end the connection after three such questions without an answer; 0 for never. How soon may be
  /// up to the system.
  void keepAlive(int socket, int seconds);

  void close(int socket);

  /// Closes so that the peer sees a reset.
  void reset(int socket);

  /// Waits for readiness, a wake or the end of the time (-1: without end); tells how many sockets
  /// are ready.
  int await(int timeoutMillis);

  int readySocket(int index);

  int ready(int index);

  /// Ends a current or the next [#await] early; from any thread.
  void wake();

  /// Closes what waits; sockets must be closed before.
  @Override
  void close();

  static long endpoint(int address, int port) {
    return (long) address << 16 | port;
  }

  static int address(long endpoint) {
    return (int) (endpoint >> 16);
  }

  static int port(long endpoint) {
    return (int) endpoint & 0xffff;
  }

  /// The fastest kind that this system has.
  static Kind preferred() {
    return EpollTransport.isSupported() ? Kind.EPOLL : Kind.NIO;
  }

  static Transport open(Kind kind, Allocator allocator) {
    return switch (kind) {
      case EPOLL -> new EpollTransport(allocator);
      case NIO -> new NioTransport();
    };
  }

  /// How readiness is learnt.
  enum Kind {
    EPOLL,
    NIO
  }
}
