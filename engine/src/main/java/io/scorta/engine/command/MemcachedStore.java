package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Gives memcached's items their values: the storage commands, and the two that count.
///
/// [#begin] notes what a line says, [#store] follows when its value is there.
final class MemcachedStore {
  /// How a value is stored.
  enum Mode {
    SET,
    ADD,
    REPLACE,
    APPEND,
    PREPEND,
    CAS
  }

  /// What became of a command, in the words of the classic and of the meta commands.
  enum Outcome {
    STORED("STORED", "HD"),
    NOT_STORED("NOT_STORED", "NS"),
    EXISTS("EXISTS", "EX"),
    NOT_FOUND("NOT_FOUND", "NF"),
    NOT_A_NUMBER(NO_NUMBER, NO_NUMBER);

    final String text;
    final String code;

    Outcome(String text, String code) {
      this.text = text;
      this.code = code;
    }
  }

  static final String RESERVED = "SERVER_ERROR the key belongs to auto discovery";

  private static final String NO_NUMBER =
      "CLIENT_ERROR cannot increment or decrement non-numeric value";
  private static final String TOO_LARGE = "SERVER_ERROR object too large for cache";
  private static final String OUT_OF_MEMORY = "SERVER_ERROR out of memory storing object";

  /// What memcached counts beside key and value: header, check-and-set number, ends of both.
  private static final int OVERHEAD_BYTES = 48 + 8 + 1 + 2;

  /// What client flags take where there are any.
  private static final int FLAGS_BYTES = 4;

  private final MemcachedService service;
  private final Keeper keeper;
  private final MemcachedTally tally;
  private final MemcachedNumbers numbers = new MemcachedNumbers();
  private final Key key = new Key();

  // The line that is being stored.
  private long keyAddress;
  private int keyLength;
  private int flags;
  private long expiry;
  private long unique;
  private int marks;
  private boolean staleable;

  private long number;
  private long storedUnique;

  MemcachedStore(MemcachedService service) {
    this.service = service;
    this.keeper = service.keeper;
    this.tally = service.tally;
  }

  /// Notes the key of a storage line, which may lie anywhere until [#store].
  void begin(long address, int length) {
    keyAddress = address;
    keyLength = length;
    marks = 0;
    staleable = false;
  }

  /// Notes what goes with the value; `cas` is 0 where none was given.
  void accompany(int clientFlags, long expiryMillis, long cas) {
    flags = clientFlags;
    expiry = expiryMillis;
    unique = cas;
  }

  /// Notes the marks of the item, and whether an older check-and-set number stores it as stale.
  void mark(int itemMarks, boolean mayBeStale) {
    marks = itemMarks;
    staleable = mayBeStale;
  }

  /// Why a value of this length cannot be stored, or null.
  ///
  /// @param drops whether an old value is not to outlive the refusal
  @Nullable String refusal(int length, boolean drops) {
    if (service.isReserved(keyAddress, keyLength)) {
      return RESERVED;
    }
    String why = null;
    if (itemBytes(keyLength, length, 0) > service.host.itemBytesMax()) {
      tally.tooLarge++;
      why = TOO_LARGE;
    } else if (!hasRoom()) {
      tally.noMemory++;
      why = OUT_OF_MEMORY;
    }
    if (why != null && drops) {
      drop();
    }
    return why;
  }

  private void drop() {
    key.set(service.database(), keyAddress, keyLength);
    keeper.locks().enter(key);
    try {
      if (keeper.seek(key) != 0) {
        keeper.remove(key);
        keeper.changed(key, KeyEvent.DEL);
      }
    } finally {
      keeper.locks().leave(key);
    }
  }

  /// The size of an item as memcached counts it.
  static long itemBytes(int keyLength, int valueLength, int clientFlags) {
    return (long) OVERHEAD_BYTES + keyLength + valueLength + (clientFlags == 0 ? 0 : FLAGS_BYTES);
  }

  boolean hasRoom() {
    return !keeper.keyspace().isOverLimit() || keeper.evictor().makeRoom();
  }

  /// Stores the value of the line that [#begin] noted.
  Outcome store(Mode how, long value, int length) {
    tally.sets++;
    key.set(service.database(), keyAddress, keyLength);
    keeper.locks().enter(key);
    try {
      long old = keeper.seek(key);
      return switch (how) {
        case SET -> put(value, length);
        case ADD -> old == 0 ? put(value, length) : refused(old);
        case REPLACE -> old == 0 ? Outcome.NOT_STORED : put(value, length);
        case CAS -> compareAndSet(old, value, length);
        case APPEND, PREPEND -> old == 0 ? Outcome.NOT_STORED : join(how, old, value, length);
      };
    } finally {
      keeper.locks().leave(key);
    }
  }

  /// The check-and-set number that the last item got which was stored.
  long storedUnique() {
    return storedUnique;
  }

  /// An add that meets an item counts as a use of it.
  private Outcome refused(long old) {
    keeper.touch(old);
    return Outcome.NOT_STORED;
  }

  private Outcome compareAndSet(long old, long value, int length) {
    if (old == 0) {
      tally.casMisses++;
      return Outcome.NOT_FOUND;
    }
    long current = RecordBlock.cas(old);
    if (current == unique) {
      tally.casHits++;
      return put(value, length);
    }
    if (staleable && unique != 0 && Long.compareUnsigned(unique, current) < 0) {
      tally.casHits++;
      expiry = RecordBlock.expiry(old);
      marks |= ItemMarks.STALE | RecordBlock.marks(old) & ItemMarks.TOKEN_SENT;
      return put(value, length);
    }
    tally.casBadval++;
    return Outcome.EXISTS;
  }

  private Outcome put(long value, int length) {
    long record = keeper.putItem(key, RecordBlock.BYTES, length, expiry);
    Memory.copy(value, RecordBlock.value(record), length);
    RecordBlock.clientFlags(record, flags);
    RecordBlock.marks(record, marks);
    return stored(record);
  }

  private Outcome join(Mode how, long old, long value, int length) {
    if (unique != 0 && RecordBlock.cas(old) != unique) {
      return Outcome.EXISTS;
    }
    int before = RecordBlock.valueLength(old);
    if (itemBytes(keyLength, before, 0) + length > service.host.itemBytesMax()) {
      return Outcome.NOT_STORED;
    }
    long record = keeper.resize(key, before + length);
    long start = RecordBlock.value(record);
    if (how == Mode.PREPEND) {
      Memory.copy(start, start + length, before);
      Memory.copy(value, start, length);
    } else {
      Memory.copy(value, start + before, length);
    }
    RecordBlock.marks(record, 0);
    return stored(record);
  }

  private Outcome stored(long record) {
    storedUnique = nextUnique();
    RecordBlock.cas(record, storedUnique);
    tally.totalItems++;
    keeper.changed(key, KeyEvent.SET);
    return Outcome.STORED;
  }

  long nextUnique() {
    return service.host.unique().incrementAndGet();
  }

  /// Adds to or subtracts from the number that a locked key's item holds: up it wraps at 64 bits,
  /// down it stops at 0. A number that got shorter is padded with blanks, as memcached does.
  ///
  /// @param cas the number that the item must have for check-and-set; 0 for any
  Outcome count(Key counter, long delta, boolean up, long cas) {
    long record = keeper.seek(counter);
    if (record == 0) {
      missed(up);
      return Outcome.NOT_FOUND;
    }
    if (RecordBlock.valueLength(record) == 0) {
      return Outcome.NOT_A_NUMBER;
    }
    if (cas != 0 && RecordBlock.cas(record) != cas) {
      return Outcome.EXISTS;
    }
    if (!numbers.isUnsigned(RecordBlock.value(record), RecordBlock.valueLength(record))) {
      return Outcome.NOT_A_NUMBER;
    }
    number = counted(counter, delta, up);
    return Outcome.STORED;
  }

  /// What the last [#count] came to, unsigned.
  long number() {
    return number;
  }

  private void missed(boolean up) {
    if (up) {
      tally.incrMisses++;
    } else {
      tally.decrMisses++;
    }
  }

  private long counted(Key counter, long delta, boolean up) {
    long before = numbers.value();
    long after;
    if (up) {
      tally.incrHits++;
      after = before + delta;
    } else {
      tally.decrHits++;
      after = Long.compareUnsigned(delta, before) > 0 ? 0 : before - delta;
    }
    long record = counter.record();
    int room = RecordBlock.valueLength(record);
    int digits = digitsOf(after);
    long target = record;
    if (digits > room) {
      target = keeper.resize(counter, digits);
      RecordBlock.marks(target, 0); // To memcached it is another item.
    }
    writeUnsigned(after, RecordBlock.value(target));
    Memory.fill(RecordBlock.value(target) + digits, Math.max(0, room - digits), (byte) ' ');
    RecordBlock.cas(target, nextUnique());
    keeper.touch(target);
    keeper.changed(counter, KeyEvent.INCRBY);
    return after;
  }

  /// Makes the item of a counter that was not there; the key is locked and was sought.
  long createCounter(Key counter, long initial) {
    int digits = digitsOf(initial);
    long record = keeper.putItem(counter, RecordBlock.BYTES, digits, 0);
    writeUnsigned(initial, RecordBlock.value(record));
    RecordBlock.clientFlags(record, 0);
    RecordBlock.marks(record, 0);
    RecordBlock.cas(record, nextUnique());
    tally.totalItems++;
    keeper.changed(counter, KeyEvent.SET);
    return record;
  }

  static int digitsOf(long unsigned) {
    return unsigned >= 0 ? Digits.length(unsigned) : Long.toUnsignedString(unsigned).length();
  }

  private static void writeUnsigned(long value, long address) {
    if (value >= 0) {
      Digits.write(value, address);
      return;
    }
    byte[] text = Long.toUnsignedString(value).getBytes(StandardCharsets.US_ASCII);
    Memory.copyIn(text, 0, address, text.length);
  }
}
