package io.scorta.engine.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The one door to off-heap memory: the whole address space as one segment, addresses as `long`.
///
/// Multi-byte values are in native order and may be unaligned, except where a method says
/// otherwise. With `-Dscorta.memory.checked=true` every access must lie within a live block of an
/// [Allocator] or within a region given to [#register]; the flag is `static final`, so the checks
/// cost nothing when they are off. An address is never checked otherwise: a wrong one ends the
/// process.
public final class Memory {
  /// Whether every access is checked against the live blocks and regions.
  public static final boolean CHECKED = Boolean.getBoolean("scorta.memory.checked");

  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final boolean BIG = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private static final VarHandle INT_WORD = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle LONG_WORD = ValueLayout.JAVA_LONG.varHandle();

  /// Up to this length a loop over words beats the fixed cost of a bulk copy.
  private static final int COPY_BY_WORDS_MAX = 96;

  private Memory() {}

  /// Declares memory that no allocator made, such as a buffer, as accessible in checked mode.
  public static void register(long address, long bytes) {
    if (CHECKED) {
      Shadow.open(address, bytes);
    }
  }

  /// Takes back what [#register] declared.
  public static void unregister(long address, long bytes) {
    if (CHECKED) {
      Shadow.close(address, bytes);
    }
  }

  /// A view for calls that take a segment, such as a socket call.
  public static MemorySegment segment(long address, long bytes) {
    check(address, bytes);
    return ALL.asSlice(address, bytes);
  }

  public static byte getByte(long address) {
    check(address, 1);
    return ALL.get(BYTE, address);
  }

  public static void putByte(long address, byte value) {
    check(address, 1);
    ALL.set(BYTE, address, value);
  }

  /// The byte as a number from 0 to 255.
  public static int getUnsignedByte(long address) {
    return getByte(address) & 0xff;
  }

  public static short getShort(long address) {
    check(address, 2);
    return ALL.get(SHORT, address);
  }

  public static void putShort(long address, short value) {
    check(address, 2);
    ALL.set(SHORT, address, value);
  }

  /// The two bytes as a number from 0 to 65535.
  public static int getUnsignedShort(long address) {
    return getShort(address) & 0xffff;
  }

  public static int getInt(long address) {
    check(address, 4);
    return ALL.get(INT, address);
  }

  public static void putInt(long address, int value) {
    check(address, 4);
    ALL.set(INT, address, value);
  }

  public static long getLong(long address) {
    check(address, 8);
    return ALL.get(LONG, address);
  }

  public static void putLong(long address, long value) {
    check(address, 8);
    ALL.set(LONG, address, value);
  }

  public static double getDouble(long address) {
    return Double.longBitsToDouble(getLong(address));
  }

  public static void putDouble(long address, double value) {
    putLong(address, Double.doubleToRawLongBits(value));
  }

  /// Eight bytes with the first byte most significant, whatever the machine.
  public static long getLongBig(long address) {
    long word = getLong(address);
    return BIG ? word : Long.reverseBytes(word);
  }

  public static void putLongBig(long address, long value) {
    putLong(address, BIG ? value : Long.reverseBytes(value));
  }

  public static int getIntBig(long address) {
    int word = getInt(address);
    return BIG ? word : Integer.reverseBytes(word);
  }

  public static void putIntBig(long address, int value) {
    putInt(address, BIG ? value : Integer.reverseBytes(value));
  }

  public static short getShortBig(long address) {
    short word = getShort(address);
    return BIG ? word : Short.reverseBytes(word);
  }

  public static void putShortBig(long address, short value) {
    putShort(address, BIG ? value : Short.reverseBytes(value));
  }

  /// Eight bytes with the first byte least significant, whatever the machine.
  public static long getLongLittle(long address) {
    long word = getLong(address);
    return BIG ? Long.reverseBytes(word) : word;
  }

  public static void putLongLittle(long address, long value) {
    putLong(address, BIG ? Long.reverseBytes(value) : value);
  }

  public static int getIntLittle(long address) {
    int word = getInt(address);
    return BIG ? Integer.reverseBytes(word) : word;
  }

  public static void putIntLittle(long address, int value) {
    putInt(address, BIG ? Integer.reverseBytes(value) : value);
  }

  public static short getShortLittle(long address) {
    short word = getShort(address);
    return BIG ? Short.reverseBytes(word) : word;
  }

  public static void putShortLittle(long address, short value) {
    putShort(address, BIG ? Short.reverseBytes(value) : value);
  }

  /// A volatile read. Here and in all methods for lock words the address must be aligned.
  public static int getIntVolatile(long address) {
    check(address, 4);
    return (int) INT_WORD.getVolatile(ALL, address);
  }

  public static void putIntVolatile(long address, int value) {
    check(address, 4);
    INT_WORD.setVolatile(ALL, address, value);
  }

  public static int getIntAcquire(long address) {
    check(address, 4);
    return (int) INT_WORD.getAcquire(ALL, address);
  }

  public static void putIntRelease(long address, int value) {
    check(address, 4);
    INT_WORD.setRelease(ALL, address, value);
  }

  public static boolean compareAndSetInt(long address, int expected, int value) {
    check(address, 4);
    return INT_WORD.compareAndSet(ALL, address, expected, value);
  }

  public static int getAndAddInt(long address, int delta) {
    check(address, 4);
    return (int) INT_WORD.getAndAdd(ALL, address, delta);
  }

  public static long getLongVolatile(long address) {
    check(address, 8);
    return (long) LONG_WORD.getVolatile(ALL, address);
  }

  public static void putLongVolatile(long address, long value) {
    check(address, 8);
    LONG_WORD.setVolatile(ALL, address, value);
  }

  public static long getLongAcquire(long address) {
    check(address, 8);
    return (long) LONG_WORD.getAcquire(ALL, address);
  }

  public static void putLongRelease(long address, long value) {
    check(address, 8);
    LONG_WORD.setRelease(ALL, address, value);
  }

  public static boolean compareAndSetLong(long address, long expected, long value) {
    check(address, 8);
    return LONG_WORD.compareAndSet(ALL, address, expected, value);
  }

  public static long getAndAddLong(long address, long delta) {
    check(address, 8);
    return (long) LONG_WORD.getAndAdd(ALL, address, delta);
  }

  /// Copies bytes; the two ranges may overlap.
  public static void copy(long from, long to, int bytes) {
    check(from, bytes);
    check(to, bytes);
    if (bytes > COPY_BY_WORDS_MAX) {
      MemorySegment.copy(ALL, from, ALL, to, bytes);
    } else if (bytes >= 8) {
      copyWords(from, to, bytes);
    } else if (bytes >= 4) {
      int head = ALL.get(INT, from);
      int tail = ALL.get(INT, from + bytes - 4);
      ALL.set(INT, to, head);
      ALL.set(INT, to + bytes - 4, tail);
    } else if (bytes > 0) {
      copyUpToThree(from, to, bytes);
    }
  }

  /// The word at the far end is read first, because an overlapping copy may overwrite it.
  private static void copyWords(long from, long to, int bytes) {
    int last = bytes - 8;
    if (to <= from) {
      long tail = ALL.get(LONG, from + last);
      for (int i = 0; i < last; i += 8) {
        ALL.set(LONG, to + i, ALL.get(LONG, from + i));
      }
      ALL.set(LONG, to + last, tail);
    } else {
      long head = ALL.get(LONG, from);
      for (int i = last; i > 0; i -= 8) {
        ALL.set(LONG, to + i, ALL.get(LONG, from + i));
      }
      ALL.set(LONG, to, head);
    }
  }

  private static void copyUpToThree(long from, long to, int bytes) {
    byte first = ALL.get(BYTE, from);
    byte middle = ALL.get(BYTE, from + (bytes >>> 1));
    byte last = ALL.get(BYTE, from + bytes - 1);
    ALL.set(BYTE, to, first);
    ALL.set(BYTE, to + (bytes >>> 1), middle);
    ALL.set(BYTE, to + bytes - 1, last);
  }

  public static void copyIn(byte[] from, int offset, long to, int bytes) {
    check(to, bytes);
    MemorySegment.copy(from, offset, ALL, BYTE, to, bytes);
  }

  public static void copyOut(long from, byte[] to, int offset, int bytes) {
    check(from, bytes);
    MemorySegment.copy(ALL, BYTE, from, to, offset, bytes);
  }

  /// The bytes as an array of their own; for cold paths.
  public static byte[] bytes(long from, int bytes) {
    byte[] copy = new byte[bytes];
    copyOut(from, copy, 0, bytes);
    return copy;
  }

  public static void fill(long address, long bytes, byte value) {
    check(address, bytes);
    fillUnchecked(address, bytes, value);
  }

  public static boolean equal(long a, long b, int bytes) {
    check(a, bytes);
    check(b, bytes);
    if (bytes >= 8) {
      int last = bytes - 8;
      for (int i = 0; i < last; i += 8) {
        if (ALL.get(LONG, a + i) != ALL.get(LONG, b + i)) {
          return false;
        }
      }
      return ALL.get(LONG, a + last) == ALL.get(LONG, b + last);
    }
    if (bytes >= 4) {
      return ALL.get(INT, a) == ALL.get(INT, b)
          && ALL.get(INT, a + bytes - 4) == ALL.get(INT, b + bytes - 4);
    }
    for (int i = 0; i < bytes; i++) {
      if (ALL.get(BYTE, a + i) != ALL.get(BYTE, b + i)) {
        return false;
      }
    }
    return true;
  }

  /// Orders two byte strings by their unsigned bytes; a proper prefix comes first.
  public static int compare(long a, int aBytes, long b, int bBytes) {
    check(a, aBytes);
    check(b, bBytes);
    int shared = Math.min(aBytes, bBytes);
    int i = 0;
    for (; i <= shared - 8; i += 8) {
      long left = ALL.get(LONG, a + i);
      long right = ALL.get(LONG, b + i);
      if (left != right) {
        return BIG
            ? Long.compareUnsigned(left, right)
            : Long.compareUnsigned(Long.reverseBytes(left), Long.reverseBytes(right));
      }
    }
    for (; i < shared; i++) {
      int difference = (ALL.get(BYTE, a + i) & 0xff) - (ALL.get(BYTE, b + i) & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(aBytes, bBytes);
  }

  /// For the allocator, whose free blocks are closed to everybody else.
  static long getLongUnchecked(long address) {
    return ALL.get(LONG, address);
  }

  static void putLongUnchecked(long address, long value) {
    ALL.set(LONG, address, value);
  }

  static int getIntUnchecked(long address) {
    return ALL.get(INT, address);
  }

  static void putIntUnchecked(long address, int value) {
    ALL.set(INT, address, value);
  }

  static void fillUnchecked(long address, long bytes, byte value) {
    ALL.asSlice(address, bytes).fill(value);
  }

  private static void check(long address, long bytes) {
    if (CHECKED) {
      Shadow.check(address, bytes);
    }
  }
}
