package io.scorta.engine.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// The C functions behind sockets on Linux. Each takes the segment that receives `errno`; a result
/// of -1 stands for a failure whose number [#errno] reads.
///
/// Plain downcalls, so that a call that waits in the kernel does not hold up a safepoint.
final class Libc {
  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int ENOBUFS = 105;
  static final int ENOMEM = 12;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final MethodHandle SOCKET = call("socket", INT, INT, INT, INT);
  private static final MethodHandle BIND = call("bind", INT, INT, LONG, INT);
  private static final MethodHandle LISTEN = call("listen", INT, INT, INT);
  private static final MethodHandle ACCEPT = call("accept4", INT, INT, LONG, LONG, INT);
  private static final MethodHandle GETSOCKNAME = call("getsockname", INT, INT, LONG, LONG);
  private static final MethodHandle GETPEERNAME = call("getpeername", INT, INT, LONG, LONG);
  private static final MethodHandle SETSOCKOPT = call("setsockopt", INT, INT, INT, INT, LONG, INT);
  private static final MethodHandle RECV = call("recv", LONG, INT, LONG, LONG, INT);
  private static final MethodHandle SEND = call("send", LONG, INT, LONG, LONG, INT);
  private static final MethodHandle PLAIN_RECV = plain("recv", LONG, INT, LONG, LONG, INT);
  private static final MethodHandle PLAIN_SEND = plain("send", LONG, INT, LONG, LONG, INT);
  private static final MethodHandle PLAIN_WAIT = plain("epoll_wait", INT, INT, LONG, INT, INT);
  private static final MethodHandle READ = call("read", LONG, INT, LONG, LONG);
  private static final MethodHandle WRITE = call("write", LONG, INT, LONG, LONG);
  private static final MethodHandle CLOSE = call("close", INT, INT);
  private static final MethodHandle EVENTFD = call("eventfd", INT, INT, INT);
  private static final MethodHandle EPOLL_CREATE = call("epoll_create1", INT, INT);
  private static final MethodHandle EPOLL_CTL = call("epoll_ctl", INT, INT, INT, INT, LONG);

  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private Libc() {}

  /// A place for `errno`, which one thread at a time may use.
  static MemorySegment errnoPlace() {
    return Arena.global().allocate(Linker.Option.captureStateLayout());
  }

  static int errno(MemorySegment place) {
    return place.get(INT, ERRNO_OFFSET);
  }

  static int socket(MemorySegment errno, int domain, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(errno, domain, type, protocol);
    } catch (Throwable e) {
      throw broken("socket", e);
    }
  }

  static int bind(MemorySegment errno, int socket, long address, int bytes) {
    try {
      return (int) BIND.invokeExact(errno, socket, address, bytes);
    } catch (Throwable e) {
      throw broken("bind", e);
    }
  }

  static int listen(MemorySegment errno, int socket, int backlog) {
    try {
      return (int) LISTEN.invokeExact(errno, socket, backlog);
    } catch (Throwable e) {
      throw broken("listen", e);
    }
  }

  static int accept(MemorySegment errno, int listener, int flags) {
    try {
      return (int) ACCEPT.invokeExact(errno, listener, 0L, 0L, flags);
    } catch (Throwable e) {
      throw broken("accept4", e);
    }
  }

  static int localName(MemorySegment errno, int socket, long address, long bytes) {
    try {
      return (int) GETSOCKNAME.invokeExact(errno, socket, address, bytes);
    } catch (Throwable e) {
      throw broken("getsockname", e);
    }
  }

  static int peerName(MemorySegment errno, int socket, long address, long bytes) {
    try {
      return (int) GETPEERNAME.invokeExact(errno, socket, address, bytes);
    } catch (Throwable e) {
      throw broken("getpeername", e);
    }
  }

  static int option(MemorySegment errno, int socket, long levelAndName, long value, int bytes) {
    try {
      int level = (int) (levelAndName >>> 32);
      return (int) SETSOCKOPT.invokeExact(errno, socket, level, (int) levelAndName, value, bytes);
    } catch (Throwable e) {
      throw broken("setsockopt", e);
    }
  }

  static long receive(MemorySegment errno, int socket, long address, long bytes) {
    try {
      return (long) RECV.invokeExact(errno, socket, address, bytes, 0);
    } catch (Throwable e) {
      throw broken("recv", e);
    }
  }

  static long send(MemorySegment errno, int socket, long address, long bytes, int flags) {
    try {
      return (long) SEND.invokeExact(errno, socket, address, bytes, flags);
    } catch (Throwable e) {
      throw broken("send", e);
    }
  }

  static long read(MemorySegment errno, int descriptor, long address, long bytes) {
    try {
      return (long) READ.invokeExact(errno, descriptor, address, bytes);
    } catch (Throwable e) {
      throw broken("read", e);
    }
  }

  static long write(MemorySegment errno, int descriptor, long address, long bytes) {
    try {
      return (long) WRITE.invokeExact(errno, descriptor, address, bytes);
    } catch (Throwable e) {
      throw broken("write", e);
    }
  }

  static int close(MemorySegment errno, int descriptor) {
    try {
      return (int) CLOSE.invokeExact(errno, descriptor);
    } catch (Throwable e) {
      throw broken("close", e);
    }
  }

  static int eventfd(MemorySegment errno, int flags) {
    try {
      return (int) EVENTFD.invokeExact(errno, 0, flags);
    } catch (Throwable e) {
      throw broken("eventfd", e);
    }
  }

  static int epollCreate(MemorySegment errno, int flags) {
    try {
      return (int) EPOLL_CREATE.invokeExact(errno, flags);
    } catch (Throwable e) {
      throw broken("epoll_create1", e);
    }
  }

  static int epollControl(MemorySegment errno, int epoll, int operation, int socket, long event) {
    try {
      return (int) EPOLL_CTL.invokeExact(errno, epoll, operation, socket, event);
    } catch (Throwable e) {
      throw broken("epoll_ctl", e);
    }
  }

  /// Receives without `errno`: the call of every wake, which must not allocate. What a failure
  /// means is learnt by calling [#receive].
  static long receivePlainly(int socket, long address, long bytes) {
    try {
      return (long) PLAIN_RECV.invokeExact(socket, address, bytes, 0);
    } catch (Throwable e) {
      throw broken("recv", e);
    }
  }

  /// Sends without `errno`, as [#receivePlainly] receives.
  static long sendPlainly(int socket, long address, long bytes, int flags) {
    try {
      return (long) PLAIN_SEND.invokeExact(socket, address, bytes, flags);
    } catch (Throwable e) {
      throw broken("send", e);
    }
  }

  /// Waits without `errno`; the one failure of a wait with right arguments is an interruption.
  static int epollWait(int epoll, long events, int count, int timeoutMillis) {
    try {
      return (int) PLAIN_WAIT.invokeExact(epoll, events, count, timeoutMillis);
    } catch (Throwable e) {
      throw broken("epoll_wait", e);
    }
  }

  private static RuntimeException broken(String function, Throwable cause) {
    return new IllegalStateException(
        "the C function %s cannot be called".formatted(function), cause);
  }

  private static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... parameters) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(result, parameters);
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(symbol -> linker.downcallHandle(symbol, descriptor))
        .orElseGet(() -> MethodHandles.empty(descriptor.toMethodType()));
  }

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... parameters) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(result, parameters);
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(
            symbol ->
                linker.downcallHandle(symbol, descriptor, Linker.Option.captureCallState("errno")))
        .orElseGet(
            () ->
                MethodHandles.empty(
                    descriptor.toMethodType().insertParameterTypes(0, MemorySegment.class)));
  }
}
