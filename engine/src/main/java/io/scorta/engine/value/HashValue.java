package io.scorta.engine.value;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;

/// Hashes: a [Listpack] of fields and contents in turn while small, a [Table] otherwise.
///
/// An item that is put in must not lie in the same value.
public final class HashValue {
  private HashValue() {}

  public static long make(Workbench bench) {
    long value = Value.make(bench, Value.HASH, Value.LISTPACK);
    Listpack.make(bench, value, value + Value.PACK);
    return value;
  }

  /// Converts a small hash that is about to get `fields` more than the limit allows.
  public static void growing(Workbench bench, long value, int fields, EncodingLimits limits) {
    if (Value.encoding(value) == Value.LISTPACK && fields > limits.hashListpackEntries()) {
      toTable(bench, value, fields);
    }
  }

  /// Converts a small hash that is about to get an element of this length, if that is too long.
  public static void admitting(Workbench bench, long value, int length, EncodingLimits limits) {
    if (Value.encoding(value) == Value.LISTPACK && length > limits.hashListpackValue()) {
      toTable(bench, value, Value.count(value));
    }
  }

  public static boolean get(long value, Item field, Item content) {
    if (Value.encoding(value) == Value.LISTPACK) {
      long pack = Memory.getLong(value + Value.PACK);
      int at = place(value, field);
      if (at == Listpack.NONE) {
        return false;
      }
      Listpack.read(pack, Listpack.next(pack, at), content);
      return true;
    }
    long entry = Table.find(value, field);
    if (entry == 0) {
      return false;
    }
    content.set(Entry.value(entry), Entry.valueBytes(entry));
    return true;
  }

  public static boolean contains(long value, Item field) {
    return Value.encoding(value) == Value.LISTPACK
        ? place(value, field) != Listpack.NONE
        : Table.find(value, field) != 0;
  }

  /// Sets a field and tells whether it is new.
  public static boolean set(
      Workbench bench, long value, Item field, Item content, EncodingLimits limits) {
    if (Value.encoding(value) == Value.LISTPACK) {
      long bytes = (long) field.length() + content.length();
      if (!Listpack.hasRoom(Memory.getLong(value + Value.PACK), bytes)) {
        toTable(bench, value, Value.count(value) + 1);
      }
    }
    if (Value.encoding(value) == Value.LISTPACK) {
      boolean added = setInListpack(bench, value, field, content);
      if (Value.count(value) > limits.hashListpackEntries()) {
        toTable(bench, value, Value.count(value));
      }
      return added;
    }
    long entry = Table.find(value, field);
    if (entry == 0) {
      Table.add(bench, value, Entry.make(bench, value, field, content));
      return true;
    }
    replace(bench, value, entry, field, content);
    return false;
  }

  private static boolean setInListpack(Workbench bench, long value, Item field, Item content) {
    long holder = value + Value.PACK;
    int at = place(value, field);
    if (at == Listpack.NONE) {
      Listpack.append(bench, value, holder, field);
      Listpack.append(bench, value, holder, content);
      Value.addCount(value, 1);
      return true;
    }
    int old = Listpack.next(Memory.getLong(holder), at);
    Listpack.replace(bench, value, holder, old, content);
    return false;
  }

  private static void replace(Workbench bench, long value, long entry, Item field, Item content) {
    int keyBytes = Entry.keyBytes(entry);
    int old = Entry.bytes(keyBytes, Entry.valueBytes(entry));
    int wanted = Entry.bytes(keyBytes, content.length());
    if (Allocator.blockBytes(old) == Allocator.blockBytes(wanted)) {
      Memory.putInt(entry + Entry.VALUE_BYTES, content.length());
      Memory.copy(content.address(), Entry.value(entry), content.length());
      return;
    }
    long moved = Entry.make(bench, value, field, content);
    Table.replace(value, field, moved);
    Value.release(bench, value, entry, old);
  }

  public static boolean remove(Workbench bench, long value, Item field) {
    if (Value.encoding(value) == Value.LISTPACK) {
      int at = place(value, field);
      if (at == Listpack.NONE) {
        return false;
      }
      Listpack.deleteRange(bench, value, value + Value.PACK, at, 2);
      Value.addCount(value, -1);
      return true;
    }
    long entry = Table.remove(bench, value, field);
    if (entry == 0) {
      return false;
    }
    Entry.free(bench, value, entry);
    return true;
  }

  /// Reads a random field of a hash that is not empty.
  public static void random(Workbench bench, long value, Item field, Item content) {
    if (Value.encoding(value) == Value.LISTPACK) {
      long pack = Memory.getLong(value + Value.PACK);
      int at = Listpack.seek(pack, 2 * bench.random(Value.count(value)));
      Listpack.read(pack, at, field);
      Listpack.read(pack, Listpack.next(pack, at), content);
      return;
    }
    long entry = Table.random(bench, value);
    field.set(Entry.key(value, entry), Entry.keyBytes(entry));
    content.set(Entry.value(entry), Entry.valueBytes(entry));
  }

  private static int place(long value, Item field) {
    long pack = Memory.getLong(value + Value.PACK);
    return Listpack.find(pack, Listpack.first(pack), field, 2);
  }

  private static void toTable(Workbench bench, long value, int expected) {
    long pack = Memory.getLong(value + Value.PACK);
    Value.enlarge(bench, value, Value.HASHTABLE);
    Table.make(bench, value, expected);
    Value.setCount(value, 0);
    int at = Listpack.first(pack);
    while (at != Listpack.NONE) {
      Listpack.read(pack, at, bench.first);
      at = Listpack.next(pack, at);
      Listpack.read(pack, at, bench.second);
      at = Listpack.next(pack, at);
      Table.add(bench, value, Entry.make(bench, value, bench.first, bench.second));
    }
    Value.release(bench, value, pack, Listpack.bytes(pack));
  }

  /// Stops loudly if the structure is not what it says.
  public static void check(long value) {
    if (Value.encoding(value) == Value.HASHTABLE) {
      Table.check(value);
      return;
    }
    long pack = Memory.getLong(value + Value.PACK);
    Listpack.check(pack);
    if (Listpack.count(pack) != 2 * Value.count(value)) {
      throw new IllegalStateException("the listpack and the value count differently");
    }
  }
}
