package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.EncodingLimits;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.Workbench;

/// The payload of DUMP and RESTORE: a value in RDB form, the version, and a checksum of both.
///
/// ```
/// | type, 1 | content | version, 2 | CRC64, 8 |
/// ```
///
/// One for each loop, reused.
public final class Dump {
  private static final int VERSION = 11;
  private static final int FOOTER_BYTES = 10;
  private static final int CHECKSUM_BYTES = 8;

  private final Workbench bench;
  private final ValueWriter writer;
  private final ValueReader reader;

  public Dump(Workbench bench) {
    this.bench = bench;
    this.writer = new ValueWriter(bench);
    this.reader = new ValueReader(bench);
  }

  /// The value of a record; the caller closes the bytes.
  public Blob write(long record, EncodingLimits limits, boolean compresses) {
    Blob out = new Blob(bench.allocator());
    writer.write(new RdbWriter(out, compresses), record, limits);
    out.putShort(VERSION);
    out.putLong(Crc64.of(0, out.address(), out.length()));
    return out;
  }

  /// Whether version and checksum are right.
  public static boolean isValid(long address, int length) {
    if (length < FOOTER_BYTES) {
      return false;
    }
    long footer = address + length - FOOTER_BYTES;
    int version = Memory.getShortLittle(footer) & 0xffff;
    return version <= VERSION
        && Memory.getLongLittle(footer + 2) == Crc64.of(0, address, length - CHECKSUM_BYTES);
  }

  /// The bytes of a valid payload, to read from.
  public RdbReader open(long address, int length) {
    return new RdbReader(bench.allocator(), address, length - FOOTER_BYTES);
  }

  /// Reads a collection, or shows a string and answers 0. Throws [CorruptPayload].
  public long read(RdbReader in, Item text, EncodingLimits limits) {
    return reader.read(in, text, limits);
  }
}
