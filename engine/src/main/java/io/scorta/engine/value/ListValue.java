package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// Lists: one [Listpack] while small, a [QuickList] above the limit.
///
/// An item that is put in must not lie in the same value. Before elements are pushed, [#growing]
/// hears of all of them at once, as the encoding depends on the sum.
public final class ListValue {
  private ListValue() {}

  public static long make(Workbench bench) {
    long value = Value.make(bench, Value.LIST, Value.LISTPACK);
    Listpack.make(bench, value, value + Value.PACK);
    return value;
  }

  public static void push(
      Workbench bench, long value, boolean atHead, Item item, EncodingLimits limits) {
    if (Value.encoding(value) == Value.QUICKLIST) {
      QuickList.push(bench, value, atHead, item, limits.listListpackSize());
    } else {
      long pack = Memory.getLong(value + Value.PACK);
      int at = atHead ? Listpack.start(pack) : Listpack.end(pack);
      Listpack.insert(bench, value, value + Value.PACK, at, item);
    }
    Value.addCount(value, 1);
  }

  /// Converts the list if it would become too large for one block by elements that are about to
  /// come: `bytes` is the sum of their lengths.
  public static void growing(Workbench bench, long value, long bytes, int count, int limit) {
    if (Value.encoding(value) != Value.LISTPACK) {
      return;
    }
    long pack = Memory.getLong(value + Value.PACK);
    if (QuickList.exceeds(limit, Listpack.bytes(pack) + bytes, (long) Value.count(value) + count)) {
      if (Value.count(value) == 0) {
        Listpack.free(bench, value, value + Value.PACK);
        Value.enlarge(bench, value, Value.QUICKLIST);
      } else {
        QuickList.convert(bench, value);
      }
    }
  }

  /// Turns a list that became small by removal into one block again.
  public static void shrinking(Workbench bench, long value, EncodingLimits limits) {
    if (Value.encoding(value) != Value.QUICKLIST
        || Memory.getInt(Value.body(value) + Value.EXTRA) != 1) {
      return;
    }
    long pack = Memory.getLong(Memory.getLong(Value.body(value) + Value.FIRST) + QuickList.PACK);
    int limit = limits.listListpackSize();
    if (!QuickList.exceedsHalf(limit, Listpack.bytes(pack), Value.count(value))) {
      QuickList.convertBack(bench, value);
    }
  }

  /// Reads an end of a list that is not empty.
  public static void peek(Workbench bench, long value, boolean atHead, Item item) {
    ListWalk walk = bench.listWalk;
    walk.start(value, atHead ? 0 : -1, !atHead);
    walk.next(item);
  }

  /// Removes an end of a list that is not empty.
  public static void drop(Workbench bench, long value, boolean atHead) {
    ListWalk walk = bench.listWalk;
    walk.start(value, atHead ? 0 : -1, !atHead);
    walk.next(bench.first);
    walk.remove(bench);
  }

  /// Removes `count` elements from an index that is not negative.
  public static void removeRange(Workbench bench, long value, int index, int count) {
    if (count <= 0) {
      return;
    }
    if (Value.encoding(value) == Value.LISTPACK) {
      long pack = Memory.getLong(value + Value.PACK);
      int at = Listpack.seek(pack, index);
      Listpack.deleteRange(bench, value, value + Value.PACK, at, count);
    } else {
      removeFromNodes(bench, value, index, count);
    }
    Value.addCount(value, -count);
  }

  private static void removeFromNodes(Workbench bench, long value, int index, int count) {
    long node = Memory.getLong(Value.body(value) + Value.FIRST);
    int skip = index;
    int left = count;
    while (left > 0) {
      long pack = Memory.getLong(node + QuickList.PACK);
      long next = Memory.getLong(node + QuickList.NEXT);
      int here = Listpack.count(pack);
      if (skip >= here) {
        skip -= here;
      } else {
        int some = Math.min(left, here - skip);
        if (some == here) {
          QuickList.dropNode(bench, value, node);
        } else {
          int at = Listpack.seek(pack, skip);
          Listpack.deleteRange(bench, value, node + QuickList.PACK, at, some);
        }
        skip = 0;
        left -= some;
      }
      node = next;
    }
  }

  /// Stops loudly if the structure is not what it says.
  public static void check(long value) {
    if (Value.encoding(value) == Value.QUICKLIST) {
      QuickList.check(value);
      return;
    }
    long pack = Memory.getLong(value + Value.PACK);
    Listpack.check(pack);
    if (Listpack.count(pack) != Value.count(value)) {
      throw new IllegalStateException("the listpack and the value count differently");
    }
  }
}
