package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;

/// Streams: entries of fields and contents under ascending IDs, in [StreamBlock]s that an [IdTable]
/// finds by the ID of their first entry, and consumer groups, which [StreamGroup] keeps.
///
/// ```
/// head |  0 last ID    16 greatest ID that was deleted    32 ID of the first entry
///      | 48 entries that were ever added    56 table of the blocks    64 groups
/// ```
///
/// The head hangs in the first word of the value's body; the value's count is that of the entries
/// that are left. A stream may be empty.
public final class StreamValue {
  private static final int HEAD_BYTES = 72;
  private static final int LAST = 0;
  private static final int DELETED = 16;
  private static final int FIRST = 32;
  private static final int ADDED = 48;
  private static final int BLOCKS = 56;
  private static final int GROUPS = 64;

  /// A block's content in the table: the address of its listpack.
  private static final int ADDRESS_BYTES = 8;

  private static final int BLOCK_BYTES_MAX = 1 << 30;

  private StreamValue() {}

  public static long make(Workbench bench) {
    long value = Value.make(bench, Value.STREAM, Value.BLOCKS);
    long head = Value.allocate(bench, value, HEAD_BYTES);
    Memory.fill(head, HEAD_BYTES, (byte) 0);
    Memory.putLong(Value.body(value) + Value.FIRST, head);
    Memory.putLong(head + BLOCKS, IdTable.make(bench, value, ADDRESS_BYTES));
    return value;
  }

  static long head(long value) {
    return Memory.getLong(Value.body(value) + Value.FIRST);
  }

  static long blocks(long value) {
    return Memory.getLong(head(value) + BLOCKS);
  }

  /// The word that has the list of groups.
  static long groups(long value) {
    return head(value) + GROUPS;
  }

  public static int groupCount(long value) {
    return NameList.count(groups(value));
  }

  public static int blockCount(long value) {
    return IdTable.count(blocks(value));
  }

  private static void read(long at, StreamId id) {
    id.set(Memory.getLong(at), Memory.getLong(at + 8));
  }

  private static void write(long at, StreamId id) {
    Memory.putLong(at, id.millis);
    Memory.putLong(at + 8, id.sequence);
  }

  public static void lastId(long value, StreamId id) {
    read(head(value) + LAST, id);
  }

  public static void setLastId(long value, StreamId id) {
    write(head(value) + LAST, id);
  }

  public static void deletedId(long value, StreamId id) {
    read(head(value) + DELETED, id);
  }

  public static void setDeletedId(long value, StreamId id) {
    write(head(value) + DELETED, id);
  }

  public static void firstId(long value, StreamId id) {
    read(head(value) + FIRST, id);
  }

  public static void setFirstId(long value, StreamId id) {
    write(head(value) + FIRST, id);
  }

  public static long added(long value) {
    return Memory.getLong(head(value) + ADDED);
  }

  public static void setAdded(long value, long count) {
    Memory.putLong(head(value) + ADDED, count);
  }

  public static void setCount(long value, int count) {
    Value.setCount(value, count);
  }

  /// Appends an entry with the fields and contents from an argument on. The ID is greater than the
  /// last one.
  public static void append(
      Workbench bench, long value, StreamId id, Arguments args, int from, EncodingLimits limits) {
    long blocks = blocks(value);
    long entry = IdTable.last(blocks);
    if (entry == 0 || isFull(Memory.getLong(entry + IdTable.CONTENT), args, from, limits)) {
      entry = IdTable.add(bench, value, blocks, id.millis, id.sequence);
      StreamBlock.make(bench, value, entry + IdTable.CONTENT, args, from);
    }
    StreamBlock.append(bench, value, entry, id, args, from);
    Value.addCount(value, 1);
    setAdded(value, added(value) + 1);
    setLastId(value, id);
    if (Value.count(value) == 1) {
      setFirstId(value, id);
    }
  }

  private static boolean isFull(long pack, Arguments args, int from, EncodingLimits limits) {
    long bytes = Listpack.bytes(pack);
    for (int i = from; i < args.count(); i++) {
      bytes += args.length(i);
    }
    int bytesMax = limits.streamNodeBytes();
    if (bytes >= (bytesMax <= 0 ? BLOCK_BYTES_MAX : Math.min(bytesMax, BLOCK_BYTES_MAX))) {
      return true;
    }
    int entriesMax = limits.streamNodeEntries();
    return entriesMax > 0 && StreamBlock.live(pack) + StreamBlock.dead(pack) >= entriesMax;
  }

  /// Takes over a checked block of a stream from elsewhere; its entries count.
  public static void addBlock(Workbench bench, long value, StreamId id, long pack) {
    long entry = IdTable.add(bench, value, blocks(value), id.millis, id.sequence);
    long copy = Value.allocate(bench, value, Listpack.bytes(pack));
    Memory.copy(pack, copy, Listpack.bytes(pack));
    Memory.putLong(entry + IdTable.CONTENT, copy);
    Value.addCount(value, StreamBlock.live(copy));
  }

  /// Shows the blocks in order; the address of their listpack is [#blockAddress].
  public interface BlockVisitor {
    void block(long millis, long sequence, long pack, int bytes);
  }

  public static void blocks(long value, BlockVisitor visitor) {
    IdWalk walk = new IdWalk();
    walk.start(blocks(value), 0, 0);
    for (long entry = walk.next(); entry != 0; entry = walk.next()) {
      long pack = Memory.getLong(entry + IdTable.CONTENT);
      visitor.block(IdTable.millis(entry), IdTable.sequence(entry), pack, Listpack.bytes(pack));
    }
  }

  /// Deletes an entry and tells whether it was there.
  public static boolean delete(Workbench bench, long value, StreamId id, StreamWalk walk) {
    walk.start(value, id, id, false);
    if (!walk.next()) {
      return false;
    }
    long entry = walk.block();
    long holder = entry + IdTable.CONTENT;
    if (StreamBlock.live(Memory.getLong(holder)) == 1) {
      dropBlock(bench, value, entry);
    } else {
      StreamBlock.kill(bench, value, holder, walk.at());
    }
    Value.addCount(value, -1);
    return true;
  }

  private static void dropBlock(Workbench bench, long value, long entry) {
    Listpack.free(bench, value, entry + IdTable.CONTENT);
    IdTable.remove(bench, value, blocks(value), IdTable.millis(entry), IdTable.sequence(entry));
  }

  /// Finds the first entry that is left anew, after some were removed.
  public static void renewFirstId(long value, StreamWalk walk, StreamId scratch) {
    scratch.set(0, 0);
    if (Value.count(value) > 0) {
      walk.start(value, null, null, false);
      walk.next();
      scratch.set(walk.millis(), walk.sequence());
    }
    setFirstId(value, scratch);
  }

  /// How far [#trim] goes: until `count` entries are left, or with `count` -1 until none is before
  /// the ID. If only roughly, whole blocks go and at most `limit` entries (0 for any number).
  public record Trim(long count, StreamId least, boolean roughly, long limit) {
    boolean byCount() {
      return count >= 0;
    }
  }

  /// Removes entries from the old end and answers how many.
  public static int trim(Workbench bench, long value, Trim trim) {
    int removed = 0;
    long table = blocks(value);
    for (long entry = IdTable.first(table); entry != 0; entry = IdTable.first(table)) {
      if (trim.byCount() && Value.count(value) <= trim.count()) {
        break;
      }
      long pack = Memory.getLong(entry + IdTable.CONTENT);
      int live = StreamBlock.live(pack);
      if (trim.limit() > 0 && removed + live > trim.limit()) {
        break;
      }
      boolean whole =
          trim.byCount()
              ? Value.count(value) - live >= trim.count()
              : StreamBlock.isBefore(entry, trim.least());
      if (!whole) {
        removed += trim.roughly() ? 0 : trimBlock(bench, value, entry, trim);
        break;
      }
      dropBlock(bench, value, entry);
      Value.addCount(value, -live);
      removed += live;
    }
    return removed;
  }

  private static int trimBlock(Workbench bench, long value, long entry, Trim trim) {
    long holder = entry + IdTable.CONTENT;
    int killed = 0;
    int at = StreamBlock.firstEntry(Memory.getLong(holder));
    while (at != Listpack.NONE) {
      long pack = Memory.getLong(holder);
      boolean enough =
          trim.byCount()
              ? Value.count(value) <= trim.count()
              : StreamBlock.compare(entry, at, trim.least()) >= 0;
      if (enough) {
        break;
      }
      int next = StreamBlock.nextEntry(pack, at);
      if (!StreamBlock.isDead(pack, at)) {
        // The head may grow, and all that follows then moves.
        int before = Listpack.bytes(pack);
        StreamBlock.kill(bench, value, holder, at);
        next += next == Listpack.NONE ? 0 : Listpack.bytes(Memory.getLong(holder)) - before;
        Value.addCount(value, -1);
        killed++;
      }
      at = next;
    }
    return killed;
  }

  /// Frees some blocks or groups; true when nothing is left but the body.
  static boolean discard(Workbench bench, long value, int elements) {
    int freed = 0;
    long table = blocks(value);
    for (long entry = IdTable.last(table); entry != 0; entry = IdTable.last(table)) {
      if (freed >= elements) {
        return false;
      }
      freed += StreamBlock.live(Memory.getLong(entry + IdTable.CONTENT)) + 1;
      dropBlock(bench, value, entry);
    }
    while (NameList.count(groups(value)) > 0) {
      if (freed >= elements) {
        return false;
      }
      long group = NameList.at(groups(value), NameList.count(groups(value)) - 1);
      freed += 1 + StreamGroup.pendingCount(group);
      StreamGroup.destroy(bench, value, group);
    }
    IdTable.free(bench, value, table);
    Value.release(bench, value, head(value), HEAD_BYTES);
    return true;
  }

  /// Stops loudly if the structure is not what it says.
  public static void check(long value) {
    IdTable.check(blocks(value));
    int counted = 0;
    IdWalk walk = new IdWalk();
    walk.start(blocks(value), 0, 0);
    for (long entry = walk.next(); entry != 0; entry = walk.next()) {
      long pack = Memory.getLong(entry + IdTable.CONTENT);
      Listpack.check(pack);
      StreamBlock.check(pack);
      counted += StreamBlock.live(pack);
    }
    if (counted != Value.count(value)) {
      throw new IllegalStateException(
          "%d entries in the blocks, %d counted".formatted(counted, Value.count(value)));
    }
    for (int i = 0; i < groupCount(value); i++) {
      StreamGroup.check(NameList.at(groups(value), i));
    }
  }
}
