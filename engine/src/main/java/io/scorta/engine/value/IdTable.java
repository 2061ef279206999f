package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// A sorted table from 128-bit numbers, the IDs of a stream's entries, to a few bytes each.
///
/// Entries stand in chunks, and the chunks' addresses in one array in order. Both are searched by
/// halves, so that an entry is found, added or removed in logarithmic time plus the move of a part
/// of one chunk.
///
/// ```
/// root  | content bytes of an entry, 4 | entries, 4 | chunks, 4 | room for chunks, 4 | array, 8 |
/// chunk | entries, 4 | room, 4 | entry | entry | …
/// entry | milliseconds, 8 | sequence, 8 | content |
/// ```
///
/// The address of an entry holds until the next addition or removal.
final class IdTable {
  static final int CONTENT = 16;

  private static final int ROOT_BYTES = 24;
  private static final int CONTENT_BYTES = 0;
  private static final int COUNT = 4;
  private static final int CHUNKS = 8;
  private static final int ROOM = 12;
  private static final int ARRAY = 16;

  private static final int USED = 0;
  private static final int CAPACITY = 4;
  private static final int ENTRIES = 8;

  private static final int CAPACITY_MIN = 4;
  private static final int CAPACITY_MAX = 64;
  private static final int CHUNKS_MIN = 4;

  private IdTable() {}

  static long make(Workbench bench, long value, int contentBytes) {
    long root = Value.allocate(bench, value, ROOT_BYTES);
    Memory.fill(root, ROOT_BYTES, (byte) 0);
    Memory.putInt(root + CONTENT_BYTES, contentBytes);
    return root;
  }

  static void free(Workbench bench, long value, long root) {
    while (chunks(root) > 0) {
      dropChunk(bench, value, root, chunks(root) - 1);
    }
    freeArray(bench, value, root);
    Value.release(bench, value, root, ROOT_BYTES);
  }

  private static void freeArray(Workbench bench, long value, long root) {
    long array = Memory.getLong(root + ARRAY);
    if (array != 0) {
      Value.release(bench, value, array, Memory.getInt(root + ROOM) * 8);
    }
  }

  static int count(long root) {
    return Memory.getInt(root + COUNT);
  }

  static int chunks(long root) {
    return Memory.getInt(root + CHUNKS);
  }

  static long chunk(long root, int index) {
    return Memory.getLong(Memory.getLong(root + ARRAY) + index * 8L);
  }

  static int used(long chunk) {
    return Memory.getInt(chunk + USED);
  }

  private static int entryBytes(long root) {
    return CONTENT + Memory.getInt(root + CONTENT_BYTES);
  }

  static long entry(long root, long chunk, int slot) {
    return chunk + ENTRIES + (long) slot * entryBytes(root);
  }

  static long millis(long entry) {
    return Memory.getLong(entry);
  }

  static long sequence(long entry) {
    return Memory.getLong(entry + 8);
  }

  /// Orders an entry and an ID.
  static int compare(long entry, long millis, long sequence) {
    return StreamId.compare(millis(entry), sequence(entry), millis, sequence);
  }

  /// The place of the first entry that is not before an ID: the number of its chunk in the upper 32
  /// bits, its slot in the lower ones. The slot may be behind the last of its chunk.
  static long place(long root, long millis, long sequence) {
    int low = 0;
    int high = chunks(root) - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (compare(entry(root, chunk(root, middle), 0), millis, sequence) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (high < 0) {
      return 0;
    }
    long chunk = chunk(root, low);
    int first = 0;
    int end = used(chunk);
    while (first < end) {
      int middle = first + end >>> 1;
      if (compare(entry(root, chunk, middle), millis, sequence) < 0) {
        first = middle + 1;
      } else {
        end = middle;
      }
    }
    return (long) low << 32 | first;
  }

  /// The entry with this ID, or 0.
  static long find(long root, long millis, long sequence) {
    if (count(root) == 0) {
      return 0;
    }
    long place = place(root, millis, sequence);
    long chunk = chunk(root, (int) (place >>> 32));
    int slot = (int) place;
    if (slot == used(chunk)) {
      return 0;
    }
    long entry = entry(root, chunk, slot);
    return compare(entry, millis, sequence) == 0 ? entry : 0;
  }

  static long first(long root) {
    return count(root) == 0 ? 0 : entry(root, chunk(root, 0), 0);
  }

  static long last(long root) {
    if (count(root) == 0) {
      return 0;
    }
    long chunk = chunk(root, chunks(root) - 1);
    return entry(root, chunk, used(chunk) - 1);
  }

  /// Adds an ID that is not there and answers its entry; the content is zero.
  static long add(Workbench bench, long value, long root, long millis, long sequence) {
    if (chunks(root) == 0) {
      insertChunk(bench, value, root, 0, CAPACITY_MIN);
    }
    long place = place(root, millis, sequence);
    int index = (int) (place >>> 32);
    int slot = (int) place;
    long chunk = chunk(root, index);
    if (used(chunk) == Memory.getInt(chunk + CAPACITY)) {
      if (used(chunk) < CAPACITY_MAX) {
        chunk = grow(bench, value, root, index);
      } else if (slot == CAPACITY_MAX && index == chunks(root) - 1) {
        // IDs mostly ascend: a full last chunk stays full.
        index++;
        slot = 0;
        chunk = insertChunk(bench, value, root, index, CAPACITY_MAX);
      } else {
        split(bench, value, root, index);
        if (slot > CAPACITY_MAX / 2) {
          index++;
          slot -= CAPACITY_MAX / 2;
        }
        chunk = chunk(root, index);
      }
    }
    int bytes = entryBytes(root);
    long entry = entry(root, chunk, slot);
    Memory.copy(entry, entry + bytes, (used(chunk) - slot) * bytes);
    Memory.fill(entry, bytes, (byte) 0);
    Memory.putLong(entry, millis);
    Memory.putLong(entry + 8, sequence);
    Memory.putInt(chunk + USED, used(chunk) + 1);
    Memory.putInt(root + COUNT, count(root) + 1);
    return entry;
  }

  /// Removes an ID and tells whether it was there.
  static boolean remove(Workbench bench, long value, long root, long millis, long sequence) {
    long entry = find(root, millis, sequence);
    if (entry == 0) {
      return false;
    }
    int index = (int) (place(root, millis, sequence) >>> 32);
    long chunk = chunk(root, index);
    int bytes = entryBytes(root);
    long end = entry(root, chunk, used(chunk));
    Memory.copy(entry + bytes, entry, (int) (end - entry - bytes));
    Memory.putInt(chunk + USED, used(chunk) - 1);
    Memory.putInt(root + COUNT, count(root) - 1);
    if (used(chunk) == 0) {
      dropChunk(bench, value, root, index);
    } else if (used(chunk) < CAPACITY_MAX / 4) {
      join(bench, value, root, index);
    }
    return true;
  }

  private static int chunkBytes(long root, int capacity) {
    return ENTRIES + capacity * entryBytes(root);
  }

  private static long makeChunk(Workbench bench, long value, long root, int capacity) {
    long chunk = Value.allocate(bench, value, chunkBytes(root, capacity));
    Memory.putInt(chunk + USED, 0);
    Memory.putInt(chunk + CAPACITY, capacity);
    return chunk;
  }

  private static long insertChunk(Workbench bench, long value, long root, int index, int capacity) {
    int chunks = chunks(root);
    int room = Memory.getInt(root + ROOM);
    if (chunks == room) {
      int more = Math.max(CHUNKS_MIN, Math.multiplyExact(room, 2));
      long array = Value.allocate(bench, value, Math.multiplyExact(more, 8));
      if (room > 0) {
        Memory.copy(Memory.getLong(root + ARRAY), array, chunks * 8);
      }
      freeArray(bench, value, root);
      Memory.putLong(root + ARRAY, array);
      Memory.putInt(root + ROOM, more);
    }
    long at = Memory.getLong(root + ARRAY) + index * 8L;
    Memory.copy(at, at + 8, (chunks - index) * 8);
    long chunk = makeChunk(bench, value, root, capacity);
    Memory.putLong(at, chunk);
    Memory.putInt(root + CHUNKS, chunks + 1);
    return chunk;
  }

  private static void dropChunk(Workbench bench, long value, long root, int index) {
    long chunk = chunk(root, index);
    Value.release(bench, value, chunk, chunkBytes(root, Memory.getInt(chunk + CAPACITY)));
    long at = Memory.getLong(root + ARRAY) + index * 8L;
    int chunks = chunks(root);
    Memory.copy(at + 8, at, (chunks - index - 1) * 8);
    Memory.putInt(root + CHUNKS, chunks - 1);
  }

  private static long grow(Workbench bench, long value, long root, int index) {
    long old = chunk(root, index);
    int capacity = Memory.getInt(old + CAPACITY);
    long chunk = makeChunk(bench, value, root, capacity * 4);
    Memory.putInt(chunk + USED, used(old));
    Memory.copy(old + ENTRIES, chunk + ENTRIES, used(old) * entryBytes(root));
    Value.release(bench, value, old, chunkBytes(root, capacity));
    Memory.putLong(Memory.getLong(root + ARRAY) + index * 8L, chunk);
    return chunk;
  }

  private static void split(Workbench bench, long value, long root, int index) {
    long right = insertChunk(bench, value, root, index + 1, CAPACITY_MAX);
    long left = chunk(root, index);
    int half = CAPACITY_MAX / 2;
    Memory.copy(entry(root, left, half), right + ENTRIES, (used(left) - half) * entryBytes(root));
    Memory.putInt(right + USED, used(left) - half);
    Memory.putInt(left + USED, half);
  }

  /// Takes over the next chunk where both fit into one of full size.
  private static void join(Workbench bench, long value, long root, int index) {
    if (index + 1 >= chunks(root)) {
      return;
    }
    long left = chunk(root, index);
    long right = chunk(root, index + 1);
    int used = used(left);
    if (used + used(right) > Memory.getInt(left + CAPACITY)) {
      return;
    }
    Memory.copy(right + ENTRIES, entry(root, left, used), used(right) * entryBytes(root));
    Memory.putInt(left + USED, used + used(right));
    dropChunk(bench, value, root, index + 1);
  }

  static void check(long root) {
    int counted = 0;
    long before = 0;
    for (int i = 0; i < chunks(root); i++) {
      long chunk = chunk(root, i);
      for (int slot = 0; slot < used(chunk); slot++) {
        long entry = entry(root, chunk, slot);
        if (before != 0 && compare(before, millis(entry), sequence(entry)) >= 0) {
          throw new IllegalStateException("entry " + counted + " is not after the one before");
        }
        before = entry;
        counted++;
      }
    }
    if (counted != count(root)) {
      throw new IllegalStateException(counted + " entries, counted " + count(root));
    }
  }
}
