package io.scorta.engine.value;

import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;

/// Sets: an [IntSet] while all are numbers, a [Listpack] while small, a [Table] otherwise.
public final class SetValue {
  private SetValue() {}

  /// An empty set in the encoding that suits a first member; more are said to come.
  public static long make(Workbench bench, Item member, int expected, EncodingLimits limits) {
    if (member.isNumber() && expected <= limits.setIntsetEntries()) {
      long value = Value.make(bench, Value.SET, Value.INTSET);
      IntSet.make(bench, value);
      return value;
    }
    if (expected <= limits.setListpackEntries()) {
      long value = Value.make(bench, Value.SET, Value.LISTPACK);
      Listpack.make(bench, value, value + Value.PACK);
      return value;
    }
    long value = Value.make(bench, Value.SET, Value.HASHTABLE);
    Table.make(bench, value, expected);
    return value;
  }

  /// Converts a small set that is about to get so many members that it cannot stay small.
  public static void growing(Workbench bench, long value, int members, EncodingLimits limits) {
    int encoding = Value.encoding(value);
    boolean large =
        (encoding == Value.LISTPACK && members > limits.setListpackEntries())
            || (encoding == Value.INTSET && members > limits.setIntsetEntries());
    if (large) {
      toTable(bench, value, Math.max(members, Value.count(value)));
    }
  }

  /// Makes an [IntSet] of a set that has only numbers, if they are few enough.
  public static void settling(Workbench bench, long value, EncodingLimits limits) {
    if (Value.encoding(value) == Value.INTSET || Value.count(value) > limits.setIntsetEntries()) {
      return;
    }
    Walk walk = bench.walk;
    walk.start(value);
    while (walk.next(bench.first)) {
      if (!bench.first.isNumber()) {
        return;
      }
    }
    long small = Value.make(bench, Value.SET, Value.INTSET);
    IntSet.make(bench, small);
    walk.start(value);
    while (walk.next(bench.first)) {
      if (bench.first.isNumber()) {
        IntSet.add(bench, small, bench.first.number());
      }
    }
    Value.become(bench, value, small);
  }

  /// Makes a [Listpack] of a table from which nearly all members were taken, if they fit.
  public static void shrinking(Workbench bench, long value, EncodingLimits limits) {
    if (Value.encoding(value) != Value.HASHTABLE
        || Value.count(value) > limits.setListpackEntries()) {
      return;
    }
    Walk walk = bench.walk;
    walk.start(value);
    while (walk.next(bench.first)) {
      if (bench.first.length() > limits.setListpackValue()) {
        return;
      }
    }
    long small = Value.make(bench, Value.SET, Value.LISTPACK);
    Listpack.make(bench, small, small + Value.PACK);
    walk.start(value);
    while (walk.next(bench.first)) {
      Listpack.append(bench, small, small + Value.PACK, bench.first);
    }
    Value.become(bench, value, small);
  }

  public static boolean contains(long value, Item member) {
    return switch (Value.encoding(value)) {
      case Value.INTSET ->
          member.isNumber() && IntSet.contains(Memory.getLong(value + Value.PACK), member.number());
      case Value.LISTPACK -> place(value, member) != Listpack.NONE;
      default -> Table.find(value, member) != 0;
    };
  }

  /// Adds a member, which must not lie in this set, and tells whether it was new.
  public static boolean add(Workbench bench, long value, Item member, EncodingLimits limits) {
    return switch (Value.encoding(value)) {
      case Value.INTSET -> addToIntSet(bench, value, member, limits);
      case Value.LISTPACK -> addToListpack(bench, value, member, limits);
      default -> addToTable(bench, value, member);
    };
  }

  private static boolean addToIntSet(
      Workbench bench, long value, Item member, EncodingLimits limits) {
    if (member.isNumber()) {
      if (!IntSet.add(bench, value, member.number())) {
        return false;
      }
      Value.addCount(value, 1);
      if (Value.count(value) > limits.setIntsetEntries()) {
        toTable(bench, value, Value.count(value));
      }
      return true;
    }
    int count = Value.count(value);
    boolean small =
        count < limits.setListpackEntries() && member.length() <= limits.setListpackValue();
    if (small && longestNumber(value) <= limits.setListpackValue()) {
      toListpack(bench, value);
      return addToListpack(bench, value, member, limits);
    }
    toTable(bench, value, count + 1);
    return addToTable(bench, value, member);
  }

  private static int longestNumber(long value) {
    int count = Value.count(value);
    if (count == 0) {
      return 0;
    }
    long set = Memory.getLong(value + Value.PACK);
    int low = Digits.length(IntSet.get(set, 0));
    return Math.max(low, Digits.length(IntSet.get(set, count - 1)));
  }

  private static boolean addToListpack(
      Workbench bench, long value, Item member, EncodingLimits limits) {
    if (place(value, member) != Listpack.NONE) {
      return false;
    }
    int count = Value.count(value);
    if (count < limits.setListpackEntries()
        && member.length() <= limits.setListpackValue()
        && Listpack.hasRoom(Memory.getLong(value + Value.PACK), member.length())) {
      Listpack.append(bench, value, value + Value.PACK, member);
      Value.addCount(value, 1);
      return true;
    }
    toTable(bench, value, count + 1);
    return addToTable(bench, value, member);
  }

  private static boolean addToTable(Workbench bench, long value, Item member) {
    if (Table.find(value, member) != 0) {
      return false;
    }
    Table.add(bench, value, Entry.make(bench, value, member));
    return true;
  }

  public static boolean remove(Workbench bench, long value, Item member) {
    switch (Value.encoding(value)) {
      case Value.INTSET -> {
        if (!member.isNumber() || !IntSet.remove(bench, value, member.number())) {
          return false;
        }
        Value.addCount(value, -1);
      }
      case Value.LISTPACK -> {
        int at = place(value, member);
        if (at == Listpack.NONE) {
          return false;
        }
        Listpack.delete(bench, value, value + Value.PACK, at);
        Value.addCount(value, -1);
      }
      default -> {
        long entry = Table.remove(bench, value, member);
        if (entry == 0) {
          return false;
        }
        Entry.free(bench, value, entry);
      }
    }
    return true;
  }

  /// Reads a random member of a set that is not empty.
  public static void random(Workbench bench, long value, Item member) {
    if (Value.encoding(value) == Value.HASHTABLE) {
      long entry = Table.random(bench, value);
      member.set(Entry.key(value, entry), Entry.keyBytes(entry));
      return;
    }
    int index = bench.random(Value.count(value));
    long block = Memory.getLong(value + Value.PACK);
    if (Value.encoding(value) == Value.INTSET) {
      member.setNumber(IntSet.get(block, index));
    } else {
      Listpack.read(block, Listpack.seek(block, index), member);
    }
  }

  private static int place(long value, Item member) {
    long pack = Memory.getLong(value + Value.PACK);
    return Listpack.find(pack, Listpack.first(pack), member, 1);
  }

  private static void toListpack(Workbench bench, long value) {
    long set = Memory.getLong(value + Value.PACK);
    int count = IntSet.count(set);
    Listpack.make(bench, value, value + Value.PACK);
    for (int i = 0; i < count; i++) {
      long pack = Memory.getLong(value + Value.PACK);
      Listpack.insertNumber(
          bench, value, value + Value.PACK, Listpack.end(pack), IntSet.get(set, i));
    }
    Value.release(bench, value, set, IntSet.blockBytes(set));
    Value.setEncoding(value, Value.LISTPACK);
  }

  private static void toTable(Workbench bench, long value, int expected) {
    long block = Memory.getLong(value + Value.PACK);
    boolean numbers = Value.encoding(value) == Value.INTSET;
    int count = Value.count(value);
    Value.enlarge(bench, value, Value.HASHTABLE);
    Table.make(bench, value, expected);
    Value.setCount(value, 0);
    Item item = bench.second;
    int at = numbers ? 0 : Listpack.first(block);
    for (int i = 0; i < count; i++) {
      if (numbers) {
        item.setNumber(IntSet.get(block, i));
      } else {
        Listpack.read(block, at, item);
        at = Listpack.next(block, at);
      }
      Table.add(bench, value, Entry.make(bench, value, item));
    }
    Value.release(bench, value, block, numbers ? IntSet.blockBytes(block) : Listpack.bytes(block));
  }

  /// Stops loudly if the structure is not what it says.
  public static void check(long value) {
    long block = Memory.getLong(value + Value.PACK);
    switch (Value.encoding(value)) {
      case Value.INTSET -> IntSet.check(block);
      case Value.LISTPACK -> Listpack.check(block);
      default -> Table.check(value);
    }
  }
}
