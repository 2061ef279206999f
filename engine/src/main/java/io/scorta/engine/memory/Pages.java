package io.scorta.engine.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Whole pages from the system: mmap on Linux, an arena for each request elsewhere.
///
/// An arena zeroes what it gives, so elsewhere all of it is resident at once; that is accepted.
final class Pages {
  static final int PAGE_BYTES = 4096;

  private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int MADV_DONTNEED = 4;
  private static final long FAILED = 0;

  private static final MethodHandle MMAP =
      call(
          "mmap",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle MUNMAP =
      call(
          "munmap",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final MethodHandle MADVISE =
      call(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private static final ConcurrentMap<Long, Arena> ARENAS = new ConcurrentHashMap<>();

  private Pages() {}

  /// Pages at a multiple of `alignment` (a power of two), or 0 when the system gives none.
  static long map(long bytes, long alignment) {
    if (!LINUX) {
      return mapByArena(bytes, alignment);
    }
    long address = mmap(bytes);
    if (address == FAILED || (address & (alignment - 1)) == 0) {
      return address;
    }
    unmap(address, bytes);
    long wide = mmap(bytes + alignment);
    if (wide == FAILED) {
      return FAILED;
    }
    long aligned = (wide + alignment - 1) & -alignment;
    if (aligned > wide) {
      unmap(wide, aligned - wide);
    }
    unmap(aligned + bytes, wide + alignment - aligned);
    return aligned;
  }

  static void unmap(long address, long bytes) {
    if (!LINUX) {
      Arena arena = ARENAS.remove(address);
      if (arena != null) {
        arena.close();
      }
      return;
    }
    try {
      int result = (int) MUNMAP.invokeExact(address, bytes);
      if (result != 0) {
        throw new IllegalStateException(
            "munmap of %d bytes at 0x%x was refused".formatted(bytes, address));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("munmap cannot be called", e);
    }
  }

  /// Gives the frames behind pages back to the system; the pages stay and read as zero.
  static void release(long address, long bytes) {
    if (!LINUX) {
      return;
    }
    try {
      int result = (int) MADVISE.invokeExact(address, bytes, MADV_DONTNEED);
      if (result != 0) {
        throw new IllegalStateException(
            "madvise of %d bytes at 0x%x was refused".formatted(bytes, address));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("madvise cannot be called", e);
    }
  }

  private static long mmap(long bytes) {
    try {
      long address =
          (long) MMAP.invokeExact(0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
      return address == -1 ? FAILED : address;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("mmap cannot be called", e);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // it lives until unmap
  private static long mapByArena(long bytes, long alignment) {
    Arena arena = Arena.ofShared();
    try {
      MemorySegment segment = arena.allocate(bytes, alignment);
      ARENAS.put(segment.address(), arena);
      return segment.address();
    } catch (OutOfMemoryError e) {
      arena.close();
      return FAILED;
    }
  }

  private static MethodHandle call(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(symbol -> linker.downcallHandle(symbol, descriptor))
        .orElseGet(() -> MethodHandles.empty(descriptor.toMethodType()));
  }
}
