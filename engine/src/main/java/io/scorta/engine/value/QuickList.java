package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// A long list: a chain of [Listpack]s, none of them above the size that the parameter allows,
/// except for a single element that is larger alone.
///
/// ```
/// node | previous, 8 | next, 8 | listpack, 8 |
/// ```
final class QuickList {
  static final int NODE_BYTES = 24;
  static final int PREVIOUS = 0;
  static final int NEXT = 8;
  static final int PACK = 16;

  /// What an entry may need beside its text, as a safe estimate.
  private static final int ENTRY_OVERHEAD = 8;

  private static final int[] SIZE_LIMITS = {4096, 8192, 16384, 32768, 65536};
  private static final int SIZE_LIMIT_WITH_COUNT = 8192;
  private static final int COUNT_MAX = 0xfffe;

  private QuickList() {}

  /// Whether a listpack of this size and count is above the limit of `list-max-listpack-size`.
  static boolean exceeds(int limit, long bytes, long count) {
    if (limit < 0) {
      return bytes > sizeLimit(limit) || count > COUNT_MAX;
    }
    return count > Math.max(limit, 1) || bytes > SIZE_LIMIT_WITH_COUNT;
  }

  /// As [#exceeds], with half of the limit: a list that shrinks turns back later than it grew.
  static boolean exceedsHalf(int limit, long bytes, long count) {
    if (limit < 0) {
      return bytes > sizeLimit(limit) / 2;
    }
    return count > Math.max(limit, 1) / 2;
  }

  private static int sizeLimit(int limit) {
    return SIZE_LIMITS[Math.min(-limit, SIZE_LIMITS.length) - 1];
  }

  /// Makes a quicklist of the one listpack that the value has.
  static void convert(Workbench bench, long value) {
    long pack = Memory.getLong(value + Value.PACK);
    Value.enlarge(bench, value, Value.QUICKLIST);
    long node = link(bench, value, 0, 0);
    Memory.putLong(node + PACK, pack);
  }

  /// Makes the one node's listpack the whole value again.
  static void convertBack(Workbench bench, long value) {
    long node = Memory.getLong(Value.body(value) + Value.FIRST);
    long pack = Memory.getLong(node + PACK);
    Value.release(bench, value, node, NODE_BYTES);
    Value.reduce(bench, value, Value.LISTPACK, pack);
  }

  /// Whether an element has a node for itself.
  static boolean isLarge(int limit, int length) {
    return length > (limit < 0 ? sizeLimit(limit) : SIZE_LIMIT_WITH_COUNT);
  }

  /// Joins small neighbours of a node that was split, and the node with them, where they fit.
  static void mergeAround(Workbench bench, long value, long node, int limit) {
    long before = Memory.getLong(node + PREVIOUS);
    long after = Memory.getLong(node + NEXT);
    if (before != 0) {
      merge(bench, value, Memory.getLong(before + PREVIOUS), before, limit);
    }
    if (after != 0) {
      merge(bench, value, after, Memory.getLong(after + NEXT), limit);
    }
    long left = Memory.getLong(node + PREVIOUS);
    long joined = merge(bench, value, left, node, limit) ? left : node;
    merge(bench, value, joined, Memory.getLong(joined + NEXT), limit);
  }

  /// Moves the right node's elements into the left one if they fit there, and tells whether.
  private static boolean merge(Workbench bench, long value, long left, long right, int limit) {
    if (left == 0 || right == 0) {
      return false;
    }
    long from = Memory.getLong(right + PACK);
    long to = Memory.getLong(left + PACK);
    long bytes = (long) Listpack.bytes(to) + Listpack.bytes(from) - Listpack.EMPTY_BYTES;
    if (exceeds(limit, bytes, (long) Listpack.count(to) + Listpack.count(from))) {
      return false;
    }
    for (int at = Listpack.first(from); at != Listpack.NONE; at = Listpack.next(from, at)) {
      Listpack.read(from, at, bench.second);
      Listpack.append(bench, value, left + PACK, bench.second);
    }
    dropNode(bench, value, right);
    return true;
  }

  static boolean allows(int limit, long node, Item item) {
    if (node == 0) {
      return false;
    }
    long pack = Memory.getLong(node + PACK);
    int bytes = item.length() + ENTRY_OVERHEAD;
    return !exceeds(limit, (long) Listpack.bytes(pack) + bytes, Listpack.count(pack) + 1L);
  }

  static void push(Workbench bench, long value, boolean atHead, Item item, int limit) {
    long node = Memory.getLong(Value.body(value) + (atHead ? Value.FIRST : Value.SECOND));
    if (!allows(limit, node, item)) {
      node = atHead ? addNode(bench, value, 0, node) : addNode(bench, value, node, 0);
    }
    long pack = Memory.getLong(node + PACK);
    int at = atHead ? Listpack.start(pack) : Listpack.end(pack);
    Listpack.insert(bench, value, node + PACK, at, item);
  }

  /// A node with an empty listpack between two neighbours, either of which may be 0.
  static long addNode(Workbench bench, long value, long before, long after) {
    long node = link(bench, value, before, after);
    Listpack.make(bench, value, node + PACK);
    return node;
  }

  /// Appends a node with a copy of a listpack; the count is left to the caller.
  static void appendCopy(Workbench bench, long value, long pack) {
    long node = link(bench, value, Memory.getLong(Value.body(value) + Value.SECOND), 0);
    long copy = Value.allocate(bench, value, Listpack.bytes(pack));
    Memory.copy(pack, copy, Listpack.bytes(pack));
    Memory.putLong(node + PACK, copy);
  }

  private static long link(Workbench bench, long value, long before, long after) {
    long node = Value.allocate(bench, value, NODE_BYTES);
    Memory.putLong(node + PREVIOUS, before);
    Memory.putLong(node + NEXT, after);
    Memory.putLong(before == 0 ? Value.body(value) + Value.FIRST : before + NEXT, node);
    Memory.putLong(after == 0 ? Value.body(value) + Value.SECOND : after + PREVIOUS, node);
    Memory.putInt(
        Value.body(value) + Value.EXTRA, Memory.getInt(Value.body(value) + Value.EXTRA) + 1);
    return node;
  }

  static void dropNode(Workbench bench, long value, long node) {
    long before = Memory.getLong(node + PREVIOUS);
    long after = Memory.getLong(node + NEXT);
    Memory.putLong(before == 0 ? Value.body(value) + Value.FIRST : before + NEXT, after);
    Memory.putLong(after == 0 ? Value.body(value) + Value.SECOND : after + PREVIOUS, before);
    Memory.putInt(
        Value.body(value) + Value.EXTRA, Memory.getInt(Value.body(value) + Value.EXTRA) - 1);
    Listpack.free(bench, value, node + PACK);
    Value.release(bench, value, node, NODE_BYTES);
  }

  /// Cuts the node in two before the entry at `at`, and answers the right part.
  static long split(Workbench bench, long value, long node, int at) {
    long right = addNode(bench, value, node, Memory.getLong(node + NEXT));
    long pack = Memory.getLong(node + PACK);
    int moved = 0;
    for (int from = at; from != Listpack.NONE; from = Listpack.next(pack, from)) {
      Listpack.read(pack, from, bench.second);
      Listpack.append(bench, value, right + PACK, bench.second);
      moved++;
    }
    Listpack.deleteRange(bench, value, node + PACK, at, moved);
    return right;
  }

  static boolean discard(Workbench bench, long value, int elements) {
    int freed = 0;
    while (Memory.getLong(Value.body(value) + Value.FIRST) != 0) {
      if (freed >= elements) {
        return false;
      }
      long node = Memory.getLong(Value.body(value) + Value.FIRST);
      freed += Listpack.count(Memory.getLong(node + PACK));
      dropNode(bench, value, node);
    }
    return true;
  }

  static void check(long value) {
    long before = 0;
    int counted = 0;
    int nodes = 0;
    for (long node = Memory.getLong(Value.body(value) + Value.FIRST);
        node != 0;
        node = Memory.getLong(node + NEXT)) {
      long pack = Memory.getLong(node + PACK);
      Listpack.check(pack);
      if (Memory.getLong(node + PREVIOUS) != before || Listpack.count(pack) == 0) {
        throw new IllegalStateException("node " + nodes + " is empty or does not lead back");
      }
      counted += Listpack.count(pack);
      before = node;
      nodes++;
    }
    if (before != Memory.getLong(Value.body(value) + Value.SECOND)
        || nodes != Memory.getInt(Value.body(value) + Value.EXTRA)
        || counted != Value.count(value)) {
      throw new IllegalStateException(
          "%d elements in %d nodes, %d counted".formatted(counted, nodes, Value.count(value)));
    }
  }
}
