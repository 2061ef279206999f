package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// Sorted sets: a [Listpack] of members and scores in turn while small, a [SkipList] otherwise.
///
/// Everything about ranges comes down to ranks: how many members lie below a bound. In a listpack a
/// score is a number, or the eight bytes of the double where it is not whole. An item that is put
/// in must not lie in the same value.
public final class SortedSetValue {
  /// Whole scores beyond this are kept as doubles, because a double does not have them all.
  private static final double WHOLE_MAX = 1L << 53;

  private SortedSetValue() {}

  public static long make(Workbench bench) {
    long value = Value.make(bench, Value.SORTED_SET, Value.LISTPACK);
    Listpack.make(bench, value, value + Value.PACK);
    return value;
  }

  /// An empty set that is large already, so that it keeps every score exactly.
  public static long makeLarge(Workbench bench, int expected) {
    long value = Value.make(bench, Value.SORTED_SET, Value.SKIPLIST);
    SkipList.make(bench, value, expected);
    return value;
  }

  /// Converts a small set that is about to hold `count` members or one of this length.
  public static void growing(
      Workbench bench, long value, int count, int length, EncodingLimits limits) {
    if (Value.encoding(value) != Value.LISTPACK) {
      return;
    }
    if (count > limits.zsetListpackEntries()
        || length > limits.zsetListpackValue()
        || !Listpack.hasRoom(Memory.getLong(value + Value.PACK), length)) {
      toSkipList(bench, value, count);
    }
  }

  /// Makes a large encoding small again, where a set made by a STORE command fits.
  public static void shrinking(Workbench bench, long value, EncodingLimits limits) {
    if (Value.encoding(value) != Value.SKIPLIST
        || Value.count(value) == 0
        || Value.count(value) > limits.zsetListpackEntries()) {
      return;
    }
    for (long node = SkipList.at(value, 0); node != 0; node = SkipList.next(node)) {
      if (Entry.keyBytes(node) > limits.zsetListpackValue()) {
        return;
      }
    }
    toListpack(bench, value);
  }

  /// The member's score, or NaN if it is not there.
  public static double score(long value, Item member) {
    if (Value.encoding(value) == Value.LISTPACK) {
      long pack = Memory.getLong(value + Value.PACK);
      int at = place(pack, member);
      return at == Listpack.NONE ? Double.NaN : scoreAt(pack, Listpack.next(pack, at));
    }
    long node = Table.find(value, member);
    return node == 0 ? Double.NaN : SkipList.score(node);
  }

  /// Adds a member that is not there yet.
  public static void add(
      Workbench bench, long value, double score, Item member, EncodingLimits limits) {
    growing(bench, value, Value.count(value) + 1, member.length(), limits);
    if (Value.encoding(value) == Value.LISTPACK) {
      insert(bench, value, score, member);
      Value.addCount(value, 1);
    } else {
      SkipList.add(bench, value, score, member);
    }
  }

  /// Gives a member that is there another score.
  public static void rescore(Workbench bench, long value, double score, Item member) {
    if (Value.encoding(value) == Value.LISTPACK) {
      int at = place(Memory.getLong(value + Value.PACK), member);
      Listpack.deleteRange(bench, value, value + Value.PACK, at, 2);
      insert(bench, value, score, member);
    } else {
      SkipList.rescore(bench, value, Table.find(value, member), score);
    }
  }

  public static boolean remove(Workbench bench, long value, Item member) {
    if (Value.encoding(value) == Value.LISTPACK) {
      int at = place(Memory.getLong(value + Value.PACK), member);
      if (at == Listpack.NONE) {
        return false;
      }
      Listpack.deleteRange(bench, value, value + Value.PACK, at, 2);
      Value.addCount(value, -1);
      return true;
    }
    long node = Table.find(value, member);
    if (node == 0) {
      return false;
    }
    SkipList.remove(bench, value, node);
    return true;
  }

  /// The member's place from the lowest score, from 0; -1 if it is not there.
  public static int rank(long value, Item member) {
    if (Value.encoding(value) == Value.SKIPLIST) {
      long node = Table.find(value, member);
      return node == 0 ? -1 : SkipList.rank(value, node, member);
    }
    long pack = Memory.getLong(value + Value.PACK);
    int rank = 0;
    int at = Listpack.first(pack);
    while (at != Listpack.NONE) {
      if (Listpack.equal(pack, at, member)) {
        return rank;
      }
      rank++;
      at = Listpack.next(pack, Listpack.next(pack, at));
    }
    return -1;
  }

  /// How many members have a lower score, or with `orEqual` one that is not higher.
  public static int countBelow(long value, double score, boolean orEqual) {
    if (Value.encoding(value) == Value.SKIPLIST) {
      return SkipList.countBelow(value, score, orEqual);
    }
    long pack = Memory.getLong(value + Value.PACK);
    int below = 0;
    int at = Listpack.first(pack);
    while (at != Listpack.NONE) {
      at = Listpack.next(pack, at);
      double there = scoreAt(pack, at);
      if (there > score || (there == score && !orEqual)) {
        break;
      }
      below++;
      at = Listpack.next(pack, at);
    }
    return below;
  }

  /// How many members come before the given one in byte order, or with `orEqual` not after it. Only
  /// meant for sets in which all scores are equal.
  public static int countBelow(Workbench bench, long value, Item bound, boolean orEqual) {
    if (Value.encoding(value) == Value.SKIPLIST) {
      return SkipList.countBelow(value, bound, orEqual);
    }
    long pack = Memory.getLong(value + Value.PACK);
    int below = 0;
    int at = Listpack.first(pack);
    while (at != Listpack.NONE) {
      Listpack.read(pack, at, bench.first);
      int order = bench.first.compareTo(bound.address(), bound.length());
      if (order > 0 || (order == 0 && !orEqual)) {
        break;
      }
      below++;
      at = Listpack.next(pack, Listpack.next(pack, at));
    }
    return below;
  }

  /// Removes the members from rank `from` to before rank `to`.
  public static void removeRange(Workbench bench, long value, int from, int to) {
    if (from >= to) {
      return;
    }
    if (Value.encoding(value) == Value.LISTPACK) {
      long pack = Memory.getLong(value + Value.PACK);
      int at = Listpack.seek(pack, 2 * from);
      Listpack.deleteRange(bench, value, value + Value.PACK, at, 2 * (to - from));
      Value.addCount(value, from - to);
      return;
    }
    long node = SkipList.at(value, from);
    for (int rank = from; rank < to; rank++) {
      long next = SkipList.next(node);
      SkipList.remove(bench, value, node);
      node = next;
    }
  }

  /// Reads a random member of a set that is not empty, and answers its score.
  public static double random(Workbench bench, long value, Item member) {
    if (Value.encoding(value) == Value.SKIPLIST) {
      long node = SkipList.at(value, bench.random(Value.count(value)));
      SkipList.read(node, member);
      return SkipList.score(node);
    }
    long pack = Memory.getLong(value + Value.PACK);
    int at = Listpack.seek(pack, 2 * bench.random(Value.count(value)));
    Listpack.read(pack, at, member);
    return scoreAt(pack, Listpack.next(pack, at));
  }

  static double scoreAt(long pack, int at) {
    return Listpack.isRaw(pack, at)
        ? Double.longBitsToDouble(Listpack.raw(pack, at))
        : (double) Listpack.number(pack, at);
  }

  private static int place(long pack, Item member) {
    return Listpack.find(pack, Listpack.first(pack), member, 2);
  }

  /// Puts a pair before the first one that is greater.
  private static void insert(Workbench bench, long value, double score, Item member) {
    long holder = value + Value.PACK;
    long pack = Memory.getLong(holder);
    int at = Listpack.first(pack);
    while (at != Listpack.NONE && isBefore(bench, pack, at, score, member)) {
      at = Listpack.next(pack, Listpack.next(pack, at));
    }
    if (at == Listpack.NONE) {
      at = Listpack.end(pack);
    }
    if (score == Math.rint(score) && Math.abs(score) <= WHOLE_MAX) {
      Listpack.insertNumber(bench, value, holder, at, (long) score);
    } else {
      Listpack.insertRaw(bench, value, holder, at, Double.doubleToRawLongBits(score));
    }
    Listpack.insert(bench, value, holder, at, member);
  }

  private static boolean isBefore(Workbench bench, long pack, int at, double score, Item member) {
    double there = scoreAt(pack, Listpack.next(pack, at));
    if (there != score) {
      return there < score;
    }
    Listpack.read(pack, at, bench.first);
    return bench.first.compareTo(member.address(), member.length()) < 0;
  }

  private static void toSkipList(Workbench bench, long value, int expected) {
    long pack = Memory.getLong(value + Value.PACK);
    Value.enlarge(bench, value, Value.SKIPLIST);
    SkipList.make(bench, value, expected);
    Value.setCount(value, 0);
    int at = Listpack.first(pack);
    while (at != Listpack.NONE) {
      Listpack.read(pack, at, bench.second);
      at = Listpack.next(pack, at);
      SkipList.add(bench, value, scoreAt(pack, at), bench.second);
      at = Listpack.next(pack, at);
    }
    Value.release(bench, value, pack, Listpack.bytes(pack));
  }

  private static void toListpack(Workbench bench, long value) {
    long small = make(bench);
    long node = Value.count(value) == 0 ? 0 : SkipList.at(value, 0);
    while (node != 0) {
      SkipList.read(node, bench.second);
      insert(bench, small, SkipList.score(node), bench.second);
      node = SkipList.next(node);
    }
    Value.become(bench, value, small);
  }

  /// Stops loudly if the structure is not what it says.
  public static void check(long value) {
    if (Value.encoding(value) == Value.SKIPLIST) {
      Table.check(value);
      SkipList.check(value);
      return;
    }
    long pack = Memory.getLong(value + Value.PACK);
    Listpack.check(pack);
    if (Listpack.count(pack) != 2 * Value.count(value)) {
      throw new IllegalStateException("the listpack and the value count differently");
    }
  }
}
