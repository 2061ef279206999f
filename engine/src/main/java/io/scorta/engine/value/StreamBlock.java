package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;

/// Some entries of a stream in one listpack, in the public layout, which DUMP shows.
///
/// ```
/// head  | entries | deleted entries | fields | field | … | 0 |
/// entry | flags | milliseconds | sequence | content | … | elements |           same fields as head
///       | flags | milliseconds | sequence | fields | field | content | … | elements |
/// ```
///
/// IDs are differences from that of the block. The last element of an entry says how many come
/// before it, to go backwards.
final class StreamBlock {
  private static final int DEAD = 1;
  private static final int SAME_FIELDS = 2;

  private StreamBlock() {}

  /// Makes a block whose head has the fields of the entry that begins at an argument.
  static void make(Workbench bench, long value, long holder, Arguments args, int from) {
    Listpack.make(bench, value, holder);
    append(bench, value, holder, 0);
    append(bench, value, holder, 0);
    append(bench, value, holder, (args.count() - from) / 2);
    for (int i = from; i < args.count(); i += 2) {
      append(bench, value, holder, args, i);
    }
    append(bench, value, holder, 0);
  }

  private static void append(Workbench bench, long value, long holder, long number) {
    Listpack.insertNumber(bench, value, holder, Listpack.end(Memory.getLong(holder)), number);
  }

  private static void append(
      Workbench bench, long value, long holder, Arguments args, int argument) {
    bench.first.set(args.address(argument), args.length(argument));
    Listpack.append(bench, value, holder, bench.first);
  }

  /// Appends an entry to the block that an entry of the table names.
  static void append(
      Workbench bench, long value, long block, StreamId id, Arguments args, int from) {
    long holder = block + IdTable.CONTENT;
    long pack = Memory.getLong(holder);
    Listpack.setNumber(bench, value, holder, Listpack.first(pack), live(pack) + 1L);
    int fields = (args.count() - from) / 2;
    boolean same = hasFields(Memory.getLong(holder), args, from);
    append(bench, value, holder, same ? SAME_FIELDS : 0);
    append(bench, value, holder, id.millis - IdTable.millis(block));
    append(bench, value, holder, id.sequence - IdTable.sequence(block));
    if (!same) {
      append(bench, value, holder, fields);
    }
    for (int i = same ? from + 1 : from; i < args.count(); i += same ? 2 : 1) {
      append(bench, value, holder, args, i);
    }
    append(bench, value, holder, same ? fields + 3L : 2L * fields + 4);
  }

  private static boolean hasFields(long pack, Arguments args, int from) {
    int at = fieldCountAt(pack);
    if (Listpack.number(pack, at) != (args.count() - from) / 2) {
      return false;
    }
    for (int i = from; i < args.count(); i += 2) {
      at = Listpack.next(pack, at);
      if (!Listpack.hasText(pack, at, args.address(i), args.length(i))) {
        return false;
      }
    }
    return true;
  }

  /// Entries that are not deleted.
  static int live(long pack) {
    return (int) Listpack.number(pack, Listpack.first(pack));
  }

  static int dead(long pack) {
    return (int) Listpack.number(pack, Listpack.next(pack, Listpack.first(pack)));
  }

  private static int fieldCountAt(long pack) {
    return Listpack.next(pack, Listpack.next(pack, Listpack.first(pack)));
  }

  /// Where the first field of the head stands.
  static int firstField(long pack) {
    return Listpack.next(pack, fieldCountAt(pack));
  }

  static int headFields(long pack) {
    return (int) Listpack.number(pack, fieldCountAt(pack));
  }

  /// Where the first entry stands, or NONE.
  static int firstEntry(long pack) {
    int at = firstField(pack);
    for (int left = headFields(pack); left > 0; left--) {
      at = Listpack.next(pack, at);
    }
    return Listpack.next(pack, at);
  }

  static int nextEntry(long pack, int entry) {
    int at = entry;
    int elements = elements(pack, entry) + 1;
    for (int i = 0; i < elements; i++) {
      at = Listpack.next(pack, at);
    }
    return at;
  }

  /// How many elements the entry has before the last one, which says so.
  private static int elements(long pack, int entry) {
    int fields = headFields(pack);
    if (hasHeadFields(pack, entry)) {
      return fields + 3;
    }
    int at = Listpack.next(pack, Listpack.next(pack, Listpack.next(pack, entry)));
    return (int) (2 * Listpack.number(pack, at) + 4);
  }

  /// The entry before one, or before the end with NONE; NONE if there is none.
  static int previousEntry(long pack, int entry) {
    int at = entry == Listpack.NONE ? Listpack.last(pack) : Listpack.previous(pack, entry);
    int elements = (int) Listpack.number(pack, at);
    if (elements == 0) {
      return Listpack.NONE;
    }
    for (int i = 0; i < elements; i++) {
      at = Listpack.previous(pack, at);
    }
    return at;
  }

  static boolean isDead(long pack, int entry) {
    return (Listpack.number(pack, entry) & DEAD) != 0;
  }

  static boolean hasHeadFields(long pack, int entry) {
    return (Listpack.number(pack, entry) & SAME_FIELDS) != 0;
  }

  static long millis(long block, long pack, int entry) {
    return IdTable.millis(block) + Listpack.number(pack, Listpack.next(pack, entry));
  }

  static long sequence(long block, long pack, int entry) {
    int at = Listpack.next(pack, Listpack.next(pack, entry));
    return IdTable.sequence(block) + Listpack.number(pack, at);
  }

  static int compare(long block, int entry, StreamId id) {
    long pack = Memory.getLong(block + IdTable.CONTENT);
    return StreamId.compare(
        millis(block, pack, entry), sequence(block, pack, entry), id.millis, id.sequence);
  }

  /// Whether all entries, deleted ones too, are before an ID.
  static boolean isBefore(long block, StreamId id) {
    long pack = Memory.getLong(block + IdTable.CONTENT);
    return compare(block, previousEntry(pack, Listpack.NONE), id) < 0;
  }

  /// Marks an entry as deleted; its bytes stay until the whole block goes.
  static void kill(Workbench bench, long value, long holder, int entry) {
    long pack = Memory.getLong(holder);
    long flags = Listpack.number(pack, entry) | DEAD;
    Listpack.setNumber(bench, value, holder, entry, flags);
    pack = Memory.getLong(holder);
    int live = live(pack);
    int dead = dead(pack);
    int first = Listpack.first(pack);
    Listpack.setNumber(bench, value, holder, first, live - 1L);
    pack = Memory.getLong(holder);
    int second = Listpack.next(pack, Listpack.first(pack));
    Listpack.setNumber(bench, value, holder, second, dead + 1L);
  }

  static void check(long pack) {
    int live = 0;
    int dead = 0;
    for (int at = firstEntry(pack); at != Listpack.NONE; at = nextEntry(pack, at)) {
      if (isDead(pack, at)) {
        dead++;
      } else {
        live++;
      }
    }
    if (live != live(pack) || dead != dead(pack)) {
      throw new IllegalStateException(
          "%d entries and %d deleted, the head says %d and %d"
              .formatted(live, dead, live(pack), dead(pack)));
    }
  }
}
