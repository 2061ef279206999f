package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// Estimates how many different elements were seen, in a string of the layout that clients of this
/// protocol exchange.
///
/// ```
/// |  0 "HYLL"    4 encoding: 0 dense, 1 sparse    5 free, 3
/// |  8 the last estimate, 8, little-endian; the top bit says that it is out of date
/// | 16 registers
/// ```
///
/// An element's hash names one of 16384 registers by its low 14 bits; the register keeps the most
/// zeros, plus one, that were ever seen above these. Dense registers have 6 bits each, the lowest
/// bits first. Sparse ones are runs:
///
/// ```
/// 00xxxxxx            1 to 64 registers that are zero
/// 01xxxxxx yyyyyyyy   1 to 16384 registers that are zero
/// 1vvvvvxx            1 to 4 registers with a value from 1 to 32
/// ```
///
/// The estimate is Ertl's ("New cardinality estimation algorithms for HyperLogLog sketches", 2017).
public final class HyperLogLog {
  public static final int REGISTERS = 1 << 14;
  public static final int DENSE_BYTES = 16 + REGISTERS * 6 / 8;
  public static final int EMPTY_BYTES = 18;

  /// A change of a sparse one makes it at most so much longer.
  public static final int GROWTH_MAX = 3;

  /// Answers of [#addSparse] beside a new length.
  public static final int UNCHANGED = 0;

  public static final int CORRUPT = -1;
  public static final int TOO_LARGE = -2;

  private static final int MAGIC = 'H' | 'Y' << 8 | 'L' << 16 | 'L' << 24;
  private static final int ENCODING = 4;
  private static final int ESTIMATE = 8;
  private static final int HEADER_BYTES = 16;
  private static final int DENSE = 0;
  private static final int SPARSE = 1;

  private static final int RANK_BITS = 50;
  private static final int SPARSE_VALUE_MAX = 32;
  private static final int SHORT_RUN_MAX = 64;
  private static final int VALUE_RUN_MAX = 4;
  private static final int MERGE_WINDOW = 5;
  private static final long HASH_SEED = 0xadc83b19L;
  private static final long HASH_FACTOR = 0xc6a4a7935bd1e995L;
  private static final double ALPHA_INFINITE = 0.7213475204444817;

  private HyperLogLog() {}

  /// Whether a string looks like one of these.
  public static boolean isValid(long address, int length) {
    if (length < HEADER_BYTES || Memory.getIntLittle(address) != MAGIC) {
      return false;
    }
    int encoding = Memory.getUnsignedByte(address + ENCODING);
    return encoding == SPARSE || (encoding == DENSE && length == DENSE_BYTES);
  }

  public static boolean isDense(long address) {
    return Memory.getByte(address + ENCODING) == DENSE;
  }

  /// Writes an empty sparse one of [#EMPTY_BYTES].
  public static void writeEmpty(long address) {
    Memory.putIntLittle(address, MAGIC);
    Memory.putIntLittle(address + ENCODING, SPARSE);
    Memory.putLongLittle(address + ESTIMATE, 0);
    writeZeros(address + HEADER_BYTES, REGISTERS);
  }

  public static void forgetEstimate(long address) {
    Memory.putByte(address + ESTIMATE + 7, (byte) (Memory.getByte(address + ESTIMATE + 7) | 0x80));
  }

  /// The stored estimate, or -1 if it is out of date.
  public static long storedEstimate(long address) {
    long stored = Memory.getLongLittle(address + ESTIMATE);
    return stored < 0 ? -1 : stored;
  }

  public static void storeEstimate(long address, long estimate) {
    Memory.putLongLittle(address + ESTIMATE, estimate);
  }

  /// The register of an element in the low 32 bits, and what it is to hold at least above them.
  public static long place(long element, int length) {
    long hash = hash(element, length);
    int register = (int) hash & REGISTERS - 1;
    int rank = Long.numberOfTrailingZeros(hash >>> 14 | 1L << RANK_BITS) + 1;
    return (long) rank << 32 | register;
  }

  /// Austin Appleby's MurmurHash64A.
  private static long hash(long address, int length) {
    long hash = HASH_SEED ^ length * HASH_FACTOR;
    int whole = length & -8;
    for (int i = 0; i < whole; i += 8) {
      long word = Memory.getLongLittle(address + i) * HASH_FACTOR;
      word = (word ^ word >>> 47) * HASH_FACTOR;
      hash = (hash ^ word) * HASH_FACTOR;
    }
    if (whole < length) {
      for (int i = length - 1; i >= whole; i--) {
        hash ^= (long) Memory.getUnsignedByte(address + i) << 8 * (i - whole);
      }
      hash *= HASH_FACTOR;
    }
    hash = (hash ^ hash >>> 47) * HASH_FACTOR;
    return hash ^ hash >>> 47;
  }

  private static int dense(long address, int register) {
    int bit = register * 6;
    long at = address + HEADER_BYTES + (bit >>> 3);
    int shift = bit & 7;
    int word = Memory.getUnsignedByte(at);
    if (shift > 2) {
      word |= Memory.getUnsignedByte(at + 1) << 8;
    }
    return word >>> shift & 63;
  }

  /// Raises a dense register to a value and tells whether it was lower.
  public static boolean addDense(long address, int register, int value) {
    if (dense(address, register) >= value) {
      return false;
    }
    int bit = register * 6;
    long at = address + HEADER_BYTES + (bit >>> 3);
    int shift = bit & 7;
    int low = Memory.getUnsignedByte(at) & ~(63 << shift) | value << shift;
    Memory.putByte(at, (byte) low);
    if (shift > 2) {
      int high = Memory.getUnsignedByte(at + 1) & ~(63 >>> 8 - shift) | value >>> 8 - shift;
      Memory.putByte(at + 1, (byte) high);
    }
    return true;
  }

  /// Raises a register of a sparse one to a value. After its `length` there is room for
  /// [#GROWTH_MAX] bytes. Answers the new length, [#UNCHANGED], [#CORRUPT], or [#TOO_LARGE] if it
  /// has to become dense first, because of the value or because it would exceed `bytesMax`.
  public static int addSparse(long address, int length, int register, int value, int bytesMax) {
    if (value > SPARSE_VALUE_MAX) {
      return TOO_LARGE;
    }
    long end = address + length;
    long at = address + HEADER_BYTES;
    long before = at;
    int first = 0;
    while (at < end && first + run(at, end) <= register) {
      first += run(at, end);
      before = at;
      at += opcodeBytes(at);
    }
    if (at >= end || at + opcodeBytes(at) > end) {
      return CORRUPT;
    }
    int span = run(at, end);
    int old = value(at);
    if (old >= value) {
      return UNCHANGED;
    }
    int newLength = length;
    if (span == 1) {
      writeValue(at, value, 1);
    } else {
      int oldBytes = opcodeBytes(at);
      int newBytes = splitBytes(old, register - first, first + span - 1 - register);
      int growth = newBytes - oldBytes;
      if (growth > 0 && length + growth > bytesMax) {
        return TOO_LARGE;
      }
      Memory.copy(at + oldBytes, at + newBytes, (int) (end - at - oldBytes));
      writeSplit(at, old, register - first, value, first + span - 1 - register);
      newLength += growth;
    }
    return newLength - merge(before, address + newLength);
  }

  private static int splitBytes(int old, int left, int right) {
    return 1 + runBytes(old, left) + runBytes(old, right);
  }

  private static int runBytes(int value, int run) {
    return run == 0 ? 0 : value == 0 && run > SHORT_RUN_MAX ? 2 : 1;
  }

  private static void writeSplit(long at, int old, int left, int value, int right) {
    long place = writeRun(at, old, left);
    writeValue(place, value, 1);
    writeRun(place + 1, old, right);
  }

  private static long writeRun(long at, int value, int run) {
    if (run == 0) {
      return at;
    }
    if (value != 0) {
      writeValue(at, value, run);
      return at + 1;
    }
    return writeZeros(at, run);
  }

  private static long writeZeros(long at, int run) {
    if (run <= SHORT_RUN_MAX) {
      Memory.putByte(at, (byte) (run - 1));
      return at + 1;
    }
    Memory.putByte(at, (byte) (0x40 | run - 1 >>> 8));
    Memory.putByte(at + 1, (byte) (run - 1));
    return at + 2;
  }

  private static void writeValue(long at, int value, int run) {
    Memory.putByte(at, (byte) (0x80 | value - 1 << 2 | run - 1));
  }

  /// Joins neighbours with the same value near a change; answers how many bytes that saved.
  private static int merge(long from, long to) {
    long at = from;
    long end = to;
    for (int i = 0; i < MERGE_WINDOW && at < end; i++) {
      if (value(at) == 0) {
        at += opcodeBytes(at);
      } else if (at + 1 < end && canJoin(at)) {
        writeValue(at + 1, value(at), valueRun(at) + valueRun(at + 1));
        Memory.copy(at + 1, at, (int) (end - at - 1));
        end--;
      } else {
        at++;
      }
    }
    return (int) (to - end);
  }

  private static boolean canJoin(long at) {
    return value(at) == value(at + 1) && valueRun(at) + valueRun(at + 1) <= VALUE_RUN_MAX;
  }

  private static int valueRun(long at) {
    return (Memory.getUnsignedByte(at) & 3) + 1;
  }

  private static int opcodeBytes(long at) {
    return (Memory.getUnsignedByte(at) & 0xc0) == 0x40 ? 2 : 1;
  }

  /// How many registers the run at this place covers; the second byte of one that is cut off is
  /// zero.
  private static int run(long at, long end) {
    int lead = Memory.getUnsignedByte(at);
    if ((lead & 0x80) != 0) {
      return valueRun(at);
    }
    if ((lead & 0x40) == 0) {
      return (lead & 0x3f) + 1;
    }
    return ((lead & 0x3f) << 8 | (at + 1 < end ? Memory.getUnsignedByte(at + 1) : 0)) + 1;
  }

  private static int value(long at) {
    int lead = Memory.getUnsignedByte(at);
    return (lead & 0x80) == 0 ? 0 : (lead >>> 2 & 0x1f) + 1;
  }

  /// Raises each of the [#REGISTERS] values to that of the string; false if this is corrupt.
  public static boolean collect(long address, int length, byte[] registers) {
    if (isDense(address)) {
      for (int i = 0; i < REGISTERS; i++) {
        registers[i] = (byte) Math.max(registers[i], dense(address, i));
      }
      return true;
    }
    long end = address + length;
    int register = 0;
    long at = address + HEADER_BYTES;
    while (at < end) {
      int run = run(at, end);
      int value = value(at);
      if (register + run > REGISTERS || at + opcodeBytes(at) > end) {
        return false;
      }
      for (int i = register; value != 0 && i < register + run; i++) {
        registers[i] = (byte) Math.max(registers[i], value);
      }
      register += run;
      at += opcodeBytes(at);
    }
    return register == REGISTERS;
  }

  /// Writes a dense one of [#DENSE_BYTES] with the header of another and these values.
  public static void writeDense(long header, byte[] registers, long address) {
    Memory.copy(header, address, HEADER_BYTES);
    Memory.putByte(address + ENCODING, (byte) DENSE);
    Memory.fill(address + HEADER_BYTES, DENSE_BYTES - HEADER_BYTES, (byte) 0);
    for (int i = 0; i < REGISTERS; i++) {
      addDense(address, i, registers[i]);
    }
  }

  /// How many elements the registers speak of.
  public static long estimate(byte[] registers) {
    int[] histogram = new int[64];
    for (byte value : registers) {
      histogram[value & 63]++;
    }
    double m = REGISTERS;
    double z = m * tau((m - histogram[RANK_BITS + 1]) / m);
    for (int i = RANK_BITS; i >= 1; i--) {
      z = (z + histogram[i]) * 0.5;
    }
    z += m * sigma(histogram[0] / m);
    return Math.round(ALPHA_INFINITE * m * m / z);
  }

  private static double sigma(double start) {
    if (start == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = start;
    double y = 1;
    double z = start;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (before != z); // Each round adds less than half of the one before.
    return z;
  }

  private static double tau(double start) {
    if (start == 0 || start == 1) {
      return 0;
    }
    double x = start;
    double y = 1;
    double z = 1 - start;
    double before;
    do {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (before != z); // The root comes near to 1, so that what is taken away vanishes.
    return z / 3;
  }

  /// The runs of a sparse one as text, such as `z:5 v:2,1 Z:100`.
  public static String runs(long address, int length) {
    StringBuilder text = new StringBuilder();
    long end = address + length;
    for (long at = address + HEADER_BYTES; at < end; at += opcodeBytes(at)) {
      int value = value(at);
      if (value != 0) {
        text.append("v:").append(value).append(',').append(valueRun(at));
      } else {
        text.append(opcodeBytes(at) == 1 ? "z:" : "Z:").append(run(at, end));
      }
      text.append(' ');
    }
    return text.toString().stripTrailing();
  }
}
