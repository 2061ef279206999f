package io.scorta.engine.loop;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.transport.Transport;
import java.util.Arrays;

/// Reply bytes that a socket did not take yet, in blocks of one size.
final class OutputChain {
  private static final int BLOCK_BYTES = 32 << 10;

  private final Allocator allocator;
  private long[] blocks = new long[4];
  private int first;
  private int last;
  private int firstUsed;
  private int lastUsed;
  private long bytes;

  OutputChain(Allocator allocator) {
    this.allocator = allocator;
  }

  long bytes() {
    return bytes;
  }

  /// Real memory of the blocks.
  long blockBytes() {
    return (long) (last - first) * BLOCK_BYTES;
  }

  void append(long address, int count) {
    int done = 0;
    while (done < count) {
      if (first == last || lastUsed == BLOCK_BYTES) {
        addBlock();
      }
      int part = Math.min(count - done, BLOCK_BYTES - lastUsed);
      Memory.copy(address + done, blocks[last - 1] + lastUsed, part);
      lastUsed += part;
      done += part;
    }
    bytes += count;
  }

  void append(byte[] content) {
    int done = 0;
    while (done < content.length) {
      if (first == last || lastUsed == BLOCK_BYTES) {
        addBlock();
      }
      int part = Math.min(content.length - done, BLOCK_BYTES - lastUsed);
      Memory.copyIn(content, done, blocks[last - 1] + lastUsed, part);
      lastUsed += part;
      done += part;
    }
    bytes += content.length;
  }

  private void addBlock() {
    if (last == blocks.length) {
      int live = last - first;
      long[] target = live > blocks.length / 2 ? new long[blocks.length * 2] : blocks;
      System.arraycopy(blocks, first, target, 0, live);
      blocks = target;
      first = 0;
      last = live;
    }
    if (first == last) {
      firstUsed = 0;
    }
    blocks[last++] = allocator.allocate(BLOCK_BYTES);
    lastUsed = 0;
  }

  /// Sends what the socket takes; [Transport#GONE] if the peer is, else 0.
  int send(Transport transport, int socket) {
    while (first < last) {
      int end = first == last - 1 ? lastUsed : BLOCK_BYTES;
      int sent = transport.send(socket, blocks[first] + firstUsed, end - firstUsed);
      if (sent < 0) {
        return sent == Transport.GONE ? sent : 0;
      }
      bytes -= sent;
      firstUsed += sent;
      if (firstUsed < end) {
        return 0;
      }
      allocator.free(blocks[first++], BLOCK_BYTES);
      firstUsed = 0;
    }
    return 0;
  }

  void clear() {
    while (first < last) {
      allocator.free(blocks[first++], BLOCK_BYTES);
    }
    Arrays.fill(blocks, 0);
    first = 0;
    last = 0;
    firstUsed = 0;
    lastUsed = 0;
    bytes = 0;
  }
}
