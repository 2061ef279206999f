package io.scorta.engine.value;

/// A place in an [IdTable] that does not change meanwhile.
final class IdWalk {
  private long root;
  private int chunk;
  private int slot;

  /// Stands before the first entry that is not before an ID.
  void start(long table, long millis, long sequence) {
    root = table;
    long place = IdTable.place(table, millis, sequence);
    chunk = (int) (place >>> 32);
    slot = (int) place;
  }

  /// The entry here, and steps on; 0 behind the last.
  long next() {
    while (chunk < IdTable.chunks(root)) {
      long at = IdTable.chunk(root, chunk);
      if (slot < IdTable.used(at)) {
        return IdTable.entry(root, at, slot++);
      }
      chunk++;
      slot = 0;
    }
    return 0;
  }

  /// The entry before this place, and steps back; 0 before the first.
  long previous() {
    while (slot == 0) {
      if (chunk == 0) {
        return 0;
      }
      chunk--;
      slot = IdTable.used(IdTable.chunk(root, chunk));
    }
    slot--;
    return IdTable.entry(root, IdTable.chunk(root, chunk), slot);
  }
}
