package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// What a [Table] leads to: a key with a value, or a node of a [SkipList], which has the key too.
///
/// ```
/// set, hash   | key bytes, 4 | value bytes, 4 | key | value |
/// sorted set  | key bytes, 4 | levels, 4 | score, 8 | back, 8 | next and span, 16 each | key |
/// ```
final class Entry {
  static final int KEY_BYTES = 0;
  static final int VALUE_BYTES = 4;
  static final int HEADER_BYTES = 8;

  static final int LEVELS = 4;
  static final int SCORE = 8;
  static final int BACK = 16;
  static final int LINKS = 24;
  static final int LINK_BYTES = 16;

  private Entry() {}

  static int keyBytes(long entry) {
    return Memory.getInt(entry + KEY_BYTES);
  }

  static long key(long value, long entry) {
    return Value.type(value) == Value.SORTED_SET ? nodeKey(entry) : entry + HEADER_BYTES;
  }

  static long nodeKey(long node) {
    return node + LINKS + (long) Memory.getInt(node + LEVELS) * LINK_BYTES;
  }

  static int valueBytes(long entry) {
    return Memory.getInt(entry + VALUE_BYTES);
  }

  static long value(long entry) {
    return entry + HEADER_BYTES + keyBytes(entry);
  }

  static long make(Workbench bench, long value, Item key, Item content) {
    int keyBytes = key.length();
    int contentBytes = content.length();
    long entry = Value.allocate(bench, value, bytes(keyBytes, contentBytes));
    Memory.putInt(entry + KEY_BYTES, keyBytes);
    Memory.putInt(entry + VALUE_BYTES, contentBytes);
    Memory.copy(key.address(), entry + HEADER_BYTES, keyBytes);
    Memory.copy(content.address(), entry + HEADER_BYTES + keyBytes, contentBytes);
    return entry;
  }

  static long make(Workbench bench, long value, Item key) {
    int keyBytes = key.length();
    long entry = Value.allocate(bench, value, bytes(keyBytes, 0));
    Memory.putInt(entry + KEY_BYTES, keyBytes);
    Memory.putInt(entry + VALUE_BYTES, 0);
    Memory.copy(key.address(), entry + HEADER_BYTES, keyBytes);
    return entry;
  }

  static int bytes(int keyBytes, int valueBytes) {
    return Math.addExact(HEADER_BYTES + keyBytes, valueBytes);
  }

  static void free(Workbench bench, long value, long entry) {
    int bytes =
        Value.type(value) == Value.SORTED_SET
            ? nodeBytes(Memory.getInt(entry + LEVELS), keyBytes(entry))
            : bytes(keyBytes(entry), valueBytes(entry));
    Value.release(bench, value, entry, bytes);
  }

  static int nodeBytes(int levels, int keyBytes) {
    return LINKS + levels * LINK_BYTES + keyBytes;
  }
}
