package io.scorta.engine.transport;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.lang.foreign.MemorySegment;

/// Sockets by epoll, level-triggered, called through `java.lang.foreign`.
///
/// A socket's number is its file descriptor. The wake descriptor is an eventfd, written only by
/// [#wake] and emptied when it is seen. Calls of every wake do without `errno`; a failed one is
/// repeated with it, because capturing `errno` allocates where the compiler gives up.
final class EpollTransport implements Transport {
  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");

  // `struct epoll_event` is packed on x86-64 alone.
  private static final int EVENT_BYTES = X86 ? 12 : 16;
  private static final int EVENT_DATA = X86 ? 4 : 8;
  private static final int EVENTS_MAX = 256;

  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int NONBLOCK = 0x800;
  private static final int CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final long SO_REUSEADDR = 1L << 32 | 2;
  private static final long SO_KEEPALIVE = 1L << 32 | 9;
  private static final long SO_LINGER = 1L << 32 | 13;
  private static final long TCP_NODELAY = 6L << 32 | 1;
  private static final long TCP_KEEPIDLE = 6L << 32 | 4;
  private static final long TCP_KEEPINTVL = 6L << 32 | 5;
  private static final long TCP_KEEPCNT = 6L << 32 | 6;
  private static final int KEEP_QUESTIONS = 3;

  private static final int CTL_ADD = 1;
  private static final int CTL_MOD = 3;
  private static final int EPOLLIN = 1;
  private static final int EPOLLOUT = 4;
  private static final int EPOLLERR = 8;
  private static final int EPOLLHUP = 0x10;
  private static final int EPOLLRDHUP = 0x2000;

  // One scratch block: a socket address, its length, an option value, an event, a counter.
  private static final int NAME = 0;
  private static final int NAME_BYTES = 16;
  private static final int LENGTH = 16;
  private static final int OPTION = 24;
  private static final int EVENT = 32;
  private static final int COUNTER = 48;
  private static final int SCRATCH_BYTES = 64;

  private final Allocator allocator;
  private final MemorySegment errno = Libc.errnoPlace();
  private final MemorySegment wakeErrno = Libc.errnoPlace();
  private final long scratch;
  private final long wakeCounter;
  private final long events;
  private final int epoll;
  private final int wakeDescriptor;

  /// Owner: the loop's thread, under the monitor that [#wake] takes.
  private boolean closed;

  EpollTransport(Allocator allocator) {
    this.allocator = allocator;
    this.scratch = allocator.allocate(SCRATCH_BYTES);
    this.wakeCounter = allocator.allocate(16);
    this.events = allocator.allocate(EVENT_BYTES * EVENTS_MAX);
    Memory.putLong(wakeCounter, 1);
    this.epoll = succeed("epoll_create1", Libc.epollCreate(errno, CLOEXEC));
    this.wakeDescriptor = succeed("eventfd", Libc.eventfd(errno, CLOEXEC | NONBLOCK));
    watch(wakeDescriptor, READABLE);
  }

  static boolean isSupported() {
    return System.getProperty("os.name").startsWith("Linux");
  }

  @Override
  public int listen(int address, int port, int backlog) {
    int socket =
        succeed("socket", Libc.socket(errno, AF_INET, SOCK_STREAM | NONBLOCK | CLOEXEC, 0));
    try {
      option(socket, SO_REUSEADDR, 1);
      Memory.putLong(scratch + NAME, 0);
      Memory.putLong(scratch + NAME + 8, 0);
      Memory.putShort(scratch + NAME, (short) AF_INET);
      Memory.putShortBig(scratch + NAME + 2, (short) port);
      Memory.putIntBig(scratch + NAME + 4, address);
      succeed("bind", Libc.bind(errno, socket, scratch + NAME, NAME_BYTES));
      succeed("listen", Libc.listen(errno, socket, backlog));
      return socket;
    } catch (TransportException e) {
      close(socket);
      throw e;
    }
  }

  @Override
  public int adopt(int descriptor) {
    return descriptor;
  }

  @Override
  public int accept(int listener) {
    int socket = Libc.accept(errno, listener, NONBLOCK | CLOEXEC);
    if (socket >= 0) {
      option(socket, TCP_NODELAY, 1);
      return socket;
    }
    return switch (Libc.errno(errno)) {
      case Libc.EMFILE, Libc.ENFILE, Libc.ENOBUFS, Libc.ENOMEM -> EXHAUSTED;
      default -> AGAIN;
    };
  }

  @Override
  public long peer(int socket) {
    Memory.putInt(scratch + LENGTH, NAME_BYTES);
    return name(Libc.peerName(errno, socket, scratch + NAME, scratch + LENGTH));
  }

  @Override
  public long local(int socket) {
    Memory.putInt(scratch + LENGTH, NAME_BYTES);
    return name(Libc.localName(errno, socket, scratch + NAME, scratch + LENGTH));
  }

  private long name(int result) {
    if (result < 0) {
      return 0;
    }
    int address = Memory.getIntBig(scratch + NAME + 4);
    return Transport.endpoint(address, Memory.getShortBig(scratch + NAME + 2) & 0xffff);
  }

  @Override
  public void watch(int socket, int interest) {
    succeed("epoll_ctl", control(CTL_ADD, socket, interest));
  }

  @Override
  public void interest(int socket, int interest) {
    succeed("epoll_ctl", control(CTL_MOD, socket, interest));
  }

  private int control(int operation, int socket, int interest) {
    int bits =
        ((interest & READABLE) != 0 ? EPOLLIN : 0)
            | ((interest & WRITABLE) != 0 ? EPOLLOUT : 0)
            | ((interest & ENDED) != 0 ? EPOLLRDHUP : 0);
    Memory.putInt(scratch + EVENT, bits);
    Memory.putLong(scratch + EVENT + EVENT_DATA, socket);
    return Libc.epollControl(errno, epoll, operation, socket, scratch + EVENT);
  }

  @Override
  public int receive(int socket, long address, int bytes) {
    long count = Libc.receivePlainly(socket, address, bytes);
    if (count < 0) {
      count = Libc.receive(errno, socket, address, bytes);
    }
    if (count > 0) {
      return (int) count;
    }
    return count == 0 && bytes > 0 ? GONE : outcome();
  }

  @Override
  public int send(int socket, long address, int bytes) {
    long count = Libc.sendPlainly(socket, address, bytes, MSG_NOSIGNAL);
    if (count < 0) {
      count = Libc.send(errno, socket, address, bytes, MSG_NOSIGNAL);
    }
    return count >= 0 ? (int) count : outcome();
  }

  private int outcome() {
    return switch (Libc.errno(errno)) {
      case Libc.EAGAIN, Libc.EINTR, Libc.ENOBUFS, Libc.ENOMEM -> AGAIN;
      default -> GONE;
    };
  }

  @Override
  public boolean tellsEnd() {
    return true;
  }

  @Override
  public void keepAlive(int socket, int seconds) {
    option(socket, SO_KEEPALIVE, seconds > 0 ? 1 : 0);
    if (seconds > 0) {
      option(socket, TCP_KEEPIDLE, seconds);
      option(socket, TCP_KEEPINTVL, Math.max(1, seconds / KEEP_QUESTIONS));
      option(socket, TCP_KEEPCNT, KEEP_QUESTIONS);
    }
  }

  @Override
  public void close(int socket) {
    // Linux frees the descriptor whatever close answers.
    Libc.close(errno, socket);
  }

  @Override
  public void reset(int socket) {
    // struct linger: on, for 0 seconds.
    Memory.putInt(scratch + OPTION, 1);
    Memory.putInt(scratch + OPTION + 4, 0);
    Libc.option(errno, socket, SO_LINGER, scratch + OPTION, 8);
    close(socket);
  }

  @Override
  public int await(int timeoutMillis) {
    return Math.max(0, Libc.epollWait(epoll, events, EVENTS_MAX, timeoutMillis));
  }

  @Override
  public int readySocket(int index) {
    int socket = (int) Memory.getLong(events + (long) index * EVENT_BYTES + EVENT_DATA);
    if (socket == wakeDescriptor) {
      Libc.read(errno, wakeDescriptor, scratch + COUNTER, 8);
      return AGAIN;
    }
    return socket;
  }

  @Override
  public int ready(int index) {
    int bits = Memory.getInt(events + (long) index * EVENT_BYTES);
    int ready = 0;
    if ((bits & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0) {
      ready |= READABLE;
    }
    if ((bits & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) {
      ready |= WRITABLE;
    }
    if ((bits & (EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0) {
      ready |= ENDED;
    }
    return ready;
  }

  @Override
  public synchronized void wake() {
    if (!closed) {
      Libc.write(wakeErrno, wakeDescriptor, wakeCounter, 8);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Libc.close(errno, wakeDescriptor);
    Libc.close(errno, epoll);
    allocator.free(events, EVENT_BYTES * EVENTS_MAX);
    allocator.free(wakeCounter, 16);
    allocator.free(scratch, SCRATCH_BYTES);
  }

  private void option(int socket, long levelAndName, int value) {
    Memory.putInt(scratch + OPTION, value);
    Libc.option(errno, socket, levelAndName, scratch + OPTION, 4);
  }

  private int succeed(String operation, int result) {
    if (result < 0) {
      throw failure(operation);
    }
    return result;
  }

  private TransportException failure(String operation) {
    int number = Libc.errno(errno);
    return switch (number) {
      case Libc.EADDRINUSE ->
          new TransportException(
              operation, TransportException.Reason.ADDRESS_IN_USE, "the address is in use");
      case Libc.EADDRNOTAVAIL ->
          new TransportException(
              operation,
              TransportException.Reason.ADDRESS_NOT_AVAILABLE,
              "this machine has no such address");
      case Libc.EACCES, Libc.EPERM ->
          new TransportException(
              operation, TransportException.Reason.NO_PERMISSION, "permission denied");
      default ->
          new TransportException(
              operation, TransportException.Reason.OTHER, "error number " + number);
    };
  }
}
