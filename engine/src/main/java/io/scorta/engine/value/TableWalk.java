package io.scorta.engine.value;

/// Goes over all entries of a [Table] that does not change meanwhile.
final class TableWalk {
  private long value;
  private int index;
  private long bucket;
  private int slot;

  void start(long table) {
    value = table;
    index = 0;
    bucket = Table.bucketAt(table, 0);
    slot = 0;
  }

  /// The next entry, or 0 after the last.
  long next() {
    while (bucket != 0) {
      while (slot < Table.SLOTS) {
        long entry = Table.entryAt(bucket, slot++);
        if (entry != 0) {
          return entry;
        }
      }
      slot = 0;
      bucket = Table.chained(bucket);
      if (bucket == 0) {
        bucket = Table.bucketAt(value, ++index);
      }
    }
    return 0;
  }
}
