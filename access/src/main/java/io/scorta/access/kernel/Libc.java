package io.scorta.access.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The C functions behind namespaces and their sockets on Linux. A result of -1 stands for a
/// failure, whose number the segment holds that each takes first.
final class Libc {

  static final int O_RDONLY_CLOEXEC = 0x80000;
  static final int AF_INET = 2;
  static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 0x80801;
  static final int AF_NETLINK = 16;
  static final int SOCK_RAW_CLOEXEC = 0x80003;
  static final int NETLINK_NETFILTER = 12;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVTIMEO = 20;
  static final int SO_REUSEADDR = 2;
  static final int CLONE_NEWNET = 0x40000000;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle OPEN = call("open", INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle SETNS = call("setns", INT, INT, INT);
  private static final MethodHandle SOCKET = call("socket", INT, INT, INT, INT);
  private static final MethodHandle BIND = call("bind", INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle LISTEN = call("listen", INT, INT, INT);
  private static final MethodHandle OPTION =
      call("setsockopt", INT, INT, INT, INT, ValueLayout.ADDRESS, INT);
  private static final MethodHandle SEND = call("send", LONG, INT, ValueLayout.ADDRESS, LONG, INT);
  private static final MethodHandle RECV = call("recv", LONG, INT, ValueLayout.ADDRESS, LONG, INT);
  private static final MethodHandle CLOSE = call("close", INT, INT);

  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private Libc() {}

  /// A place for the number of a failure.
  static MemorySegment errnoPlace(Arena arena) {
    return arena.allocate(Linker.Option.captureStateLayout());
  }

  static int errno(MemorySegment place) {
    return place.get(INT, ERRNO_OFFSET);
  }

  /// Opens a file to read; not inherited by programs that are started.
  static int open(MemorySegment errno, MemorySegment path) {
    try {
      return (int) OPEN.invokeExact(errno, path, O_RDONLY_CLOEXEC);
    } catch (Throwable e) {
      throw broken("open", e);
    }
  }

  /// Moves the calling thread, and it alone, into a namespace.
  static int enter(MemorySegment errno, int namespace, int kind) {
    try {
      return (int) SETNS.invokeExact(errno, namespace, kind);
    } catch (Throwable e) {
      throw broken("setns", e);
    }
  }

  static int socket(MemorySegment errno, int domain, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(errno, domain, type, protocol);
    } catch (Throwable e) {
      throw broken("socket", e);
    }
  }

  static int bind(MemorySegment errno, int socket, MemorySegment address) {
    try {
      return (int) BIND.invokeExact(errno, socket, address, (int) address.byteSize());
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

  /// Sets an option of the socket itself.
  static int option(MemorySegment errno, int socket, int name, MemorySegment value) {
    try {
      int bytes = (int) value.byteSize();
      return (int) OPTION.invokeExact(errno, socket, SOL_SOCKET, name, value, bytes);
    } catch (Throwable e) {
      throw broken("setsockopt", e);
    }
  }

  /// How many bytes were taken.
  static long send(MemorySegment errno, int socket, MemorySegment bytes) {
    try {
      return (long) SEND.invokeExact(errno, socket, bytes, bytes.byteSize(), 0);
    } catch (Throwable e) {
      throw broken("send", e);
    }
  }

  /// How many bytes came.
  static long receive(MemorySegment errno, int socket, MemorySegment bytes) {
    try {
      return (long) RECV.invokeExact(errno, socket, bytes, bytes.byteSize(), 0);
    } catch (Throwable e) {
      throw broken("recv", e);
    }
  }

  static int close(MemorySegment errno, int descriptor) {
    try {
      return (int) CLOSE.invokeExact(errno, descriptor);
    } catch (Throwable e) {
      throw broken("close", e);
    }
  }

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    MemorySegment function = LINKER.defaultLookup().findOrThrow(name);
    MethodHandle handle =
        LINKER.downcallHandle(
            function,
            FunctionDescriptor.of(result, arguments),
            Linker.Option.captureCallState("errno"));
    return handle;
  }

  private static IllegalStateException broken(String function, Throwable cause) {
    return new IllegalStateException("the call of " + function + " is not as declared", cause);
  }
}
