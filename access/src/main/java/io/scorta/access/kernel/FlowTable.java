package io.scorta.access.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The flows that connection tracking remembers in a namespace, and the way to make it forget some,
/// over the kernel's own protocol (netlink).
///
/// ```
///   message    length 4 | type 2 | flags 2 | sequence 4 | sender 4 | family 1 | version 1 | 0 2
///              then attributes, each: length 2 | type 2 | value, padded to 4
/// ```
final class FlowTable implements AutoCloseable {
  private static final int HEADER_BYTES = 20;
  private static final int ATTRIBUTE_BYTES = 4;
  private static final int BUFFER_BYTES = 1 << 16;

  /// Answers to one question that are read at most. A full table has fewer.
  private static final int ANSWERS_MAX = 1 << 16;

  private static final int TABLE = 1 << 8;
  private static final int NEW = TABLE;
  private static final int GET = TABLE | 1;
  private static final int DELETE = TABLE | 2;
  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int REQUEST = 1;
  private static final int ACKNOWLEDGE = 4;
  private static final int DUMP = 0x300;
  private static final int TYPE_MASK = 0x3fff;
  private static final int TUPLE_ORIGINAL = 1;
  private static final int TUPLE_REPLY = 2;
  private static final int ID = 12;
  private static final int IPV4 = 2;
  private static final long WAIT_SECONDS = 5;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = Libc.errnoPlace(arena);
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
  private final int socket;

  private FlowTable() {
    socket = Libc.socket(errno, Libc.AF_NETLINK, Libc.SOCK_RAW_CLOEXEC, Libc.NETLINK_NETFILTER);
    MemorySegment wait = arena.allocateFrom(ValueLayout.JAVA_LONG, WAIT_SECONDS, 0);
    if (socket < 0 || Libc.option(errno, socket, Libc.SO_RCVTIMEO, wait) < 0) {
      throw new KernelException(
          "connection tracking cannot be asked (error %d)".formatted(Libc.errno(errno)));
    }
  }

  /// Forgets the flows of a namespace that have one of the addresses at either end.
  ///
  /// @return how many there were
  /// @throws KernelException when the kernel does not answer
  static int forget(Namespace where, Set<Integer> addresses) {
    return Inside.call(
        where,
        () -> {
          try (FlowTable table = new FlowTable()) {
            List<byte[]> flows = table.find(addresses);
            flows.forEach(table::delete);
            return flows.size();
          }
        });
  }

  /// Forgets all flows of a namespace.
  ///
  /// @throws KernelException when the kernel does not answer
  static void clear(Namespace where) {
    Inside.call(
        where,
        () -> {
          try (FlowTable table = new FlowTable()) {
            table.delete(new byte[0]);
            return where;
          }
        });
  }

  @Override
  public void close() {
    Libc.close(errno, socket);
    arena.close();
  }

  /// Each by the attributes that identify it.
  private List<byte[]> find(Set<Integer> addresses) {
    send(GET, REQUEST | DUMP, new byte[0]);
    List<byte[]> found = new ArrayList<>();
    for (int i = 0; i < ANSWERS_MAX; i++) {
      ByteBuffer answer = receive();
      while (answer.remaining() >= HEADER_BYTES - ATTRIBUTE_BYTES) {
        int start = answer.position();
        int length = answer.getInt(start);
        int type = Short.toUnsignedInt(answer.getShort(start + 4));
        if (type == DONE || type == ERROR) {
          return found;
        }
        if (type == NEW) {
          flow(answer.slice(start, length).order(ByteOrder.nativeOrder()), addresses, found);
        }
        answer.position(Math.min(answer.limit(), start + padded(length)));
      }
    }
    throw new KernelException("connection tracking remembers too many flows to look through");
  }

  private static void flow(ByteBuffer message, Set<Integer> addresses, List<byte[]> found) {
    byte[] original = {};
    byte[] id = {};
    boolean isMeant = false;
    message.position(HEADER_BYTES);
    while (message.remaining() >= ATTRIBUTE_BYTES) {
      int start = message.position();
      int length = Short.toUnsignedInt(message.getShort(start));
      int type = message.getShort(start + 2) & TYPE_MASK;
      byte[] whole = new byte[padded(length)];
      message.get(whole);
      switch (type) {
        case TUPLE_ORIGINAL -> {
          original = whole;
          isMeant |= names(whole, addresses);
        }
        case TUPLE_REPLY -> isMeant |= names(whole, addresses);
        case ID -> id = whole;
        default -> {}
      }
    }
    if (isMeant) {
      found.add(ByteBuffer.allocate(original.length + id.length).put(original).put(id).array());
    }
  }

  /// Whether one end of a tuple is among the addresses. They come first in it: its own head, that
  /// of the addresses, and for each a head and four bytes.
  private static boolean names(byte[] tuple, Set<Integer> addresses) {
    ByteBuffer values = ByteBuffer.wrap(tuple);
    int first = 3 * ATTRIBUTE_BYTES;
    int second = first + Integer.BYTES + ATTRIBUTE_BYTES;
    return tuple.length >= second + Integer.BYTES
        && (addresses.contains(values.getInt(first)) || addresses.contains(values.getInt(second)));
  }

  /// One that has ended by itself meanwhile is as good as deleted.
  private void delete(byte[] key) {
    send(DELETE, REQUEST | ACKNOWLEDGE, key);
    receive();
  }

  private void send(int type, int flags, byte[] attributes) {
    int length = HEADER_BYTES + attributes.length;
    ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    message.putInt(length).putShort((short) type).putShort((short) flags).putInt(1).putInt(0);
    message.put((byte) IPV4).put((byte) 0).putShort((short) 0).put(attributes);
    MemorySegment bytes = arena.allocate(length);
    MemorySegment.copy(MemorySegment.ofArray(message.array()), 0, bytes, 0, length);
    if (Libc.send(errno, socket, bytes) != length) {
      throw new KernelException(
          "connection tracking takes no question (error %d)".formatted(Libc.errno(errno)));
    }
  }

  private ByteBuffer receive() {
    long count = Libc.receive(errno, socket, buffer);
    if (count <= 0) {
      throw new KernelException(
          "connection tracking does not answer (error %d)".formatted(Libc.errno(errno)));
    }
    return buffer.asSlice(0, count).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }
}
