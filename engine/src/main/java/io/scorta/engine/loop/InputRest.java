package io.scorta.engine.loop;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;

/// The bytes of an incomplete command, kept until the others come.
final class InputRest {
  private static final int BYTES_MIN = 4 << 10;
  private static final int BYTES_MAX = Integer.MAX_VALUE - (64 << 10);

  private final Allocator allocator;
  private long block;
  private int capacity;
  private int used;

  InputRest(Allocator allocator) {
    this.allocator = allocator;
  }

  boolean isEmpty() {
    return used == 0;
  }

  int used() {
    return used;
  }

  int capacity() {
    return capacity;
  }

  long address() {
    return block;
  }

  void append(long address, int bytes) {
    ensure(bytes);
    Memory.copy(address, block + used, bytes);
    used += bytes;
  }

  /// Makes room for so many more bytes and tells where they go; [#added] follows.
  long room(int bytes) {
    ensure(bytes);
    return block + used;
  }

  void added(int bytes) {
    used += bytes;
  }

  private void ensure(int bytes) {
    if (bytes <= capacity - used) {
      return;
    }
    long wanted = Math.max((long) used + bytes, Math.max(BYTES_MIN, capacity * 2L));
    int size = Allocator.blockBytes((int) Math.min(wanted, BYTES_MAX));
    long bigger = allocator.allocate(size);
    Memory.copy(block, bigger, used);
    if (capacity > 0) {
      allocator.free(block, capacity);
    }
    block = bigger;
    capacity = size;
  }

  /// Forgets bytes at the beginning; an empty rest has no block.
  void drop(int bytes) {
    if (bytes == used) {
      clear();
    } else if (bytes > 0) {
      Memory.copy(block + bytes, block, used - bytes);
      used -= bytes;
    }
  }

  void clear() {
    if (capacity > 0) {
      allocator.free(block, capacity);
    }
    block = 0;
    capacity = 0;
    used = 0;
  }
}
