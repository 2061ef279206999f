package io.scorta.engine.persist;

import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.value.EncodingLimits;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.PublicForm;
import io.scorta.engine.value.SortedWalk;
import io.scorta.engine.value.Value;
import io.scorta.engine.value.Walk;
import io.scorta.engine.value.Workbench;

/// Writes the value of a record: its type, then its content.
final class ValueWriter {
  private final Workbench bench;
  private final Item first;
  private final Item second;
  private final Walk walk = new Walk();
  private final SortedWalk sortedWalk = new SortedWalk();

  ValueWriter(Workbench bench) {
    this.bench = bench;
    this.first = new Item(bench.allocator());
    this.second = new Item(bench.allocator());
  }

  void write(RdbWriter out, long record, EncodingLimits limits) {
    if (RecordBlock.type(record) != RecordBlock.STRING) {
      writeCollection(out, RecordBlock.collection(record), limits);
      return;
    }
    out.out().put(RdbType.STRING);
    if (RecordBlock.encoding(record) == RecordBlock.INT) {
      first.setNumber(RecordBlock.number(record));
    } else {
      first.set(RecordBlock.value(record), RecordBlock.valueLength(record));
    }
    out.string(first);
  }

  void writeCollection(RdbWriter out, long value, EncodingLimits limits) {
    switch (Value.type(value)) {
      case Value.LIST -> writeList(out, value, limits);
      case Value.SET -> writeSet(out, value);
      case Value.HASH -> writeHash(out, value);
      case Value.STREAM -> new StreamWriter(out, first).write(value);
      default -> writeSortedSet(out, value);
    }
  }

  private void writeList(RdbWriter out, long value, EncodingLimits limits) {
    out.out().put(RdbType.LIST_OF_LISTPACKS);
    out.length(PublicForm.packs(value));
    for (long pack = PublicForm.firstPack(value); pack != 0; ) {
      if (PublicForm.isLarge(pack, limits, first)) {
        out.length(RdbType.NODE_PLAIN);
        out.string(first);
      } else {
        out.length(RdbType.NODE_PACKED);
        out.bytes(PublicForm.address(pack), PublicForm.bytes(pack));
      }
      pack = PublicForm.nextPack(value, pack);
    }
  }

  private void writeSet(RdbWriter out, long value) {
    switch (Value.encoding(value)) {
      case Value.INTSET -> writeBlock(out, RdbType.SET_INTSET, value);
      case Value.LISTPACK -> writeBlock(out, RdbType.SET_LISTPACK, value);
      default -> {
        out.out().put(RdbType.SET);
        out.length(Value.count(value));
        walk.start(value);
        while (walk.next(first)) {
          out.string(first);
        }
      }
    }
  }

  private static void writeBlock(RdbWriter out, int type, long value) {
    out.out().put(type);
    out.bytes(PublicForm.block(value), PublicForm.blockBytes(value));
  }

  private void writeHash(RdbWriter out, long value) {
    if (Value.encoding(value) == Value.LISTPACK) {
      writeBlock(out, RdbType.HASH_LISTPACK, value);
      return;
    }
    out.out().put(RdbType.HASH);
    out.length(Value.count(value));
    walk.start(value);
    while (walk.next(first, second)) {
      out.string(first);
      out.string(second);
    }
  }

  /// A large set goes from the greatest to the least, so that a reader adds at one end.
  private void writeSortedSet(RdbWriter out, long value) {
    if (Value.encoding(value) == Value.SKIPLIST) {
      out.out().put(RdbType.SORTED_SET);
      out.length(Value.count(value));
      sortedWalk.start(value, Value.count(value) - 1, true);
      while (sortedWalk.next(first)) {
        out.string(first);
        out.real(sortedWalk.score());
      }
      return;
    }
    long copy = PublicForm.withTextScores(bench, value);
    writeBlock(out, RdbType.SORTED_SET_LISTPACK, copy);
    Value.free(bench, copy);
  }
}
