package io.scorta.engine.memory;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Which 16-byte granules of the address space may be touched, one byte for each; only in checked
/// mode.
///
/// Three levels of arrays span 48 address bits, so that a check allocates nothing. A granule
/// belongs to one block or region, and whoever hands memory to another thread does so with an
/// ordered write, which orders the granule's byte too.
final class Shadow {
  private static final int GRANULE_BITS = 4;
  private static final int CHUNK_BITS = 21;
  private static final int MIDDLE_BITS = 13;
  private static final int TOP_BITS = 48 - MIDDLE_BITS - CHUNK_BITS;
  private static final int CHUNK_GRANULES = 1 << (CHUNK_BITS - GRANULE_BITS);

  private static final AtomicReferenceArray<AtomicReferenceArray<byte[]>> TOP =
      new AtomicReferenceArray<>(1 << TOP_BITS);

  private Shadow() {}

  static void open(long address, long bytes) {
    mark(address, bytes, (byte) 1);
  }

  static void close(long address, long bytes) {
    mark(address, bytes, (byte) 0);
  }

  static void check(long address, long bytes) {
    if (bytes < 0) {
      throw new IllegalStateException(
          "%d bytes at address 0x%x: a length is never negative".formatted(bytes, address));
    }
    if (bytes == 0) {
      return;
    }
    if (address < 0 || address >>> 48 != 0 || !isOpen(address, bytes)) {
      throw new IllegalStateException(
          "%d bytes at address 0x%x are not within a live block".formatted(bytes, address));
    }
  }

  private static boolean isOpen(long address, long bytes) {
    long last = (address + bytes - 1) >>> GRANULE_BITS;
    byte[] chunk = chunk(address >>> CHUNK_BITS);
    for (long granule = address >>> GRANULE_BITS; granule <= last; granule++) {
      int index = (int) granule & (CHUNK_GRANULES - 1);
      if (index == 0) {
        chunk = chunk(granule >>> (CHUNK_BITS - GRANULE_BITS));
      }
      if (chunk.length == 0 || chunk[index] == 0) {
        return false;
      }
    }
    return true;
  }

  private static final byte[] NOTHING = new byte[0];

  private static byte[] chunk(long number) {
    AtomicReferenceArray<byte[]> middle = TOP.get((int) (number >>> MIDDLE_BITS));
    if (middle == null) {
      return NOTHING;
    }
    byte[] chunk = middle.get((int) number & ((1 << MIDDLE_BITS) - 1));
    return chunk == null ? NOTHING : chunk;
  }

  private static void mark(long address, long bytes, byte value) {
    long last = (address + bytes - 1) >>> GRANULE_BITS;
    for (long granule = address >>> GRANULE_BITS; granule <= last; granule++) {
      byte[] chunk = chunkMade(granule >>> (CHUNK_BITS - GRANULE_BITS));
      chunk[(int) granule & (CHUNK_GRANULES - 1)] = value;
    }
  }

  private static byte[] chunkMade(long number) {
    byte[] found = chunk(number);
    if (found.length != 0) {
      return found;
    }
    synchronized (TOP) {
      int top = (int) (number >>> MIDDLE_BITS);
      AtomicReferenceArray<byte[]> middle = TOP.get(top);
      if (middle == null) {
        middle = new AtomicReferenceArray<>(1 << MIDDLE_BITS);
        TOP.set(top, middle);
      }
      int index = (int) number & ((1 << MIDDLE_BITS) - 1);
      byte[] chunk = middle.get(index);
      if (chunk == null) {
        chunk = new byte[CHUNK_GRANULES];
        middle.set(index, chunk);
      }
      return chunk;
    }
  }
}
