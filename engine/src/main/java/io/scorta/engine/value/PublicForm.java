package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Reals;
import java.nio.charset.StandardCharsets;

/// The blocks of values in the layouts that other servers know, to write them out, and lists made
/// of such blocks.
///
/// A list is shown as a chain of packs; a pack is named by the word that holds its address.
public final class PublicForm {
  private PublicForm() {}

  /// The one block of a small value: a listpack or an integer set.
  public static long block(long value) {
    return Memory.getLong(value + Value.PACK);
  }

  public static int blockBytes(long value) {
    long block = block(value);
    return Value.encoding(value) == Value.INTSET ? IntSet.blockBytes(block) : Listpack.bytes(block);
  }

  /// How many packs a list has.
  public static int packs(long list) {
    return Value.encoding(list) == Value.LISTPACK
        ? 1
        : Memory.getInt(Value.body(list) + Value.EXTRA);
  }

  public static long firstPack(long list) {
    return Value.encoding(list) == Value.LISTPACK
        ? list + Value.PACK
        : Memory.getLong(Value.body(list) + Value.FIRST) + QuickList.PACK;
  }

  /// The next pack, or 0 after the last.
  public static long nextPack(long list, long pack) {
    if (Value.encoding(list) == Value.LISTPACK) {
      return 0;
    }
    long next = Memory.getLong(pack - QuickList.PACK + QuickList.NEXT);
    return next == 0 ? 0 : next + QuickList.PACK;
  }

  public static long address(long pack) {
    return Memory.getLong(pack);
  }

  public static int bytes(long pack) {
    return Listpack.bytes(Memory.getLong(pack));
  }

  /// Whether the pack has a single element that is too large for sharing one; reads it then.
  public static boolean isLarge(long pack, EncodingLimits limits, Item element) {
    long address = Memory.getLong(pack);
    if (Listpack.count(address) != 1) {
      return false;
    }
    Listpack.read(address, Listpack.first(address), element);
    return QuickList.isLarge(limits.listListpackSize(), element.length());
  }

  /// A small sorted set with its scores as text, as others keep them; the caller frees it.
  public static long withTextScores(Workbench bench, long sortedSet) {
    long copy = Value.make(bench, Value.SORTED_SET, Value.LISTPACK);
    Listpack.make(bench, copy, copy + Value.PACK);
    long pack = block(sortedSet);
    for (int at = Listpack.first(pack); at != Listpack.NONE; at = Listpack.next(pack, at)) {
      Listpack.read(pack, at, bench.second);
      Listpack.append(bench, copy, copy + Value.PACK, bench.second);
      at = Listpack.next(pack, at);
      appendScore(bench, copy, SortedSetValue.scoreAt(pack, at));
    }
    return copy;
  }

  private static void appendScore(Workbench bench, long copy, double score) {
    byte[] text = Reals.text(score).getBytes(StandardCharsets.US_ASCII);
    long scratch = bench.allocator.allocate(text.length);
    Memory.copyIn(text, 0, scratch, text.length);
    bench.second.set(scratch, text.length);
    Listpack.append(bench, copy, copy + Value.PACK, bench.second);
    bench.allocator.free(scratch, text.length);
  }

  /// An empty list that takes packs.
  public static long makeList(Workbench bench) {
    return Value.make(bench, Value.LIST, Value.QUICKLIST);
  }

  /// Appends a copy of a listpack with at least one element, which is known to be right.
  public static void appendPack(Workbench bench, long list, long address) {
    QuickList.appendCopy(bench, list, address);
    Value.addCount(list, Listpack.count(address));
  }

  /// Appends an element as a push does.
  public static void append(Workbench bench, long list, Item element, EncodingLimits limits) {
    QuickList.push(bench, list, false, element, limits.listListpackSize());
    Value.addCount(list, 1);
  }

  /// Appends an element with a pack of its own.
  public static void appendAlone(Workbench bench, long list, Item element) {
    long last = Memory.getLong(Value.body(list) + Value.SECOND);
    long node = QuickList.addNode(bench, list, last, 0);
    Listpack.append(bench, list, node + QuickList.PACK, element);
    Value.addCount(list, 1);
  }

  /// Makes one block of a list that has a single pack within the limit.
  public static void settle(Workbench bench, long list, EncodingLimits limits) {
    if (packs(list) == 1
        && !QuickList.exceeds(
            limits.listListpackSize(), bytes(firstPack(list)), Value.count(list))) {
      QuickList.convertBack(bench, list);
    }
  }
}
