package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// A second value with the same elements and the same encoding, for COPY.
public final class ValueCopy {
  private ValueCopy() {}

  public static long of(Workbench bench, long value) {
    if (Value.type(value) == Value.STREAM) {
      return StreamCopy.of(bench, value);
    }
    long copy = Value.make(bench, Value.type(value), Value.encoding(value));
    switch (Value.encoding(value)) {
      case Value.QUICKLIST -> copyNodes(bench, value, copy);
      case Value.HASHTABLE -> copyTable(bench, value, copy);
      case Value.SKIPLIST -> copySkipList(bench, value, copy);
      case Value.INTSET -> {
        long block = Memory.getLong(value + Value.PACK);
        copyBlock(bench, copy, block, IntSet.blockBytes(block));
      }
      default -> {
        long block = Memory.getLong(value + Value.PACK);
        copyBlock(bench, copy, block, Listpack.bytes(block));
      }
    }
    Value.setCount(copy, Value.count(value));
    return copy;
  }

  private static void copyBlock(Workbench bench, long copy, long block, int bytes) {
    long made = Value.allocate(bench, copy, bytes);
    Memory.copy(block, made, bytes);
    Memory.putLong(copy + Value.PACK, made);
  }

  private static void copyNodes(Workbench bench, long value, long copy) {
    long node = Memory.getLong(Value.body(value) + Value.FIRST);
    while (node != 0) {
      long pack = Memory.getLong(node + QuickList.PACK);
      QuickList.appendCopy(bench, copy, pack);
      node = Memory.getLong(node + QuickList.NEXT);
    }
  }

  private static void copyTable(Workbench bench, long value, long copy) {
    Table.make(bench, copy, Value.count(value));
    TableWalk walk = new TableWalk();
    walk.start(value);
    for (long entry = walk.next(); entry != 0; entry = walk.next()) {
      int bytes = Entry.bytes(Entry.keyBytes(entry), Entry.valueBytes(entry));
      long made = Value.allocate(bench, copy, bytes);
      Memory.copy(entry, made, bytes);
      Table.add(bench, copy, made);
    }
  }

  private static void copySkipList(Workbench bench, long value, long copy) {
    SkipList.make(bench, copy, Value.count(value));
    long node = Value.count(value) == 0 ? 0 : SkipList.at(value, 0);
    while (node != 0) {
      SkipList.read(node, bench.second);
      SkipList.add(bench, copy, SkipList.score(node), bench.second);
      node = SkipList.next(node);
    }
  }
}
