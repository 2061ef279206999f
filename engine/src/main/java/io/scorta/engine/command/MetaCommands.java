package io.scorta.engine.command;

import io.scorta.engine.command.MemcachedStore.Mode;
import io.scorta.engine.command.MemcachedStore.Outcome;
import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.ReplyBuffer;
import org.jspecify.annotations.Nullable;

/// memcached's meta commands that change items, `ms`, `md` and `ma`, and the place of the others.
///
/// Flags say what to do and what to tell; what is told comes in the order of the flags.
final class MetaCommands implements AutoCloseable {
  /// A meta command has at most so many words, its name included.
  private static final int WORDS_MAX = 19;

  private static final String BAD_LINE = MemcachedDialogue.BAD_LINE;
  private static final String TOO_MANY_FLAGS = "CLIENT_ERROR options flags too long";
  private static final String BAD_FLAG = "CLIENT_ERROR invalid or duplicate flag";

  private final MemcachedService service;
  private final Keeper keeper;
  private final ReplyBuffer reply;
  private final MetaFlags flags;
  private final MetaReply say;
  private final MetaGet get;
  private final MemcachedNumbers numbers = new MemcachedNumbers();
  private final Key key = new Key();

  MetaCommands(MemcachedService service) {
    this.service = service;
    this.keeper = service.keeper;
    this.reply = service.reply;
    this.flags = new MetaFlags(keeper.bench().allocator());
    this.say = new MetaReply(service, flags, key);
    this.get = new MetaGet(service, flags, key);
  }

  MetaGet get() {
    return get;
  }

  static @Nullable String lineFault(Arguments words, String tooMany) {
    if (words.length(1) > MemcachedItems.KEY_BYTES_MAX) {
      return BAD_LINE;
    }
    return words.count() > WORDS_MAX ? tooMany : null;
  }

  private void seekKey() {
    service.tally.metas++;
    key.set(service.database(), flags.keyAddress(), flags.keyLength());
  }

  /// `ms KEY BYTES FLAG...` and the value on the next line.
  void set(MemcachedDialogue dialogue, Arguments words) {
    String fault = words.count() == 2 ? BAD_LINE : lineFault(words, TOO_MANY_FLAGS);
    boolean valid = fault == null && numbers.isSigned(words, 2);
    if (!valid || numbers.value() < 0 || numbers.value() > MemcachedDialogue.LENGTH_MAX) {
      dialogue.fail(fault != null ? fault : BAD_LINE);
      return;
    }
    int length = (int) numbers.value();
    fault = flags.read(words, 3, keeper.clock().millis());
    Mode mode = mode();
    if (fault == null && mode == null) {
      fault = "CLIENT_ERROR invalid mode for ms M token";
    }
    if (fault == null) {
      fault = flags.opaqueFault();
    }
    if (fault != null || mode == null) {
      dialogue.fail(fault != null ? fault : BAD_LINE);
      dialogue.passOver(length);
      return;
    }
    store(dialogue, words, mode, length);
  }

  /// With a number for check-and-set, setting and replacing mean that.
  private @Nullable Mode mode() {
    Mode asked =
        switch (flags.mode) {
          case 0, 'S' -> Mode.SET;
          case 'E' -> Mode.ADD;
          case 'A' -> Mode.APPEND;
          case 'P' -> Mode.PREPEND;
          case 'R' -> Mode.REPLACE;
          default -> null;
        };
    boolean plain = asked == Mode.SET || asked == Mode.REPLACE;
    return plain && flags.has('C') ? Mode.CAS : asked;
  }

  private void store(MemcachedDialogue dialogue, Arguments words, Mode mode, int length) {
    MemcachedStore store = service.store;
    store.begin(flags.keyAddress(), flags.keyLength());
    store.accompany(flags.clientFlags, flags.expiry, flags.unique);
    store.mark(flags.hasBinaryKey() ? ItemMarks.BINARY_KEY : 0, flags.has('I'));
    String refusal = store.refusal(length, true);
    if (refusal != null) {
      dialogue.fail(refusal);
      dialogue.passOver(length);
      return;
    }
    long value = dialogue.value(length);
    if (value == 0) {
      return;
    }
    if (!MemcachedDialogue.isWhole(value, length)) {
      dialogue.fail(MemcachedDialogue.BAD_CHUNK);
      return;
    }
    service.tally.metas++;
    finish(words, store.store(mode, value, length));
  }

  private void finish(Arguments words, Outcome outcome) {
    boolean stored = outcome == Outcome.STORED;
    if (stored && flags.has('q')) {
      return;
    }
    reply.text(outcome.code);
    for (int i = 3; i < words.count(); i++) {
      switch (Memory.getByte(words.address(i))) {
        case 'O' -> say.opaque(words, i);
        case 'k' -> say.tellKey(flags.keyAddress(), flags.keyLength(), flags.hasBinaryKey());
        case 'c' -> say.number('c', stored ? service.store.storedUnique() : 0);
        default -> {
          // Nothing is told of the others.
        }
      }
    }
    reply.crlf();
  }

  /// What is wrong with the line of `md` or `ma`, or null.
  private @Nullable String read(Arguments words) {
    String fault = lineFault(words, TOO_MANY_FLAGS);
    if (fault != null) {
      return fault;
    }
    if (flags.read(words, 2, keeper.clock().millis()) != null) {
      return BAD_FLAG;
    }
    boolean reserved = service.isReserved(flags.keyAddress(), flags.keyLength());
    return reserved ? MemcachedStore.RESERVED : flags.opaqueFault();
  }

  /// `md KEY FLAG...`: removes an item, or marks it as stale.
  void delete(MemcachedDialogue dialogue, Arguments words) {
    String fault = read(words);
    if (fault != null) {
      dialogue.fail(fault);
      return;
    }
    seekKey();
    keeper.locks().enter(key);
    Outcome outcome;
    try {
      outcome = remove();
    } finally {
      keeper.locks().leave(key);
    }
    if (outcome != Outcome.STORED || !flags.has('q')) {
      reply.text(outcome.code);
      say.echo(words, 2);
      reply.crlf();
    }
  }

  private Outcome remove() {
    long record = keeper.seek(key);
    if (record == 0) {
      service.tally.deleteMisses++;
      return Outcome.NOT_FOUND;
    }
    if (flags.has('C') && RecordBlock.cas(record) != flags.unique) {
      service.tally.deleteMisses++;
      return Outcome.EXISTS;
    }
    if (flags.has('I')) {
      makeStale();
    } else {
      service.tally.deleteHits++;
      keeper.remove(key);
      keeper.changed(key, KeyEvent.DEL);
    }
    return Outcome.STORED;
  }

  private void makeStale() {
    if (flags.has('T')) {
      keeper.expiry(key, flags.expiry);
    }
    long record = key.record();
    int marks = RecordBlock.marks(record) | ItemMarks.STALE;
    RecordBlock.marks(record, marks & ~ItemMarks.TOKEN_SENT);
    RecordBlock.cas(record, service.store.nextUnique());
    keeper.changed(key, KeyEvent.EXPIRE);
  }

  /// `ma KEY FLAG...`: counts up or down.
  void count(MemcachedDialogue dialogue, Arguments words) {
    String fault = read(words);
    if (fault == null && flags.mode != 0 && "ID+-".indexOf(flags.mode) < 0) {
      fault = "CLIENT_ERROR invalid mode for ma M token";
    }
    if (fault != null) {
      dialogue.fail(fault);
      return;
    }
    seekKey();
    keeper.locks().enter(key);
    try {
      count(words);
    } finally {
      keeper.locks().leave(key);
    }
  }

  private void count(Arguments words) {
    MemcachedStore store = service.store;
    boolean up = flags.mode != 'D' && flags.mode != '-';
    Outcome outcome = store.count(key, flags.delta, up, flags.unique);
    long number = store.number();
    boolean created = outcome == Outcome.NOT_FOUND && flags.has('N');
    if (created) {
      number = flags.initial;
      store.createCounter(key, number);
    } else if (outcome != Outcome.STORED) {
      reply.text(outcome.code);
      if (outcome != Outcome.NOT_A_NUMBER) {
        say.echo(words, 2);
      }
      reply.crlf();
      return;
    }
    giveNumber(words, number, created);
  }

  private void giveNumber(Arguments words, long number, boolean created) {
    boolean told = created || !flags.has('q');
    int mark = reply.hold();
    say.head(MemcachedStore.digitsOf(number));
    for (int i = 2; i < words.count(); i++) {
      switch (Memory.getByte(words.address(i))) {
        case 'T' -> keeper.expiry(key, flags.expiry);
        case 'N' -> {
          if (created) {
            keeper.expiry(key, flags.createdExpiry);
          }
        }
        case 'k' -> say.tellKey(flags.keyAddress(), flags.keyLength(), flags.hasBinaryKey());
        default -> say.tell(words, i);
      }
    }
    reply.crlf();
    if (flags.has('v')) {
      reply.text(Long.toUnsignedString(number));
      reply.crlf();
    }
    if (!told) {
      reply.truncate(mark);
    }
    reply.release();
  }

  @Override
  public void close() {
    flags.close();
  }
}
