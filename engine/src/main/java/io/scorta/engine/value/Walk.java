package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// Goes over the members of a set or the fields of a hash that does not change meanwhile, in the
/// order of the encoding.
public final class Walk {
  private final TableWalk table = new TableWalk();
  private long value;
  private int encoding;
  private long block;
  private int at;
  private int left;

  public void start(long collection) {
    value = collection;
    encoding = Value.encoding(collection);
    block = Memory.getLong(collection + Value.PACK);
    left = Value.count(collection);
    switch (encoding) {
      case Value.INTSET -> at = 0;
      case Value.LISTPACK -> at = Listpack.first(block);
      default -> table.start(collection);
    }
  }

  /// Reads the next member of a set; false after the last.
  public boolean next(Item member) {
    if (left == 0) {
      return false;
    }
    left--;
    switch (encoding) {
      case Value.INTSET -> member.setNumber(IntSet.get(block, at++));
      case Value.LISTPACK -> {
        Listpack.read(block, at, member);
        at = Listpack.next(block, at);
      }
      default -> {
        long entry = table.next();
        member.set(Entry.key(value, entry), Entry.keyBytes(entry));
      }
    }
    return true;
  }

  /// Reads the next field of a hash; false after the last.
  public boolean next(Item field, Item content) {
    if (left == 0) {
      return false;
    }
    left--;
    if (encoding == Value.LISTPACK) {
      Listpack.read(block, at, field);
      at = Listpack.next(block, at);
      Listpack.read(block, at, content);
      at = Listpack.next(block, at);
    } else {
      long entry = table.next();
      field.set(Entry.key(value, entry), Entry.keyBytes(entry));
      content.set(Entry.value(entry), Entry.valueBytes(entry));
    }
    return true;
  }
}
