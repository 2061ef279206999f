package io.scorta.engine.memory;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Gives out blocks of off-heap memory. Each event loop has its own, used by that thread alone.
///
/// Small blocks come from slabs of 2 MiB, each of one size class; larger ones get pages of their
/// own. A slab is carved from its start as needed, so untouched pages cost nothing, and keeps a
/// list of its free blocks, so an empty slab is known at once.
///
/// ```
/// slab   | page with the header, at one of 64 places | block | block | … | not carved yet |
/// header | owner | class | free list | live | carved | next | previous |
/// ```
///
/// ## Blocks of another allocator
///
/// [#free] may be given a block that another allocator made: the block is pushed on the owner's
/// list of returns, and the owner takes that whole list at once when it next looks. Threads that
/// have no allocator use [#giveBack]. The list is linked through the returned blocks themselves and
/// therefore needs no bound of its own.
///
/// ## Accounting
///
/// A block counts with its real size, which [#blockBytes] tells. Large blocks are counted where
/// they are made and freed: the figure of one allocator may be off, the sum of all is right.
public final class Allocator implements AutoCloseable {
  /// How many allocators may exist at one time.
  public static final int ALLOCATORS_MAX = 4096;

  private static final int SLAB_BYTES = 2 << 20;
  private static final int HEADER_PAGE = Pages.PAGE_BYTES;
  private static final int DRAIN_INTERVAL = 64;
  private static final byte POISON = (byte) 0xdb;
  private static final long POISON_WORD = 0xdbdbdbdbdbdbdbdbL;

  // Offsets within a slab's header.
  private static final int OWNER = 0;
  private static final int CLASS = 4;
  private static final int FREE = 8;
  private static final int LIVE = 16;
  private static final int CARVED = 20;
  private static final int NEXT = 24;
  private static final int PREVIOUS = 32;
  private static final int LISTED = 40;

  private static final AtomicReferenceArray<Allocator> ALL =
      new AtomicReferenceArray<>(ALLOCATORS_MAX);

  private final int number;

  /// First of the slabs of a class that have room; 0 if none.
  private final long[] open = new long[SizeClasses.COUNT];

  /// Blocks that others gave back, linked through their first word. Owner: any thread pushes by
  /// compare-and-set, only the allocator's thread takes, and it takes all.
  private final AtomicLong returns = new AtomicLong();

  private long[] slabs = new long[16];
  private int slabCount;
  private long empty;
  private long usedBytes;
  private long reservedBytes;
  private int untilDrain = DRAIN_INTERVAL;

  public Allocator() {
    number = enlist();
  }

  private int enlist() {
    for (int i = 0; i < ALLOCATORS_MAX; i++) {
      if (ALL.compareAndSet(i, null, this)) {
        return i;
      }
    }
    throw new IllegalStateException(
        "%d allocators exist already: close one first".formatted(ALLOCATORS_MAX));
  }

  /// The real size of the block that a request for `bytes` gets.
  public static int blockBytes(int bytes) {
    if (bytes <= SizeClasses.BLOCK_BYTES_MAX) {
      return SizeClasses.bytes(SizeClasses.of(bytes));
    }
    long pages = ((long) bytes + Pages.PAGE_BYTES - 1) & -Pages.PAGE_BYTES;
    return (int) Math.min(pages, Integer.MAX_VALUE & -Pages.PAGE_BYTES);
  }

  /// A block of at least `bytes`, aligned to 16, with any content.
  public long allocate(int bytes) {
    if (bytes < 0 || bytes > blockBytes(bytes)) {
      throw new IllegalArgumentException("%d bytes are not the size of a block".formatted(bytes));
    }
    if (bytes > SizeClasses.BLOCK_BYTES_MAX) {
      return allocatePages(blockBytes(bytes));
    }
    if (--untilDrain <= 0) {
      drain();
    }
    int sizeClass = SizeClasses.of(bytes);
    long slab = open[sizeClass];
    if (slab == 0) {
      drain();
      slab = open[sizeClass];
      if (slab == 0) {
        slab = openSlab(sizeClass);
      }
    }
    return take(slab, sizeClass);
  }

  /// Ends a block that [#allocate] gave for this size, or for a size with the same block size.
  public void free(long block, int bytes) {
    if (bytes > SizeClasses.BLOCK_BYTES_MAX) {
      freePages(block, blockBytes(bytes));
      return;
    }
    long header = header(slabOf(block));
    int owner = Memory.getIntUnchecked(header + OWNER);
    closeBlock(block, bytes, header);
    if (owner == number) {
      put(block, header);
    } else {
      pushReturn(owner, block);
    }
  }

  /// Ends a block from any thread, also one that has no allocator.
  public static void giveBack(long block, int bytes) {
    long header = header(slabOf(block));
    if (bytes > SizeClasses.BLOCK_BYTES_MAX) {
      throw new IllegalArgumentException(
          "%d bytes: large blocks are freed through an allocator".formatted(bytes));
    }
    closeBlock(block, bytes, header);
    pushReturn(Memory.getIntUnchecked(header + OWNER), block);
  }

  /// The sum of the sizes of all live blocks.
  public long usedBytes() {
    return usedBytes;
  }

  /// What is held from the system: slabs in use or just emptied, and large blocks.
  public long reservedBytes() {
    return reservedBytes;
  }

  /// Takes the blocks that others gave back, then gives the memory of empty slabs to the system.
  public void trim() {
    drain();
    while (empty != 0) {
      long slab = empty;
      empty = Memory.getLongUnchecked(header(slab) + NEXT);
      Pages.release(slab + HEADER_PAGE, SLAB_BYTES - HEADER_PAGE);
      Memory.putLongUnchecked(header(slab) + NEXT, released);
      released = slab;
      reservedBytes -= SLAB_BYTES;
    }
  }

  /// Slabs whose memory the system has back, kept for the next need.
  private long released;

  /// Takes the blocks that other threads gave back.
  public void drain() {
    untilDrain = DRAIN_INTERVAL;
    if (returns.getPlain() == 0) {
      return;
    }
    long block = returns.getAndSet(0);
    while (block != 0) {
      long next = Memory.getLongUnchecked(block);
      if (Memory.CHECKED) {
        Memory.putLongUnchecked(block, POISON_WORD);
      }
      put(block, header(slabOf(block)));
      block = next;
    }
  }

  /// Gives all slabs back to the system. Blocks still in use end with them; large blocks must be
  /// freed before.
  @Override
  public void close() {
    drain();
    ALL.set(number, null);
    for (int i = 0; i < slabCount; i++) {
      Memory.unregister(slabs[i], SLAB_BYTES);
      Pages.unmap(slabs[i], SLAB_BYTES);
    }
    slabCount = 0;
    empty = 0;
    released = 0;
    usedBytes = 0;
    reservedBytes = 0;
    Arrays.fill(open, 0);
  }

  private long take(long slab, int sizeClass) {
    long header = header(slab);
    int blockBytes = SizeClasses.bytes(sizeClass);
    long block = Memory.getLongUnchecked(header + FREE);
    int carved = Memory.getIntUnchecked(header + CARVED);
    if (block != 0) {
      long next = Memory.getLongUnchecked(block);
      Memory.putLongUnchecked(header + FREE, next);
      if (Memory.CHECKED) {
        checkPoison(block, blockBytes);
      }
      if (next == 0 && carved + blockBytes > SLAB_BYTES) {
        unlist(slab, sizeClass);
      }
    } else {
      block = slab + carved;
      carved += blockBytes;
      Memory.putIntUnchecked(header + CARVED, carved);
      if (carved + blockBytes > SLAB_BYTES) {
        unlist(slab, sizeClass);
      }
    }
    Memory.putIntUnchecked(header + LIVE, Memory.getIntUnchecked(header + LIVE) + 1);
    usedBytes += blockBytes;
    Memory.register(block, blockBytes);
    return block;
  }

  private void put(long block, long header) {
    long slab = slabOf(block);
    int sizeClass = Memory.getIntUnchecked(header + CLASS);
    Memory.putLongUnchecked(block, Memory.getLongUnchecked(header + FREE));
    Memory.putLongUnchecked(header + FREE, block);
    usedBytes -= SizeClasses.bytes(sizeClass);
    int live = Memory.getIntUnchecked(header + LIVE) - 1;
    Memory.putIntUnchecked(header + LIVE, live);
    boolean listed = Memory.getIntUnchecked(header + LISTED) != 0;
    if (live == 0 && (open[sizeClass] != slab || Memory.getLongUnchecked(header + NEXT) != 0)) {
      // The last open slab of a class stays, so that one block going to and fro costs nothing.
      if (listed) {
        unlist(slab, sizeClass);
      }
      Memory.putLongUnchecked(header + NEXT, empty);
      empty = slab;
    } else if (!listed) {
      list(slab, sizeClass);
    }
  }

  private long openSlab(int sizeClass) {
    long slab;
    if (empty != 0) {
      slab = empty;
      empty = Memory.getLongUnchecked(header(slab) + NEXT);
    } else if (released != 0) {
      slab = released;
      released = Memory.getLongUnchecked(header(slab) + NEXT);
      reservedBytes += SLAB_BYTES;
    } else {
      slab = mapSlab();
    }
    long header = header(slab);
    Memory.putIntUnchecked(header + OWNER, number);
    Memory.putIntUnchecked(header + CLASS, sizeClass);
    Memory.putLongUnchecked(header + FREE, 0);
    Memory.putIntUnchecked(header + LIVE, 0);
    Memory.putIntUnchecked(header + CARVED, HEADER_PAGE);
    Memory.putIntUnchecked(header + LISTED, 0);
    list(slab, sizeClass);
    return slab;
  }

  private long mapSlab() {
    long slab = Pages.map(SLAB_BYTES, SLAB_BYTES);
    if (slab == 0) {
      throw new MemoryExhausted(SLAB_BYTES, reservedBytes);
    }
    if (slabCount == slabs.length) {
      slabs = Arrays.copyOf(slabs, slabCount * 2);
    }
    slabs[slabCount++] = slab;
    reservedBytes += SLAB_BYTES;
    return slab;
  }

  private void list(long slab, int sizeClass) {
    long header = header(slab);
    long first = open[sizeClass];
    Memory.putLongUnchecked(header + NEXT, first);
    Memory.putLongUnchecked(header + PREVIOUS, 0);
    Memory.putIntUnchecked(header + LISTED, 1);
    if (first != 0) {
      Memory.putLongUnchecked(header(first) + PREVIOUS, slab);
    }
    open[sizeClass] = slab;
  }

  private void unlist(long slab, int sizeClass) {
    long header = header(slab);
    long next = Memory.getLongUnchecked(header + NEXT);
    long previous = Memory.getLongUnchecked(header + PREVIOUS);
    if (previous == 0) {
      open[sizeClass] = next;
    } else {
      Memory.putLongUnchecked(header(previous) + NEXT, next);
    }
    if (next != 0) {
      Memory.putLongUnchecked(header(next) + PREVIOUS, previous);
    }
    Memory.putIntUnchecked(header + LISTED, 0);
  }

  private long allocatePages(int bytes) {
    long block = Pages.map(bytes, Pages.PAGE_BYTES);
    if (block == 0) {
      throw new MemoryExhausted(bytes, reservedBytes);
    }
    usedBytes += bytes;
    reservedBytes += bytes;
    Memory.register(block, bytes);
    return block;
  }

  private void freePages(long block, int bytes) {
    if (Memory.CHECKED) {
      Shadow.check(block, bytes);
    }
    Memory.unregister(block, bytes);
    Pages.unmap(block, bytes);
    usedBytes -= bytes;
    reservedBytes -= bytes;
  }

  private static void pushReturn(int owner, long block) {
    Allocator allocator = ALL.get(owner);
    if (allocator == null) {
      return;
    }
    long first;
    do {
      first = allocator.returns.get();
      Memory.putLongUnchecked(block, first);
    } while (!allocator.returns.compareAndSet(first, block));
  }

  /// In checked mode: a block that is not live, or of another size, is refused, and its content is
  /// overwritten so that a late reader notices.
  private static void closeBlock(long block, int bytes, long header) {
    if (!Memory.CHECKED) {
      return;
    }
    int blockBytes = blockBytes(bytes);
    Shadow.check(block, blockBytes);
    int real = SizeClasses.bytes(Memory.getIntUnchecked(header + CLASS));
    if (real != blockBytes) {
      throw new IllegalStateException(
          "the block at 0x%x has %d bytes, not %d".formatted(block, real, blockBytes));
    }
    Memory.fillUnchecked(block, blockBytes, POISON);
    Memory.unregister(block, blockBytes);
  }

  private static void checkPoison(long block, int blockBytes) {
    for (int i = 8; i < blockBytes; i += 8) {
      if (Memory.getLongUnchecked(block + i) != POISON_WORD) {
        throw new IllegalStateException(
            "the block at 0x%x was written at %d after it was freed".formatted(block, i));
      }
    }
  }

  private static long slabOf(long block) {
    return block & -SLAB_BYTES;
  }

  /// Headers stand at different places of their page, or all would compete for one cache set.
  private static long header(long slab) {
    return slab + ((slab >>> 21 & 63) << 6);
  }
}
