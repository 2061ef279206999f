package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;

/// The elements of a listpack from elsewhere; see the layout in `Listpack`, which trusts its bytes.
final class ListpackSequence implements Sequence {
  private static final int HEADER_BYTES = 6;
  private static final int COUNT_UNKNOWN = 0xffff;
  private static final int END = 0xff;

  private final long base;
  private final int bytes;
  private int at = HEADER_BYTES;
  private int counted;
  private boolean numeric;

  ListpackSequence(long address, int length) {
    base = address;
    bytes = length;
    require(
        length > HEADER_BYTES
            && Memory.getIntLittle(address) == length
            && Memory.getUnsignedByte(address + length - 1) == END);
  }

  /// Whether the element that was read last is kept as a number.
  boolean isNumber() {
    return numeric;
  }

  int counted() {
    return counted;
  }

  @Override
  public boolean next(Item item) {
    int lead = byteAt(at);
    if (lead == END) {
      int count = Memory.getShortLittle(base + 4) & 0xffff;
      require(at == bytes - 1 && (count == counted || count == COUNT_UNKNOWN));
      return false;
    }
    int data = read(item, lead);
    require(data <= bytes - 1 - at);
    at += data;
    back(data);
    counted++;
    return true;
  }

  /// Reads an entry and answers the length of its head and data.
  private int read(Item item, int lead) {
    numeric = lead < 0x80 || (lead >= 0xc0 && lead < 0xe0) || lead > 0xf0;
    if (lead < 0x80) {
      item.setNumber(lead);
      return 1;
    }
    if (lead < 0xc0) {
      return string(item, 1, lead & 0x3f);
    }
    if (lead < 0xe0) {
      int bits = (lead & 0x1f) << 8 | byteAt(at + 1);
      item.setNumber(bits << 19 >> 19);
      return 2;
    }
    if (lead < 0xf0) {
      return string(item, 2, (lead & 0x0f) << 8 | byteAt(at + 1));
    }
    int width =
        switch (lead) {
          case 0xf0 -> 4;
          case 0xf1 -> 2;
          case 0xf2 -> 3;
          case 0xf3 -> 4;
          case 0xf4 -> 8;
          default -> -1;
        };
    require(width > 0 && width < bytes - 1 - at);
    long number = little(base + at + 1, width);
    if (lead == 0xf0) {
      return string(item, 5, number & 0xffffffffL);
    }
    item.setNumber(number << 64 - 8 * width >> 64 - 8 * width);
    return 1 + width;
  }

  private int string(Item item, int head, long length) {
    require(length <= bytes - 1 - at - head);
    item.set(base + at + head, (int) length);
    return head + (int) length;
  }

  static long little(long address, int width) {
    long number = 0;
    for (int i = width - 1; i >= 0; i--) {
      number = number << 8 | Memory.getUnsignedByte(address + i);
    }
    return number;
  }

  /// Passes over the length that can be read from the right, which must say the same.
  private void back(int data) {
    int parts = data <= 127 ? 1 : data < 16383 ? 2 : data < 2097151 ? 3 : data < 268435455 ? 4 : 5;
    for (int i = 0; i < parts; i++) {
      int part = data >>> 7 * (parts - 1 - i) & 0x7f;
      require(byteAt(at + i) == (i == 0 ? part : part | 0x80));
    }
    at += parts;
    require(at < bytes);
  }

  private int byteAt(int place) {
    require(place < bytes);
    return Memory.getUnsignedByte(base + place);
  }

  private static void require(boolean right) {
    if (!right) {
      throw new CorruptPayload("a listpack is broken");
    }
  }
}
