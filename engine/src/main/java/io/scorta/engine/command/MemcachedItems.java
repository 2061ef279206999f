package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.ReplyBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What memcached's commands do to items: strings with client flags and a number for check-and-set.
///
/// Every method takes the lock of its key and gives it back.
final class MemcachedItems {
  /// How a value is stored.
  enum Store {
    SET,
    ADD,
    REPLACE,
    APPEND,
    PREPEND,
    CAS
  }

  static final int KEY_BYTES_MAX = 250;
  static final String DISCOVERY_KEY = "AmazonElastiCache:cluster";

  private static final String BAD_LINE = "CLIENT_ERROR bad command line format";
  private static final String STORED = "STORED";
  private static final String NOT_STORED = "NOT_STORED";
  private static final String NOT_FOUND = "NOT_FOUND";
  private static final String TOO_LARGE = "SERVER_ERROR object too large for cache";
  private static final String OUT_OF_MEMORY = "SERVER_ERROR out of memory storing object";
  private static final String RESERVED = "SERVER_ERROR the key belongs to auto discovery";

  /// What memcached counts beside key and value: header, check-and-set number, ends of both.
  private static final int OVERHEAD_BYTES = 48 + 8 + 1 + 2;

  private final MemcachedService service;
  private final Keeper keeper;
  private final ReplyBuffer reply;
  private final MemcachedTally tally;
  private final MemcachedNumbers numbers = new MemcachedNumbers();
  private final Key key = new Key();

  // The line that is being stored.
  private long keyAddress;
  private int keyLength;
  private int flags;
  private long expiry;
  private long unique;

  MemcachedItems(MemcachedService service) {
    this.service = service;
    this.keeper = service.keeper;
    this.reply = service.reply;
    this.tally = service.tally;
  }

  /// `get KEY...`: the items that exist, in the order of the keys.
  void get(Arguments words, int first, boolean withUnique) {
    if (firstBadKey(words, first) < words.count()) {
      line(BAD_LINE);
      return;
    }
    for (int i = first; i < words.count(); i++) {
      tally.gets++;
      if (isReserved(words, i)) {
        discovery(withUnique);
        continue;
      }
      sought(words, i);
      keeper.locks().enter(key);
      try {
        long record = keeper.read(key);
        if (record != 0) {
          value(record, withUnique);
        }
      } finally {
        keeper.locks().leave(key);
      }
    }
    end();
  }

  /// `gat EXPTIME KEY...`: the same, and a new expiry for each.
  ///
  /// A key that is too long spoils the answer, but the keys before it are touched, as by memcached.
  void getAndTouch(Arguments words, boolean withUnique) {
    if (!numbers.isSigned(words, 1)) {
      line("CLIENT_ERROR invalid exptime argument");
      return;
    }
    long until = MemcachedExpiry.at((int) numbers.value(), keeper.clock().millis());
    int bad = firstBadKey(words, 2);
    boolean isWhole = bad == words.count();
    for (int i = 2; i < bad; i++) {
      touchAndGive(words, i, until, isWhole, withUnique);
    }
    if (isWhole) {
      end();
    } else {
      line(BAD_LINE);
    }
  }

  private void touchAndGive(
      Arguments words, int word, long until, boolean given, boolean withUnique) {
    tally.gets++;
    tally.touches++;
    if (isReserved(words, word)) {
      discovery(withUnique);
      return;
    }
    sought(words, word);
    keeper.locks().enter(key);
    try {
      if (keeper.read(key) == 0) {
        tally.touchMisses++;
        return;
      }
      tally.touchHits++;
      long record = keeper.expiry(key, until);
      if (given) {
        value(record, withUnique);
      }
      keeper.changed(key, KeyEvent.EXPIRE);
    } finally {
      keeper.locks().leave(key);
    }
  }

  private static int firstBadKey(Arguments words, int first) {
    int word = first;
    while (word < words.count() && words.length(word) <= KEY_BYTES_MAX) {
      word++;
    }
    return word;
  }

  private void value(long record, boolean withUnique) {
    int length = RecordBlock.valueLength(record);
    reply.word(0x2045_554c_4156L, 6); // "VALUE "
    reply.bytes(key.address(), key.length());
    reply.put(' ');
    reply.digits(Integer.toUnsignedLong(RecordBlock.clientFlags(record)));
    reply.put(' ');
    reply.digits(length);
    if (withUnique) {
      reply.put(' ');
      reply.digits(RecordBlock.cas(record));
    }
    reply.crlf();
    reply.bytes(RecordBlock.value(record), length);
    reply.crlf();
  }

  private void discovery(boolean withUnique) {
    String lines = service.host.discovery();
    if (lines == null) {
      return;
    }
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    reply.text("VALUE " + DISCOVERY_KEY + " 0 " + bytes.length + (withUnique ? " 0" : "") + "\r\n");
    reply.bytes(bytes);
    reply.crlf();
  }

  private void end() {
    reply.word(0x0a0d_444e45L, 5); // "END" and the end of the line
  }

  private void line(String text) {
    reply.text(text);
    reply.crlf();
  }

  /// Notes what a storage line says; [#store] follows when its value is there.
  void begin(Arguments words, int clientFlags, long expiryMillis, long cas) {
    keyAddress = words.address(1);
    keyLength = words.length(1);
    flags = clientFlags;
    expiry = expiryMillis;
    unique = cas;
    reserved = isReserved(words, 1);
  }

  private boolean reserved;

  /// Why a value of this length cannot be stored, or null. An old value does not outlive a set that
  /// was refused.
  @Nullable String refusal(Store how, int length) {
    if (reserved) {
      return RESERVED;
    }
    String why = null;
    if ((long) OVERHEAD_BYTES + keyLength + length > service.host.itemBytesMax()) {
      tally.tooLarge++;
      why = TOO_LARGE;
    } else if (!hasRoom()) {
      why = OUT_OF_MEMORY;
    }
    if (why != null && how == Store.SET) {
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
    return why;
  }

  private boolean hasRoom() {
    return !keeper.keyspace().isOverLimit() || keeper.evictor().makeRoom();
  }

  /// Stores the value of the line that [#begin] noted.
  String store(Store how, long value, int length) {
    tally.sets++;
    key.set(service.database(), keyAddress, keyLength);
    keeper.locks().enter(key);
    try {
      long old = keeper.seek(key);
      return switch (how) {
        case SET -> put(value, length);
        case ADD -> old == 0 ? put(value, length) : refused(old);
        case REPLACE -> old == 0 ? NOT_STORED : put(value, length);
        case CAS -> compareAndSet(old, value, length);
        case APPEND, PREPEND -> old == 0 ? NOT_STORED : join(how, old, value, length);
      };
    } finally {
      keeper.locks().leave(key);
    }
  }

  /// An add that meets an item counts as a use of it.
  private String refused(long old) {
    keeper.touch(old);
    return NOT_STORED;
  }

  private String compareAndSet(long old, long value, int length) {
    if (old == 0) {
      tally.casMisses++;
      return NOT_FOUND;
    }
    if (RecordBlock.cas(old) != unique) {
      tally.casBadval++;
      return "EXISTS";
    }
    tally.casHits++;
    return put(value, length);
  }

  private String put(long value, int length) {
    long record = keeper.putItem(key, RecordBlock.BYTES, length, expiry);
    Memory.copy(value, RecordBlock.value(record), length);
    RecordBlock.clientFlags(record, flags);
    RecordBlock.marks(record, 0);
    return stored(record);
  }

  private String join(Store how, long old, long value, int length) {
    int before = RecordBlock.valueLength(old);
    if ((long) OVERHEAD_BYTES + keyLength + before + length > service.host.itemBytesMax()) {
      return OUT_OF_MEMORY;
    }
    long record = keeper.resize(key, before + length);
    long start = RecordBlock.value(record);
    if (how == Store.PREPEND) {
      Memory.copy(start, start + length, before);
      Memory.copy(value, start, length);
    } else {
      Memory.copy(value, start + before, length);
    }
    return stored(record);
  }

  private String stored(long record) {
    RecordBlock.cas(record, service.host.unique().incrementAndGet());
    tally.totalItems++;
    keeper.changed(key, KeyEvent.SET);
    return STORED;
  }

  String delete(Arguments words) {
    if (isReserved(words, 1)) {
      return RESERVED;
    }
    sought(words, 1);
    keeper.locks().enter(key);
    try {
      if (keeper.seek(key) == 0) {
        tally.deleteMisses++;
        return NOT_FOUND;
      }
      tally.deleteHits++;
      keeper.remove(key);
      keeper.changed(key, KeyEvent.DEL);
      return "DELETED";
    } finally {
      keeper.locks().leave(key);
    }
  }

  String touch(Arguments words, long until) {
    tally.touches++;
    sought(words, 1);
    keeper.locks().enter(key);
    try {
      long record = keeper.seek(key);
      if (record == 0) {
        tally.touchMisses++;
        return NOT_FOUND;
      }
      tally.touchHits++;
      keeper.touch(keeper.expiry(key, until));
      keeper.changed(key, KeyEvent.EXPIRE);
      return "TOUCHED";
    } finally {
      keeper.locks().leave(key);
    }
  }

  /// Adds to or subtracts from the number that an item holds: up it wraps at 64 bits, down it stops
  /// at 0. A number that got shorter is padded with blanks, as memcached does.
  void count(Arguments words, long delta, boolean up, MemcachedDialogue dialogue) {
    if (isReserved(words, 1)) {
      dialogue.answer(RESERVED);
      return;
    }
    sought(words, 1);
    keeper.locks().enter(key);
    try {
      long record = keeper.seek(key);
      if (record == 0) {
        missed(up);
        dialogue.answer(NOT_FOUND);
      } else if (!numbers.isUnsigned(RecordBlock.value(record), RecordBlock.valueLength(record))) {
        dialogue.answer("CLIENT_ERROR cannot increment or decrement non-numeric value");
      } else {
        dialogue.answer(counted(record, delta, up));
      }
    } finally {
      keeper.locks().leave(key);
    }
  }

  private void missed(boolean up) {
    if (up) {
      tally.incrMisses++;
    } else {
      tally.decrMisses++;
    }
  }

  private long counted(long record, long delta, boolean up) {
    long before = numbers.value();
    long after;
    if (up) {
      tally.incrHits++;
      after = before + delta;
    } else {
      tally.decrHits++;
      after = Long.compareUnsigned(delta, before) > 0 ? 0 : before - delta;
    }
    int room = RecordBlock.valueLength(record);
    int digits = after >= 0 ? Digits.length(after) : Long.toUnsignedString(after).length();
    long target = digits > room ? keeper.resize(key, digits) : record;
    writeUnsigned(after, RecordBlock.value(target));
    Memory.fill(RecordBlock.value(target) + digits, Math.max(0, room - digits), (byte) ' ');
    RecordBlock.cas(target, service.host.unique().incrementAndGet());
    keeper.touch(target);
    keeper.changed(key, KeyEvent.INCRBY);
    return after;
  }

  private static void writeUnsigned(long value, long address) {
    if (value >= 0) {
      Digits.write(value, address);
      return;
    }
    byte[] text = Long.toUnsignedString(value).getBytes(StandardCharsets.US_ASCII);
    Memory.copyIn(text, 0, address, text.length);
  }

  private void sought(Arguments words, int word) {
    key.set(service.database(), words.address(word), words.length(word));
  }

  /// Whether a word is the key of auto discovery, in a cache that has it.
  private boolean isReserved(Arguments words, int word) {
    return words.length(word) == DISCOVERY_KEY.length()
        && service.host.discovery() != null
        && MemcachedDialogue.isWord(words, word, DISCOVERY_KEY);
  }
}
