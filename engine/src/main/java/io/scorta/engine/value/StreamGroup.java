package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// Consumer groups of a stream, their consumers, and what was delivered but not acknowledged.
///
/// ```
/// group    | name, 8 | last delivered ID, 16 | entries read or -1, 8 | pending, 8 | consumers, 8 |
/// consumer | name, 8 | seen, 8 | active or -1, 8 | pending, 8 |
/// pending of a group    | ID, 16 | delivered at, 8 | times delivered, 8 | consumer, 8 |
/// pending of a consumer | ID, 16 |
/// ```
///
/// Times are absolute milliseconds. A pending entry stands in the table of its group and in that of
/// its consumer.
public final class StreamGroup {
  /// For a count of read entries that is not known.
  public static final long UNKNOWN = -1;

  private static final int LAST = 8;
  private static final int READ = 24;
  private static final int PENDING = 32;
  private static final int CONSUMERS = 40;
  private static final int GROUP_BYTES = 48;

  private static final int SEEN = 8;
  private static final int ACTIVE = 16;
  private static final int OWN = 24;
  private static final int CONSUMER_BYTES = 32;

  private static final int TIME = IdTable.CONTENT;
  private static final int TIMES = TIME + 8;
  private static final int OWNER = TIMES + 8;
  private static final int PENDING_BYTES = 24;

  private StreamGroup() {}

  /// The group with this name, or 0.
  public static long find(long stream, Item name) {
    return NameList.find(StreamValue.groups(stream), name);
  }

  public static long at(long stream, int index) {
    return NameList.at(StreamValue.groups(stream), index);
  }

  /// Makes a group whose name is not there yet.
  public static long make(Workbench bench, long stream, Item name, StreamId last, long read) {
    long group = NameList.add(bench, stream, StreamValue.groups(stream), name, GROUP_BYTES);
    setLast(group, last);
    setRead(group, read);
    Memory.putLong(group + PENDING, IdTable.make(bench, stream, PENDING_BYTES));
    return group;
  }

  public static void destroy(Workbench bench, long stream, long group) {
    while (consumers(group) > 0) {
      freeConsumer(bench, stream, group, consumerAt(group, consumers(group) - 1));
    }
    IdTable.free(bench, stream, Memory.getLong(group + PENDING));
    NameList.readName(group, bench.second);
    NameList.remove(bench, stream, StreamValue.groups(stream), bench.second);
  }

  /// Reads the name of a group or consumer.
  public static void name(long block, Item name) {
    NameList.readName(block, name);
  }

  public static void last(long group, StreamId id) {
    id.set(Memory.getLong(group + LAST), Memory.getLong(group + LAST + 8));
  }

  public static void setLast(long group, StreamId id) {
    Memory.putLong(group + LAST, id.millis);
    Memory.putLong(group + LAST + 8, id.sequence);
  }

  /// How many entries were read, or [#UNKNOWN].
  public static long read(long group) {
    return Memory.getLong(group + READ);
  }

  public static void setRead(long group, long read) {
    Memory.putLong(group + READ, read);
  }

  public static int consumers(long group) {
    return NameList.count(group + CONSUMERS);
  }

  public static long consumerAt(long group, int index) {
    return NameList.at(group + CONSUMERS, index);
  }

  public static long consumer(long group, Item name) {
    return NameList.find(group + CONSUMERS, name);
  }

  public static long makeConsumer(Workbench bench, long stream, long group, Item name, long seen) {
    long consumer = NameList.add(bench, stream, group + CONSUMERS, name, CONSUMER_BYTES);
    Memory.putLong(consumer + OWN, IdTable.make(bench, stream, 0));
    setSeen(consumer, seen);
    setActive(consumer, -1);
    return consumer;
  }

  public static long seen(long consumer) {
    return Memory.getLong(consumer + SEEN);
  }

  public static void setSeen(long consumer, long millis) {
    Memory.putLong(consumer + SEEN, millis);
  }

  /// When the consumer last got an entry, or -1.
  public static long active(long consumer) {
    return Memory.getLong(consumer + ACTIVE);
  }

  public static void setActive(long consumer, long millis) {
    Memory.putLong(consumer + ACTIVE, millis);
  }

  /// Removes a consumer with what is pending for it.
  public static void removeConsumer(Workbench bench, long stream, long group, long consumer) {
    long own = Memory.getLong(consumer + OWN);
    IdWalk walk = new IdWalk();
    walk.start(own, 0, 0);
    for (long entry = walk.next(); entry != 0; entry = walk.next()) {
      IdTable.remove(bench, stream, pending(group), IdTable.millis(entry), IdTable.sequence(entry));
    }
    freeConsumer(bench, stream, group, consumer);
  }

  private static void freeConsumer(Workbench bench, long stream, long group, long consumer) {
    IdTable.free(bench, stream, Memory.getLong(consumer + OWN));
    NameList.readName(consumer, bench.second);
    NameList.remove(bench, stream, group + CONSUMERS, bench.second);
  }

  static long pending(long group) {
    return Memory.getLong(group + PENDING);
  }

  static long own(long consumer) {
    return Memory.getLong(consumer + OWN);
  }

  public static int pendingCount(long group) {
    return IdTable.count(pending(group));
  }

  public static int ownCount(long consumer) {
    return IdTable.count(own(consumer));
  }

  /// The pending entry with this ID, or 0; it holds until another is added or removed.
  public static long findPending(long group, StreamId id) {
    return IdTable.find(pending(group), id.millis, id.sequence);
  }

  /// The first or the last ID that is pending, where there is one.
  public static void edge(long group, boolean first, StreamId id) {
    long entry = first ? IdTable.first(pending(group)) : IdTable.last(pending(group));
    id.set(IdTable.millis(entry), IdTable.sequence(entry));
  }

  public static long deliveredAt(long entry) {
    return Memory.getLong(entry + TIME);
  }

  public static long timesDelivered(long entry) {
    return Memory.getLong(entry + TIMES);
  }

  public static void setDelivery(long entry, long millis, long times) {
    Memory.putLong(entry + TIME, millis);
    Memory.putLong(entry + TIMES, times);
  }

  /// The consumer to which a pending entry belongs, or 0 for none yet.
  public static long owner(long entry) {
    return Memory.getLong(entry + OWNER);
  }

  /// Makes an entry pending for nobody yet.
  public static long addPending(Workbench bench, long stream, long group, StreamId id) {
    return IdTable.add(bench, stream, pending(group), id.millis, id.sequence);
  }

  /// Gives a pending entry to a consumer.
  public static void assign(Workbench bench, long stream, long entry, long consumer) {
    long before = owner(entry);
    if (before == consumer) {
      return;
    }
    long millis = IdTable.millis(entry);
    long sequence = IdTable.sequence(entry);
    if (before != 0) {
      IdTable.remove(bench, stream, own(before), millis, sequence);
    }
    IdTable.add(bench, stream, own(consumer), millis, sequence);
    Memory.putLong(entry + OWNER, consumer);
  }

  /// Ends a pending entry and tells whether there was one.
  public static boolean acknowledge(Workbench bench, long stream, long group, StreamId id) {
    long entry = findPending(group, id);
    if (entry == 0) {
      return false;
    }
    if (owner(entry) != 0) {
      IdTable.remove(bench, stream, own(owner(entry)), id.millis, id.sequence);
    }
    return IdTable.remove(bench, stream, pending(group), id.millis, id.sequence);
  }

  static void check(long group) {
    IdTable.check(pending(group));
    int owned = 0;
    for (int i = 0; i < consumers(group); i++) {
      long consumer = consumerAt(group, i);
      IdTable.check(own(consumer));
      owned += ownCount(consumer);
      IdWalk walk = new IdWalk();
      walk.start(own(consumer), 0, 0);
      for (long entry = walk.next(); entry != 0; entry = walk.next()) {
        long shared = IdTable.find(pending(group), IdTable.millis(entry), IdTable.sequence(entry));
        if (shared == 0 || owner(shared) != consumer) {
          throw new IllegalStateException("an entry is pending for another consumer");
        }
      }
    }
    if (owned != pendingCount(group)) {
      throw new IllegalStateException(
          owned + " entries of consumers, " + pendingCount(group) + " of the group");
    }
  }
}
