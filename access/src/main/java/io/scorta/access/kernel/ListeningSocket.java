package io.scorta.access.kernel;

import io.scorta.access.model.Ipv4;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A TCP socket that listens inside a namespace, as a bare descriptor of this process, for whoever
/// serves descriptors.
public final class ListeningSocket {
  private static final int BACKLOG = 511;
  private static final int NAME_BYTES = 16;
  private static final int PORT_AT = 2;
  private static final int ADDRESS_AT = 4;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private ListeningSocket() {}

  /// The descriptor, which does not block and belongs to the caller.
  ///
  /// @throws KernelException when the address or port cannot be had there
  public static int open(Namespace where, int address, int port) {
    return Inside.call(where, () -> open(address, port));
  }

  private static int open(int address, int port) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = Libc.errnoPlace(arena);
      int socket =
          must(
              Libc.socket(errno, Libc.AF_INET, Libc.SOCK_STREAM_NONBLOCK_CLOEXEC, 0),
              errno,
              address,
              port);
      try {
        MemorySegment on = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
        must(Libc.option(errno, socket, Libc.SO_REUSEADDR, on), errno, address, port);
        must(Libc.bind(errno, socket, name(arena, address, port)), errno, address, port);
        must(Libc.listen(errno, socket, BACKLOG), errno, address, port);
        return socket;
      } catch (KernelException e) {
        Libc.close(errno, socket);
        throw e;
      }
    }
  }

  private static MemorySegment name(Arena arena, int address, int port) {
    MemorySegment name = arena.allocate(NAME_BYTES, Long.BYTES);
    name.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_INET);
    name.set(SHORT, PORT_AT, (short) port);
    name.set(INT, ADDRESS_AT, address);
    return name;
  }

  private static int must(int result, MemorySegment errno, int address, int port) {
    if (result < 0) {
      throw new KernelException(
          "nobody can listen at %s:%d (error %d)"
              .formatted(Ipv4.format(address), port, Libc.errno(errno)));
    }
    return result;
  }
}
