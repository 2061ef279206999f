package io.scorta.engine.command;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;

/// Text that is put off-heap for a moment, because lookups want an address; for cold paths. Whoever
/// makes one frees it.
final class ScratchText {
  private final Allocator allocator;
  private final long address;
  private final int length;

  /// One byte for each character.
  ScratchText(Allocator allocator, String text) {
    this(allocator, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  ScratchText(Allocator allocator, byte[] bytes) {
    this.allocator = allocator;
    this.length = bytes.length;
    this.address = allocator.allocate(Math.max(1, length));
    Memory.copyIn(bytes, 0, address, length);
  }

  long address() {
    return address;
  }

  int length() {
    return length;
  }

  void free() {
    allocator.free(address, Math.max(1, length));
  }
}
