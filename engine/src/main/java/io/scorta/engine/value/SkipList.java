package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// The order of a large sorted set: by score, then by the bytes of the member.
///
/// A node stands on one or more levels, each with a quarter of the nodes of the level below. Each
/// link knows how many nodes of the lowest level it spans, so that a rank is a sum along the way.
/// The nodes are the entries of the value's [Table], which finds them by member; Entry draws them.
/// The head is a node on all levels without a member.
final class SkipList {
  static final int LEVELS_MAX = 32;

  private SkipList() {}

  static void make(Workbench bench, long value, int entriesExpected) {
    Table.make(bench, value, entriesExpected);
    long head = Value.allocate(bench, value, Entry.nodeBytes(LEVELS_MAX, 0));
    Memory.fill(head, Entry.nodeBytes(LEVELS_MAX, 0), (byte) 0);
    Memory.putInt(head + Entry.LEVELS, LEVELS_MAX);
    Memory.putLong(Value.body(value) + Value.HEAD, head);
    Memory.putLong(Value.body(value) + Value.TAIL, 0);
    Memory.putInt(Value.body(value) + Value.EXTRA, 1);
  }

  static boolean discard(Workbench bench, long value, int entries) {
    long head = Memory.getLong(Value.body(value) + Value.HEAD);
    if (head != 0) {
      Value.release(bench, value, head, Entry.nodeBytes(LEVELS_MAX, 0));
      Memory.putLong(Value.body(value) + Value.HEAD, 0);
    }
    return Table.discard(bench, value, entries);
  }

  static double score(long node) {
    return Memory.getDouble(node + Entry.SCORE);
  }

  static void read(long node, Item member) {
    member.set(Entry.nodeKey(node), Entry.keyBytes(node));
  }

  static long next(long node) {
    return link(node, 0);
  }

  /// The node before, or 0 at the first.
  static long previous(long node) {
    return Memory.getLong(node + Entry.BACK);
  }

  /// Adds a member that is not there yet.
  static void add(Workbench bench, long value, double score, Item member) {
    int levels = 1;
    long dice = bench.randomBits();
    while (levels < LEVELS_MAX && (dice & 3) == 0) {
      levels++;
      dice = levels == LEVELS_MAX / 2 ? bench.randomBits() : dice >>> 2;
    }
    int bytes = member.length();
    long node = Value.allocate(bench, value, Entry.nodeBytes(levels, bytes));
    Memory.putInt(node + Entry.KEY_BYTES, bytes);
    Memory.putInt(node + Entry.LEVELS, levels);
    Memory.putDouble(node + Entry.SCORE, score);
    Memory.copy(member.address(), Entry.nodeKey(node), bytes);
    insert(bench, value, node);
    Table.add(bench, value, node);
  }

  /// Gives the node another score; it stays where it is if the order allows.
  static void rescore(Workbench bench, long value, long node, double score) {
    long before = previous(node);
    long after = next(node);
    read(node, bench.first);
    boolean fits =
        (before == 0 || order(before, score, bench.first) < 0)
            && (after == 0 || order(after, score, bench.first) > 0);
    if (fits) {
      Memory.putDouble(node + Entry.SCORE, score);
      return;
    }
    unlink(bench, value, node);
    Memory.putDouble(node + Entry.SCORE, score);
    insert(bench, value, node);
  }

  static void remove(Workbench bench, long value, long node) {
    read(node, bench.first);
    Table.remove(bench, value, bench.first);
    unlink(bench, value, node);
    Entry.free(bench, value, node);
  }

  /// The node's place from 0.
  static int rank(long value, long node, Item member) {
    double score = score(node);
    long at = Memory.getLong(Value.body(value) + Value.HEAD);
    long rank = 0;
    for (int level = Memory.getInt(Value.body(value) + Value.EXTRA) - 1; level >= 0; level--) {
      long next = link(at, level);
      while (next != 0 && order(next, score, member) <= 0) {
        rank += span(at, level);
        at = next;
        next = link(at, level);
      }
      if (at == node) {
        return (int) rank - 1;
      }
    }
    throw new IllegalStateException("a node of the table is not in the skip list");
  }

  /// The node at this rank, which exists.
  static long at(long value, int rank) {
    long node = Memory.getLong(Value.body(value) + Value.HEAD);
    long left = (long) rank + 1;
    for (int level = Memory.getInt(Value.body(value) + Value.EXTRA) - 1; level >= 0; level--) {
      while (link(node, level) != 0 && span(node, level) <= left) {
        left -= span(node, level);
        node = link(node, level);
      }
      if (left == 0) {
        return node;
      }
    }
    throw new IllegalStateException("no node at rank " + rank);
  }

  /// How many nodes have a lower score, or one that is not higher.
  static int countBelow(long value, double score, boolean orEqual) {
    long at = Memory.getLong(Value.body(value) + Value.HEAD);
    long rank = 0;
    for (int level = Memory.getInt(Value.body(value) + Value.EXTRA) - 1; level >= 0; level--) {
      long next = link(at, level);
      while (next != 0 && (score(next) < score || (orEqual && score(next) == score))) {
        rank += span(at, level);
        at = next;
        next = link(at, level);
      }
    }
    return (int) rank;
  }

  /// How many nodes have a lesser member, or one that is not greater; all have the same score.
  static int countBelow(long value, Item member, boolean orEqual) {
    long at = Memory.getLong(Value.body(value) + Value.HEAD);
    long rank = 0;
    for (int level = Memory.getInt(Value.body(value) + Value.EXTRA) - 1; level >= 0; level--) {
      long next = link(at, level);
      while (next != 0 && isBelow(next, member, orEqual)) {
        rank += span(at, level);
        at = next;
        next = link(at, level);
      }
    }
    return (int) rank;
  }

  private static boolean isBelow(long node, Item member, boolean orEqual) {
    int order = -member.compareTo(Entry.nodeKey(node), Entry.keyBytes(node));
    return order < 0 || (orEqual && order == 0);
  }

  /// Links a node and leaves the count to the table.
  private static void insert(Workbench bench, long value, long node) {
    read(node, bench.first);
    double score = score(node);
    int levels = Memory.getInt(node + Entry.LEVELS);
    int height = Memory.getInt(Value.body(value) + Value.EXTRA);
    long head = Memory.getLong(Value.body(value) + Value.HEAD);
    while (height < levels) {
      setLink(head, height, 0, nodes(value));
      height++;
    }
    Memory.putInt(Value.body(value) + Value.EXTRA, height);
    findPath(bench, value, score, bench.first);
    for (int level = 0; level < levels; level++) {
      long before = bench.path[level];
      long skipped = bench.ranks[0] - bench.ranks[level];
      setLink(node, level, link(before, level), span(before, level) - skipped);
      setLink(before, level, node, skipped + 1);
    }
    for (int level = levels; level < height; level++) {
      long before = bench.path[level];
      setLink(before, level, link(before, level), span(before, level) + 1);
    }
    Memory.putLong(node + Entry.BACK, bench.path[0] == head ? 0 : bench.path[0]);
    long next = next(node);
    Memory.putLong(next == 0 ? Value.body(value) + Value.TAIL : next + Entry.BACK, node);
    setNodes(value, nodes(value) + 1);
  }

  private static void unlink(Workbench bench, long value, long node) {
    read(node, bench.first);
    findPath(bench, value, score(node), bench.first);
    int height = Memory.getInt(Value.body(value) + Value.EXTRA);
    for (int level = 0; level < height; level++) {
      long before = bench.path[level];
      if (link(before, level) == node) {
        setLink(before, level, link(node, level), span(before, level) + span(node, level) - 1);
      } else {
        setLink(before, level, link(before, level), span(before, level) - 1);
      }
    }
    long next = next(node);
    Memory.putLong(
        next == 0 ? Value.body(value) + Value.TAIL : next + Entry.BACK,
        Memory.getLong(node + Entry.BACK));
    long head = Memory.getLong(Value.body(value) + Value.HEAD);
    while (height > 1 && link(head, height - 1) == 0) {
      height--;
    }
    Memory.putInt(Value.body(value) + Value.EXTRA, height);
    setNodes(value, nodes(value) - 1);
  }

  /// Fills the bench's path with the last node before the place on each level, and its rank.
  private static void findPath(Workbench bench, long value, double score, Item member) {
    long at = Memory.getLong(Value.body(value) + Value.HEAD);
    long rank = 0;
    for (int level = Memory.getInt(Value.body(value) + Value.EXTRA) - 1; level >= 0; level--) {
      long next = link(at, level);
      while (next != 0 && order(next, score, member) < 0) {
        rank += span(at, level);
        at = next;
        next = link(at, level);
      }
      bench.path[level] = at;
      bench.ranks[level] = rank;
    }
  }

  private static int order(long node, double score, Item member) {
    double there = score(node);
    if (there != score) {
      return there < score ? -1 : 1;
    }
    return -member.compareTo(Entry.nodeKey(node), Entry.keyBytes(node));
  }

  /// Linked nodes are counted in the head's unused score, since the table's count is one off in the
  /// middle of a change.
  private static long nodes(long value) {
    return Memory.getLong(Memory.getLong(Value.body(value) + Value.HEAD) + Entry.SCORE);
  }

  private static void setNodes(long value, long nodes) {
    Memory.putLong(Memory.getLong(Value.body(value) + Value.HEAD) + Entry.SCORE, nodes);
  }

  private static long link(long node, int level) {
    return Memory.getLong(node + Entry.LINKS + (long) level * Entry.LINK_BYTES);
  }

  private static long span(long node, int level) {
    return Memory.getLong(node + Entry.LINKS + (long) level * Entry.LINK_BYTES + 8);
  }

  private static void setLink(long node, int level, long next, long span) {
    Memory.putLong(node + Entry.LINKS + (long) level * Entry.LINK_BYTES, next);
    Memory.putLong(node + Entry.LINKS + (long) level * Entry.LINK_BYTES + 8, span);
  }

  static void check(long value) {
    long before = 0;
    long head = Memory.getLong(Value.body(value) + Value.HEAD);
    int rank = 0;
    for (long node = next(head); node != 0; node = next(node)) {
      if (previous(node) != before) {
        throw new IllegalStateException("the node at rank " + rank + " does not lead back");
      }
      if (at(value, rank) != node) {
        throw new IllegalStateException("the spans do not lead to rank " + rank);
      }
      before = node;
      rank++;
    }
    if (before != Memory.getLong(Value.body(value) + Value.TAIL) || rank != Value.count(value)) {
      throw new IllegalStateException(
          "%d nodes linked, %d counted".formatted(rank, Value.count(value)));
    }
  }
}
