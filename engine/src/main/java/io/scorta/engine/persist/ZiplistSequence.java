package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;

/// The elements of a ziplist, which servers before 7 wrote.
///
/// ```
/// | bytes, 4 | last entry, 4 | count, 2 | entry | … | 0xff |
/// entry: | length of the one before, 1, or 0xfe and 4 | encoding | data |
/// ```
final class ZiplistSequence implements Sequence {
  private static final int HEADER_BYTES = 10;
  private static final int END = 0xff;
  private static final int LONG_BEFORE = 0xfe;

  private final long base;
  private final int bytes;
  private int at = HEADER_BYTES;

  ZiplistSequence(long address, int length) {
    base = address;
    bytes = length;
    require(
        length > HEADER_BYTES
            && Memory.getIntLittle(address) == length
            && Memory.getUnsignedByte(address + length - 1) == END);
  }

  @Override
  public boolean next(Item item) {
    int before = byteAt(at);
    if (before == END) {
      require(at == bytes - 1);
      return false;
    }
    at += before == LONG_BEFORE ? 5 : 1;
    int lead = byteAt(at);
    if (lead < 0x40) {
      string(item, 1, lead);
    } else if (lead < 0x80) {
      string(item, 2, (lead & 0x3f) << 8 | byteAt(at + 1));
    } else if (lead < 0xc0) {
      require(5 < bytes - at);
      string(item, 5, Memory.getIntBig(base + at + 1) & 0xffffffffL);
    } else if (lead >= 0xf1 && lead <= 0xfd) {
      item.setNumber((lead & 0x0f) - 1);
      at++;
    } else {
      number(item, lead);
    }
    require(at < bytes);
    return true;
  }

  private void string(Item item, int head, long length) {
    require(length < bytes - at - head);
    item.set(base + at + head, (int) length);
    at += head + (int) length;
  }

  private void number(Item item, int lead) {
    int width =
        switch (lead) {
          case 0xc0 -> 2;
          case 0xd0 -> 4;
          case 0xe0 -> 8;
          case 0xf0 -> 3;
          case 0xfe -> 1;
          default -> -1;
        };
    require(width > 0 && width < bytes - 1 - at);
    long number = ListpackSequence.little(base + at + 1, width);
    item.setNumber(number << 64 - 8 * width >> 64 - 8 * width);
    at += 1 + width;
  }

  private int byteAt(int place) {
    require(place < bytes);
    return Memory.getUnsignedByte(base + place);
  }

  private static void require(boolean right) {
    if (!right) {
      throw new CorruptPayload("a ziplist is broken");
    }
  }
}
