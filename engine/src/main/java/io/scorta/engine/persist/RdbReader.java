package io.scorta.engine.persist;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;

/// Reads lengths and strings in the forms that [RdbWriter] shows, from bytes that may be anything.
///
/// A string is read into one of a few slots; it stays until the next string comes into the same
/// slot.
public final class RdbReader implements AutoCloseable {
  static final int SLOTS = 3;
  private static final int STRING_BYTES_MAX = 512 << 20;

  private final Allocator allocator;
  private long at;
  private final long end;

  /// Where compressed strings were expanded to.
  private final long[] scratch = new long[SLOTS];

  private final int[] scratchBytes = new int[SLOTS];

  public RdbReader(Allocator allocator, long address, int length) {
    this.allocator = allocator;
    this.at = address;
    this.end = address + length;
  }

  /// Looks ahead from where another reader stands.
  RdbReader(RdbReader other) {
    this(other.allocator, other.at, (int) other.left());
  }

  long left() {
    return end - at;
  }

  private long take(long bytes) {
    if (bytes < 0 || bytes > left()) {
      throw new CorruptPayload("the payload ends too early");
    }
    long taken = at;
    at += bytes;
    return taken;
  }

  int unsignedByte() {
    return Memory.getUnsignedByte(take(1));
  }

  long longLittle() {
    return Memory.getLongLittle(take(8));
  }

  long longBig() {
    return Memory.getLongBig(take(8));
  }

  double real() {
    return Double.longBitsToDouble(longLittle());
  }

  /// The address of so many bytes, which are passed over.
  long bytes(int count) {
    return take(count);
  }

  /// A plain length.
  long length() {
    int lead = unsignedByte();
    if (lead >= RdbWriter.NUMBER_8) {
      throw new CorruptPayload("a length is a number");
    }
    return length(lead);
  }

  /// An unsigned number of 64 bits in the form of a length.
  long unsigned() {
    int lead = unsignedByte();
    return lead == 0x81 ? longBig() : length(lead);
  }

  private long length(int lead) {
    if (lead < 0x40) {
      return lead;
    }
    if (lead < 0x80) {
      return (lead & 0x3fL) << 8 | unsignedByte();
    }
    long length =
        switch (lead) {
          case 0x80 -> Memory.getIntBig(take(4)) & 0xffffffffL;
          case 0x81 -> longBig();
          default -> -1;
        };
    if (length < 0) {
      throw new CorruptPayload("a length has no known form");
    }
    return length;
  }

  /// A count of things of which each takes so many bytes at least.
  int count(int bytesEach) {
    long count = length();
    if (count > left() / bytesEach) {
      throw new CorruptPayload("a count is larger than the payload");
    }
    return (int) count;
  }

  void string(Item item, int slot) {
    int lead = unsignedByte();
    switch (lead) {
      case RdbWriter.NUMBER_8 -> item.setNumber((byte) unsignedByte());
      case RdbWriter.NUMBER_16 -> item.setNumber(Memory.getShortLittle(take(2)));
      case RdbWriter.NUMBER_32 -> item.setNumber(Memory.getIntLittle(take(4)));
      case RdbWriter.COMPRESSED -> expand(item, slot);
      default -> {
        long length = length(lead);
        if (length > STRING_BYTES_MAX) {
          throw new CorruptPayload("a string is too long");
        }
        item.set(take(length), (int) length);
      }
    }
  }

  private void expand(Item item, int slot) {
    long packed = length();
    long length = length();
    if (packed > left()
        || length == 0
        || length > STRING_BYTES_MAX
        || length > packed * Lzf.RATIO_MAX) {
      throw new CorruptPayload("a compressed string has impossible lengths");
    }
    release(slot);
    scratch[slot] = allocator.allocate((int) length);
    scratchBytes[slot] = (int) length;
    Lzf.expand(take(packed), (int) packed, scratch[slot], (int) length);
    item.set(scratch[slot], (int) length);
  }

  private void release(int slot) {
    if (scratch[slot] != 0) {
      allocator.free(scratch[slot], scratchBytes[slot]);
      scratch[slot] = 0;
    }
  }

  @Override
  public void close() {
    for (int slot = 0; slot < SLOTS; slot++) {
      release(slot);
    }
  }
}
