package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// One step of SSCAN, HSCAN or ZSCAN. A small collection is answered whole.
public final class Scan {
  /// Buckets looked at in one step for each element asked for, when most of them are empty.
  private static final int BUCKETS_PER_ELEMENT_MAX = 10;

  /// Sees each element; the items are there only until it returns. The second item is the content
  /// of a hash's field; the score counts for sorted sets only.
  public interface Visitor {
    void element(Item key, Item content, double score);
  }

  private Scan() {}

  /// Visits about `count` elements from the cursor on and answers the cursor to go on with, which
  /// is 0 at the end.
  public static long step(Workbench bench, long value, long cursor, long count, Visitor visitor) {
    int encoding = Value.encoding(value);
    if (encoding != Value.HASHTABLE && encoding != Value.SKIPLIST) {
      whole(bench, value, visitor);
      return 0;
    }
    int type = Value.type(value);
    EntryVisitor entries = new EntryVisitor(bench, value, type, visitor);
    long next = cursor;
    long buckets =
        count > Long.MAX_VALUE / BUCKETS_PER_ELEMENT_MAX
            ? Long.MAX_VALUE
            : count * BUCKETS_PER_ELEMENT_MAX;
    do {
      next = Table.scan(value, next, entries);
      buckets--;
    } while (next != 0 && buckets > 0 && entries.seen < count);
    return next;
  }

  private static void whole(Workbench bench, long value, Visitor visitor) {
    Item key = bench.first;
    Item content = bench.second;
    if (Value.type(value) == Value.SORTED_SET) {
      long pack = Memory.getLong(value + Value.PACK);
      int at = Listpack.first(pack);
      while (at != Listpack.NONE) {
        Listpack.read(pack, at, key);
        at = Listpack.next(pack, at);
        visitor.element(key, content, SortedSetValue.scoreAt(pack, at));
        at = Listpack.next(pack, at);
      }
      return;
    }
    Walk walk = new Walk();
    walk.start(value);
    boolean pairs = Value.type(value) == Value.HASH;
    while (pairs ? walk.next(key, content) : walk.next(key)) {
      visitor.element(key, content, 0);
    }
  }

  private static final class EntryVisitor implements Table.Visitor {
    private final Workbench bench;
    private final long value;
    private final int type;
    private final Visitor visitor;
    private long seen;

    EntryVisitor(Workbench bench, long value, int type, Visitor visitor) {
      this.bench = bench;
      this.value = value;
      this.type = type;
      this.visitor = visitor;
    }

    @Override
    public void entry(long entry) {
      seen++;
      bench.first.set(Entry.key(value, entry), Entry.keyBytes(entry));
      double score = 0;
      if (type == Value.HASH) {
        bench.second.set(Entry.value(entry), Entry.valueBytes(entry));
      } else if (type == Value.SORTED_SET) {
        score = SkipList.score(entry);
      }
      visitor.element(bench.first, bench.second, score);
    }
  }
}
