package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;

/// Fields and contents of a zipmap in turn, the small hash of servers before 2.6.
///
/// ```
/// | count, 1 | length | field | length | unused, 1 | content | unused bytes | … | 0xff |
/// ```
///
/// A length is one byte up to 253, or 0xfe and four bytes.
final class ZipmapSequence implements Sequence {
  private static final int END = 0xff;
  private static final int LONG = 0xfe;

  private final long base;
  private final int bytes;
  private int at = 1;
  private boolean content;

  ZipmapSequence(long address, int length) {
    base = address;
    bytes = length;
    require(length >= 2);
  }

  @Override
  public boolean next(Item item) {
    int lead = byteAt(at++);
    if (lead == END) {
      require(!content && at == bytes);
      return false;
    }
    long length = lead;
    if (lead == LONG) {
      require(bytes - at >= 4);
      length = Memory.getIntLittle(base + at) & 0xffffffffL;
      at += 4;
    }
    int unused = content ? byteAt(at++) : 0;
    require(length + unused < bytes - at);
    item.set(base + at, (int) length);
    at += (int) length + unused;
    content = !content;
    return true;
  }

  private int byteAt(int place) {
    require(place < bytes);
    return Memory.getUnsignedByte(base + place);
  }

  private static void require(boolean right) {
    if (!right) {
      throw new CorruptPayload("a zipmap is broken");
    }
  }
}
