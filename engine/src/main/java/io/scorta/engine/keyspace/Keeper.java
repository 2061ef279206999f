package io.scorta.engine.keyspace;

import io.scorta.engine.evict.AccessBits;
import io.scorta.engine.evict.EvictionPolicy;
import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Value;
import io.scorta.engine.value.Workbench;

/// One loop's hand on a keyspace: finds, makes, changes and removes records, and counts.
///
/// Whoever calls a method with a [Key] holds the lock of its shard. Every change ends with
/// [#changed], the one hook; what must learn of changes hangs there and nowhere else.
public final class Keeper {
  /// Strings that outgrow this get room to grow further, so that appending is not quadratic.
  private static final int ROOMY_BYTES_MIN = 16 << 10;

  private static final int ROOM_BYTES_MAX = 1 << 20;

  /// Collections of at most so many elements are freed at once.
  private static final int FREED_AT_ONCE_MAX = 64;

  private final Keyspace keyspace;
  private final Workbench bench;
  private final Allocator allocator;
  private final Clock clock;
  private final Dice dice;
  private final Tally tally = new Tally();
  private final Discards discards;
  private final Evictor evictor;
  private final Locks locks;
  private final Interest interest;
  private final Journal journal = new Journal();

  public Keeper(Keyspace keyspace, Desk desk, boolean shared) {
    this.keyspace = keyspace;
    this.bench = desk.bench();
    this.allocator = bench.allocator();
    this.clock = desk.clock();
    this.dice = desk.dice();
    this.discards = desk.discards();
    this.evictor = new Evictor(this);
    this.locks = new Locks(keyspace, shared);
    this.interest = keyspace.interest();
    keyspace.join(this);
  }

  public Keyspace keyspace() {
    return keyspace;
  }

  public Workbench bench() {
    return bench;
  }

  public Tally tally() {
    return tally;
  }

  public Clock clock() {
    return clock;
  }

  public Dice dice() {
    return dice;
  }

  public Locks locks() {
    return locks;
  }

  public Evictor evictor() {
    return evictor;
  }

  public Journal journal() {
    return journal;
  }

  public Discards discards() {
    return discards;
  }

  /// Looks a key up; the answer, also in the key, is its record or 0. What has expired is removed.
  public long seek(Key key) {
    long slot = key.shard.find(key.hash, key.address, key.length);
    long record = 0;
    if (slot != 0) {
      record = Shard.record(slot);
      if (RecordBlock.expires(record) && RecordBlock.expiry(record) <= clock.millis()) {
        key.slot = slot;
        key.record = record;
        expire(key);
        return 0;
      }
    }
    key.slot = slot;
    key.record = record;
    return record;
  }

  /// Looks a key up to read it: counts a hit or a miss and notes the use.
  public long read(Key key) {
    long record = seek(key);
    if (record == 0) {
      missed(key);
      return 0;
    }
    tally.hits++;
    touch(record);
    return record;
  }

  /// The same without noting the use.
  public long readWithoutTouch(Key key) {
    long record = seek(key);
    if (record == 0) {
      missed(key);
    } else {
      tally.hits++;
    }
    return record;
  }

  private void missed(Key key) {
    tally.misses++;
    note(key, KeyEvent.KEYMISS);
  }

  /// Notes a use of a record.
  public void touch(long record) {
    int bits = RecordBlock.access(record);
    if (keyspace.policy().isLfu()) {
      RecordBlock.access(
          record, AccessBits.lfuUsed(bits, clock.millis(), keyspace.lfu(), dice.bits()));
      return;
    }
    int now = AccessBits.lruClock(clock.millis());
    if (bits != now) {
      RecordBlock.access(record, now);
    }
  }

  private int freshAccess() {
    EvictionPolicy policy = keyspace.policy();
    return policy.isLfu()
        ? AccessBits.lfu(clock.millis(), AccessBits.LFU_INITIAL)
        : AccessBits.lruClock(clock.millis());
  }

  /// Makes the record of a sought key anew, with any value of `valueBytes`, in place of an old one,
  /// and answers it. The old value is gone, so it cannot be the source of the new one.
  public long put(Key key, int type, int encoding, int valueBytes, long expiry) {
    return make(key, shape(type, encoding, 0), valueBytes, expiry);
  }

  /// The same for memcached's protocol, whose records have a CAS number and client flags.
  public long putItem(Key key, int encoding, int valueBytes, long expiry) {
    int shape = shape(RecordBlock.STRING, encoding, RecordBlock.ITEM);
    return make(key, shape, valueBytes, expiry);
  }

  /// Type, encoding and flags in one number.
  private static int shape(int type, int encoding, int flags) {
    return type | encoding << 8 | flags << 16;
  }

  private long make(Key key, int shape, int valueBytes, long expiry) {
    int type = shape & 0xff;
    int encoding = shape >>> 8 & 0xff;
    int flags = shape >>> 16 | (expiry != 0 ? RecordBlock.EXPIRES : 0);
    long old = key.record;
    if (old != 0
        && fitsInPlace(old, flags, valueBytes)
        && RecordBlock.type(old) == RecordBlock.STRING) {
      RecordBlock.write(old, type, encoding, flags, valueBytes);
      if (expiry != 0) {
        RecordBlock.expiry(old, expiry);
        noteExpiry(key.shard, expiry);
      }
      touch(old);
      return old;
    }
    long record = allocateRecord(RecordBlock.bytes(flags, key.length, valueBytes));
    RecordBlock.write(record, type, encoding, flags, valueBytes);
    RecordBlock.writeKey(record, key.address, key.length);
    RecordBlock.access(record, freshAccess());
    if (expiry != 0) {
      RecordBlock.expiry(record, expiry);
    }
    link(key, record);
    return record;
  }

  private static boolean fitsInPlace(long record, int flags, int valueBytes) {
    if (RecordBlock.flags(record) != flags || (flags & RecordBlock.ROOMY) != 0) {
      return false;
    }
    int length = RecordBlock.valueLength(record);
    return length == valueBytes
        || Allocator.blockBytes(RecordBlock.bytes(flags, RecordBlock.keyLength(record), valueBytes))
            == RecordBlock.blockBytes(record);
  }

  private static void noteExpiry(Shard shard, long expiry) {
    shard.earliestExpiry = Math.min(shard.earliestExpiry, expiry);
    shard.passEarliest = Math.min(shard.passEarliest, expiry);
  }

  /// Puts a record into the table, in place of the key's old one, which ends.
  private void link(Key key, long record) {
    long old = key.record;
    if (old == 0) {
      key.slot = key.shard.insert(this, key.hash, record);
      note(key, KeyEvent.NEW);
    } else {
      exchange(key, record);
      release(old);
    }
    key.record = record;
  }

  /// Puts another record of the same key into the table and corrects the counts of expiry.
  private void exchange(Key key, long record) {
    Shard shard = key.shard;
    if (RecordBlock.expires(key.record)) {
      shard.expiryRemoved(this);
    }
    Shard.replace(key.slot, record);
    if (RecordBlock.expires(record)) {
      shard.expiryAdded(this, RecordBlock.expiry(record));
    }
  }

  /// Makes a string of these bytes, as a number where they are one.
  public long putText(Key key, long address, int length, long expiry) {
    if (Digits.isLong(address, length)) {
      return putNumber(key, Digits.parse(address, length), expiry);
    }
    long record = put(key, RecordBlock.STRING, RecordBlock.BYTES, length, expiry);
    Memory.copy(address, RecordBlock.value(record), length);
    return record;
  }

  public long putNumber(Key key, long number, long expiry) {
    long record = put(key, RecordBlock.STRING, RecordBlock.INT, 8, expiry);
    Memory.putLong(RecordBlock.value(record), number);
    return record;
  }

  /// Makes a record for a collection; its memory counts from now on.
  public long putCollection(Key key, long value, long expiry) {
    long record = put(key, Value.type(value), RecordBlock.ADDRESS, 8, expiry);
    Memory.putLong(RecordBlock.value(record), value);
    tally.usedBytes += Value.bytes(value);
    return record;
  }

  /// After a change of a collection: counts its memory, of which `bytesBefore` counted already.
  public void resized(long value, long bytesBefore) {
    tally.usedBytes += Value.bytes(value) - bytesBefore;
  }

  /// Gives a string that is kept as bytes another length; bytes up to the shorter one stay.
  public long resize(Key key, int valueBytes) {
    long record = key.record;
    int flags = RecordBlock.flags(record);
    if ((flags & RecordBlock.ROOMY) != 0) {
      int room = RecordBlock.room(record);
      if (valueBytes <= room && valueBytes >= room / 4) {
        RecordBlock.valueLength(record, valueBytes);
        return record;
      }
    } else if (fitsInPlace(record, flags, valueBytes)) {
      RecordBlock.valueLength(record, valueBytes);
      return record;
    }
    int length = RecordBlock.valueLength(record);
    int room = valueBytes;
    int newFlags = flags & ~RecordBlock.ROOMY;
    if (valueBytes > length && valueBytes > ROOMY_BYTES_MIN) {
      newFlags |= RecordBlock.ROOMY;
      room = valueBytes + Math.min(valueBytes, ROOM_BYTES_MAX);
    }
    long made = remake(key, newFlags, room, Math.min(length, valueBytes));
    RecordBlock.valueLength(made, valueBytes);
    return made;
  }

  /// Sets when the key expires; 0 for never.
  public long expiry(Key key, long atMillis) {
    long record = key.record;
    boolean has = RecordBlock.expires(record);
    if (has && atMillis != 0) {
      RecordBlock.expiry(record, atMillis);
      noteExpiry(key.shard, atMillis);
      return record;
    }
    if (has == (atMillis != 0)) {
      return record;
    }
    int flags =
        RecordBlock.flags(record) & ~RecordBlock.EXPIRES
            | (atMillis != 0 ? RecordBlock.EXPIRES : 0);
    pendingExpiry = atMillis;
    int length = RecordBlock.valueLength(record);
    long made = remake(key, flags, RecordBlock.room(record), length);
    RecordBlock.valueLength(made, length);
    return made;
  }

  /// The expiry that [#remake] gives to a record that had none.
  private long pendingExpiry;

  private long remake(Key key, int flags, int room, int keptBytes) {
    long old = key.record;
    int keyLength = RecordBlock.keyLength(old);
    long record = allocateRecord(RecordBlock.bytes(flags, keyLength, room));
    RecordBlock.write(record, RecordBlock.type(old), RecordBlock.encoding(old), flags, room);
    RecordBlock.writeKey(record, RecordBlock.key(old), keyLength);
    RecordBlock.access(record, RecordBlock.access(old));
    copyExtras(old, record, flags);
    Memory.copy(RecordBlock.value(old), RecordBlock.value(record), keptBytes);
    exchange(key, record);
    freeRecord(old);
    key.record = record;
    return record;
  }

  /// Gives the value of a sought key to another sought key, in place of its old one, with its
  /// expiry; the first key is gone then.
  public void rename(Key from, Key to) {
    long old = from.record;
    long made = twin(old, to);
    from.shard.remove(this, from.hash, from.slot);
    from.slot = 0;
    from.record = 0;
    // The removal may have moved other records of the shard.
    to.slot = to.record == 0 ? 0 : to.shard.find(to.hash, to.address, to.length);
    linkAnew(to, made);
    freeRecord(old);
  }

  /// Copies a record to another sought key. Of a collection `value` is the copy, else it is 0.
  public void copy(long record, Key to, long value) {
    long made = twin(record, to);
    if (value != 0) {
      Memory.putLong(RecordBlock.value(made), value);
      tally.usedBytes += Value.bytes(value);
    }
    linkAnew(to, made);
  }

  /// As [#link]; the key counts as new even where it replaces another one.
  private void linkAnew(Key key, long record) {
    boolean replaced = key.record != 0;
    link(key, record);
    if (replaced) {
      note(key, KeyEvent.NEW);
    }
  }

  /// A record with another key and all else the same.
  private long twin(long record, Key to) {
    int flags = RecordBlock.flags(record);
    int length = RecordBlock.valueLength(record);
    int room = RecordBlock.room(record);
    long made = allocateRecord(RecordBlock.bytes(flags, to.length, room));
    RecordBlock.write(made, RecordBlock.type(record), RecordBlock.encoding(record), flags, room);
    RecordBlock.writeKey(made, to.address, to.length);
    RecordBlock.access(made, RecordBlock.access(record));
    copyExtras(record, made, flags);
    Memory.copy(RecordBlock.value(record), RecordBlock.value(made), length);
    RecordBlock.valueLength(made, length);
    return made;
  }

  private void copyExtras(long record, long made, int flags) {
    if ((flags & RecordBlock.EXPIRES) != 0) {
      RecordBlock.expiry(
          made, RecordBlock.expires(record) ? RecordBlock.expiry(record) : pendingExpiry);
    }
    if ((flags & RecordBlock.ITEM) != 0) {
      RecordBlock.cas(made, RecordBlock.cas(record));
      RecordBlock.clientFlags(made, RecordBlock.clientFlags(record));
      RecordBlock.marks(made, RecordBlock.marks(record));
    }
  }

  /// Removes the record of a sought key.
  public void remove(Key key) {
    long record = key.record;
    key.shard.remove(this, key.hash, key.slot);
    key.slot = 0;
    key.record = 0;
    release(record);
  }

  /// Removes the record of a sought key but leaves the value of a collection alive, and answers it.
  public long detach(Key key) {
    long record = key.record;
    long value = RecordBlock.collection(record);
    key.shard.remove(this, key.hash, key.slot);
    key.slot = 0;
    key.record = 0;
    freeRecord(record);
    tally.usedBytes -= Value.bytes(value);
    return value;
  }

  private void expire(Key key) {
    tally.expired++;
    remove(key);
    changed(key, KeyEvent.EXPIRED);
  }

  /// Removes a key because it has to make room.
  void evict(Key key) {
    tally.evicted++;
    remove(key);
    changed(key, KeyEvent.EVICTED);
  }

  void expireNow(Key key) {
    expire(key);
  }

  /// The one hook of every change, called under the key's lock. Who watches the key learns of it
  /// now; the others, by the [Journal], when the command has ended.
  public void changed(Key key, KeyEvent event) {
    tally.changes++;
    int wanted = interest.bits();
    if (wanted != 0) {
      tell(wanted, key, event);
    }
  }

  private void tell(int wanted, Key key, KeyEvent event) {
    if ((wanted & Interest.WATCHED) != 0) {
      keyspace.watches().changed(key);
    }
    if ((wanted & (event.bit() | Interest.AWAITED | Interest.TRACKED)) != 0) {
      journal.add(key, event);
    }
  }

  /// Writes down what is no change, for who has asked for this class of events.
  private void note(Key key, KeyEvent event) {
    if ((interest.bits() & event.bit()) != 0) {
      journal.add(key, event);
    }
  }

  private void changed(int database, KeyEvent event) {
    if ((interest.bits() & (Interest.AWAITED | Interest.TRACKED)) != 0) {
      journal.add(database, event);
    }
  }

  /// Exchanges two databases; the caller has all locks.
  public void swap(int first, int second) {
    keyspace.swap(first, second);
    changed(first, KeyEvent.SWAPPED);
    changed(second, KeyEvent.SWAPPED);
  }

  /// Removes all records of a database, shard by shard.
  public void flush(Database database) {
    if (database.size() > 0) {
      keyspace.watches().databaseChanged(database.number());
    }
    for (int i = 0; i < database.shardCount(); i++) {
      Shard shard = database.shardAt(i);
      locks.enter(shard);
      try {
        tally.changes += shard.count;
        shard.visitAll(this::release);
        shard.drop(this);
      } finally {
        locks.leave(shard);
      }
    }
    changed(database.number(), KeyEvent.FLUSHED);
  }

  private void release(long record) {
    if (RecordBlock.encoding(record) == RecordBlock.ADDRESS) {
      long value = RecordBlock.collection(record);
      tally.usedBytes -= Value.bytes(value);
      if (Value.count(value) <= FREED_AT_ONCE_MAX) {
        Value.free(bench, value);
      } else {
        discards.add(value);
      }
    }
    freeRecord(record);
  }

  private long allocateRecord(int bytes) {
    tally.usedBytes += Allocator.blockBytes(bytes);
    return allocator.allocate(bytes);
  }

  private void freeRecord(long record) {
    int bytes = RecordBlock.bytes(record);
    tally.usedBytes -= Allocator.blockBytes(bytes);
    allocator.free(record, bytes);
  }

  long allocateTable(int buckets) {
    int bytes = Math.multiplyExact(buckets, Shard.BUCKET_BYTES);
    tally.usedBytes += Allocator.blockBytes(bytes);
    long table = allocator.allocate(bytes);
    Memory.fill(table, bytes, (byte) 0);
    return table;
  }

  void freeTable(long table, int buckets) {
    int bytes = buckets * Shard.BUCKET_BYTES;
    tally.usedBytes -= Allocator.blockBytes(bytes);
    allocator.free(table, bytes);
  }
}
