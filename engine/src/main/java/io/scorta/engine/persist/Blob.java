package io.scorta.engine.persist;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;

/// Bytes off-heap that grow as they are written.
public final class Blob implements AutoCloseable {
  private static final int START_BYTES = 512;
  private static final int BYTES_MAX = Integer.MAX_VALUE - (64 << 10);

  private final Allocator allocator;
  private long block;
  private int capacity = START_BYTES;
  private int length;

  public Blob(Allocator allocator) {
    this.allocator = allocator;
    this.block = allocator.allocate(capacity);
  }

  public long address() {
    return block;
  }

  Allocator allocator() {
    return allocator;
  }

  public int length() {
    return length;
  }

  /// Makes room and answers where the next bytes go; they count once [#advance] is told.
  long room(int bytes) {
    if (bytes > capacity - length) {
      long needed = (long) length + bytes;
      if (needed > BYTES_MAX) {
        throw new IllegalStateException("a value of more than 2 GiB cannot be written as one");
      }
      int grown = (int) Math.min(Math.max(needed, capacity * 2L), BYTES_MAX);
      long moved = allocator.allocate(grown);
      Memory.copy(block, moved, length);
      allocator.free(block, capacity);
      block = moved;
      capacity = grown;
    }
    return block + length;
  }

  void advance(int bytes) {
    length += bytes;
  }

  void put(int value) {
    Memory.putByte(room(1), (byte) value);
    length++;
  }

  void putShort(int value) {
    Memory.putShortLittle(room(2), (short) value);
    length += 2;
  }

  void putInt(int value) {
    Memory.putIntLittle(room(4), value);
    length += 4;
  }

  void putLong(long value) {
    Memory.putLongLittle(room(8), value);
    length += 8;
  }

  void bytes(long address, int count) {
    Memory.copy(address, room(count), count);
    length += count;
  }

  @Override
  public void close() {
    allocator.free(block, capacity);
  }
}
