package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;

/// Writes lengths and strings in their RDB forms.
///
/// ```
/// 00nnnnnn             a length up to 63
/// 01nnnnnn nnnnnnnn    up to 16383
/// 10000000 n, 4        larger ones, most significant byte first
/// 10000001 n, 8
/// 110000ss             instead of a length: a number of 1, 2 or 4 bytes, little-endian (ss 0 to 2)
/// 11000011             a compressed string: its length, the length of the text, the bytes
/// ```
final class RdbWriter {
  static final int NUMBER_8 = 0xc0;
  static final int NUMBER_16 = 0xc1;
  static final int NUMBER_32 = 0xc2;
  static final int COMPRESSED = 0xc3;

  private static final int NUMBER_TEXT_MAX = 11;
  private static final int COMPRESSED_MIN = 21;
  private static final int SAVED_MIN = 4;

  private final Blob out;
  private final boolean compresses;
  private final Lzf lzf = new Lzf();

  RdbWriter(Blob out, boolean compresses) {
    this.out = out;
    this.compresses = compresses;
  }

  Blob out() {
    return out;
  }

  void length(long count) {
    if (count < 64) {
      out.put((int) count);
    } else if (count < 16384) {
      out.put(0x40 | (int) (count >>> 8));
      out.put((int) count);
    } else if (count <= 0xffffffffL) {
      out.put(0x80);
      Memory.putIntBig(out.room(4), (int) count);
      out.advance(4);
    } else {
      out.put(0x81);
      Memory.putLongBig(out.room(8), count);
      out.advance(8);
    }
  }

  /// An unsigned number of 64 bits in the form of a length.
  void unsigned(long number) {
    if (number >= 0) {
      length(number);
    } else {
      out.put(0x81);
      Memory.putLongBig(out.room(8), number);
      out.advance(8);
    }
  }

  void string(Item item) {
    if (item.length() <= NUMBER_TEXT_MAX && item.isNumber() && number(item.number())) {
      return;
    }
    bytes(item.address(), item.length());
  }

  private boolean number(long number) {
    if (number == (byte) number) {
      out.put(NUMBER_8);
      out.put((int) number);
    } else if (number == (short) number) {
      out.put(NUMBER_16);
      out.putShort((int) number);
    } else if (number == (int) number) {
      out.put(NUMBER_32);
      out.putInt((int) number);
    } else {
      return false;
    }
    return true;
  }

  /// A string that is not looked at as a number.
  void bytes(long address, int length) {
    if (compresses && length >= COMPRESSED_MIN && compressed(address, length)) {
      return;
    }
    length(length);
    out.bytes(address, length);
  }

  private boolean compressed(long address, int length) {
    Blob packed = new Blob(out.allocator());
    int bytes = lzf.compress(address, length, packed.room(length), length - SAVED_MIN);
    if (bytes > 0) {
      out.put(COMPRESSED);
      length(bytes);
      length(length);
      out.bytes(packed.address(), bytes);
    }
    packed.close();
    return bytes > 0;
  }

  void real(double value) {
    out.putLong(Double.doubleToRawLongBits(value));
  }
}
