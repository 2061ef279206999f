package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import java.util.Arrays;

/// The compression of RDB strings, Marc Lehmann's LZF.
///
/// ```
/// 000nnnnn                     n + 1 bytes follow as they are
/// nnnooooo oooooooo            n + 2 bytes (3 to 8) again from o + 1 bytes before
/// 111ooooo nnnnnnnn oooooooo   n + 9 bytes (9 to 264) from there
/// ```
final class Lzf {
  /// No compressed byte stands for more than so many.
  static final int RATIO_MAX = 132;

  private static final int LITERALS_MAX = 32;
  private static final int MATCH_MIN = 3;
  private static final int MATCH_MAX = 264;
  private static final int DISTANCE_MAX = 1 << 13;
  private static final int HASH_BITS = 13;

  /// Where three bytes with a hash were seen last, plus one.
  private final int[] seen = new int[1 << HASH_BITS];

  /// Compresses into at most `room` bytes and answers how many, or 0 if that does not suffice.
  int compress(long from, int length, long to, int room) {
    Arrays.fill(seen, 0);
    int in = 0;
    int out = 0;
    int literals = 0;
    while (in < length) {
      int match = in + MATCH_MIN <= length ? match(from, in, length) : 0;
      if (match >= MATCH_MIN) {
        out = literals(from, in, literals, to, out, room);
        if (out == 0 && literals > 0 || out + 3 > room) {
          return 0;
        }
        out = writeMatch(to, out, match, in - distanceStart);
        literals = 0;
        in += match;
      } else {
        literals++;
        in++;
      }
    }
    return literals > 0 ? literals(from, in, literals, to, out, room) : out;
  }

  private int distanceStart;

  /// How many bytes at a place were seen before, at `distanceStart`.
  private int match(long from, int in, int length) {
    int word =
        Memory.getUnsignedByte(from + in) << 16
            | Memory.getUnsignedByte(from + in + 1) << 8
            | Memory.getUnsignedByte(from + in + 2);
    int slot = word * 0x9e3779b1 >>> 32 - HASH_BITS;
    int before = seen[slot] - 1;
    seen[slot] = in + 1;
    if (before < 0 || in - before > DISTANCE_MAX) {
      return 0;
    }
    int most = Math.min(length - in, MATCH_MAX);
    int match = 0;
    while (match < most
        && Memory.getByte(from + before + match) == Memory.getByte(from + in + match)) {
      match++;
    }
    distanceStart = before;
    return match;
  }

  /// Writes the bytes before `in` as they are; answers the new end, or 0 without room.
  private static int literals(long from, int in, int count, long to, int start, int room) {
    int out = start;
    int left = count;
    while (left > 0) {
      int some = Math.min(left, LITERALS_MAX);
      if (out + 1 + some > room) {
        return 0;
      }
      Memory.putByte(to + out, (byte) (some - 1));
      Memory.copy(from + in - left, to + out + 1, some);
      out += 1 + some;
      left -= some;
    }
    return out;
  }

  private static int writeMatch(long to, int start, int match, int distance) {
    int out = start;
    int offset = distance - 1;
    int length = match - 2;
    int lead = Math.min(length, 7);
    Memory.putByte(to + out++, (byte) (lead << 5 | offset >>> 8));
    if (lead == 7) {
      Memory.putByte(to + out++, (byte) (length - 7));
    }
    Memory.putByte(to + out++, (byte) offset);
    return out;
  }

  /// Expands exactly `room` bytes.
  static void expand(long from, int length, long to, int room) {
    int in = 0;
    int out = 0;
    while (in < length) {
      int lead = Memory.getUnsignedByte(from + in++);
      if (lead < LITERALS_MAX) {
        int count = lead + 1;
        require(count <= length - in && count <= room - out);
        Memory.copy(from + in, to + out, count);
        in += count;
        out += count;
      } else {
        int count = (lead >>> 5) + 2;
        if (count == 9) {
          require(in < length);
          count += Memory.getUnsignedByte(from + in++);
        }
        require(in < length);
        int distance = ((lead & 0x1f) << 8 | Memory.getUnsignedByte(from + in++)) + 1;
        require(distance <= out && count <= room - out);
        for (int i = 0; i < count; i++, out++) {
          Memory.putByte(to + out, Memory.getByte(to + out - distance));
        }
      }
    }
    require(out == room);
  }

  private static void require(boolean right) {
    if (!right) {
      throw new CorruptPayload("the compressed string is broken");
    }
  }
}
