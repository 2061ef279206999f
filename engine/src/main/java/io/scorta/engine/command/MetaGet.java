package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.ReplyBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// memcached's `mg` and `me`: what is known of an item, and who is to bring a new value of it.
final class MetaGet {
  private static final int EN = 'E' | 'N' << 8;

  private final MemcachedService service;
  private final Keeper keeper;
  private final ReplyBuffer reply;
  private final MetaFlags flags;
  private final MetaReply say;
  private final Key key;

  /// Whether the client of the current `mg` is the one to bring a new value.
  private boolean won;

  MetaGet(MemcachedService service, MetaFlags flags, Key key) {
    this.service = service;
    this.keeper = service.keeper;
    this.reply = service.reply;
    this.flags = flags;
    this.say = new MetaReply(service, flags, key);
    this.key = key;
  }

  private void seekKey() {
    service.tally.metas++;
    key.set(service.database(), flags.keyAddress(), flags.keyLength());
  }

  /// `mg KEY FLAG...`.
  void get(MemcachedDialogue dialogue, Arguments words) {
    String fault = MetaCommands.lineFault(words, "CLIENT_ERROR options flags are too long");
    if (fault == null) {
      fault = flags.read(words, 2, keeper.clock().millis());
    }
    if (fault == null) {
      fault = flags.opaqueFault();
    }
    if (fault != null) {
      dialogue.fail(fault);
      return;
    }
    seekKey();
    keeper.locks().enter(key);
    try {
      fetch(words);
    } finally {
      keeper.locks().leave(key);
    }
  }

  private void fetch(Arguments words) {
    service.tally.gets++;
    boolean found = keeper.readWithoutTouch(key) != 0;
    won = false;
    if (!found && flags.has('N') && service.store.hasRoom()) {
      create();
      won = true;
    }
    if (key.record() == 0) {
      if (!flags.has('q')) {
        reply.word(EN, 2);
        say.echo(words, 2);
        reply.crlf();
      }
      return;
    }
    give(words, found);
    if (!flags.has('u')) {
      keeper.touch(key.record());
      mark(ItemMarks.FETCHED);
    }
  }

  private void create() {
    long record = keeper.putItem(key, RecordBlock.BYTES, 0, 0);
    RecordBlock.clientFlags(record, 0);
    RecordBlock.marks(record, 0);
    RecordBlock.cas(record, service.store.nextUnique());
    keeper.changed(key, KeyEvent.SET);
  }

  private void mark(int bits) {
    RecordBlock.marks(key.record(), RecordBlock.marks(key.record()) | bits);
  }

  private void give(Arguments words, boolean found) {
    int length = RecordBlock.valueLength(key.record());
    say.head(length);
    for (int i = 2; i < words.count(); i++) {
      changeOrTell(words, i, found);
    }
    marks();
    reply.crlf();
    if (flags.has('v')) {
      reply.bytes(RecordBlock.value(key.record()), length);
      reply.crlf();
    }
  }

  private void changeOrTell(Arguments words, int word, boolean found) {
    switch (Memory.getByte(words.address(word))) {
      case 'T' -> touch();
      case 'N' -> {
        if (!found) {
          keeper.expiry(key, flags.createdExpiry);
        }
      }
      case 'R' -> {
        long expiry = RecordBlock.expiry(key.record());
        boolean sent = (RecordBlock.marks(key.record()) & ItemMarks.TOKEN_SENT) != 0;
        won |= found && !sent && expiry != 0 && expiry < flags.recacheBefore;
      }
      case 's' -> say.number('s', RecordBlock.valueLength(key.record()));
      case 'f' -> say.number('f', Integer.toUnsignedLong(RecordBlock.clientFlags(key.record())));
      case 'l' -> say.number('l', say.idleSeconds());
      case 'h' -> say.number('h', RecordBlock.marks(key.record()) & ItemMarks.FETCHED);
      default -> say.tell(words, word);
    }
  }

  private void touch() {
    service.tally.touches++;
    service.tally.touchHits++;
    keeper.expiry(key, flags.expiry);
    keeper.changed(key, KeyEvent.EXPIRE);
  }

  private void marks() {
    int marks = RecordBlock.marks(key.record());
    boolean sent = (marks & ItemMarks.TOKEN_SENT) != 0;
    if (sent) {
      say.flag('Z');
    }
    if ((marks & ItemMarks.STALE) != 0) {
      say.flag('X');
      won |= !sent;
    }
    if (won) {
      say.flag('W');
      mark(ItemMarks.TOKEN_SENT);
    }
  }

  /// `me KEY [b]`: what is known of an item, for people.
  void debug(MemcachedDialogue dialogue, Arguments words) {
    boolean valid = words.count() > 1 && words.length(1) <= MemcachedItems.KEY_BYTES_MAX;
    boolean binary = words.count() > 2 && MemcachedDialogue.isWord(words, 2, "b");
    if (valid) {
      valid = flags.read(words, binary ? 2 : words.count(), keeper.clock().millis()) == null;
    }
    if (!valid) {
      dialogue.fail(MemcachedDialogue.BAD_LINE);
      return;
    }
    seekKey();
    keeper.locks().enter(key);
    try {
      dialogue.fail(keeper.seek(key) == 0 ? "EN" : described());
    } finally {
      keeper.locks().leave(key);
    }
  }

  private String described() {
    long record = key.record();
    int marks = RecordBlock.marks(record);
    byte[] name = Memory.bytes(key.address(), key.length());
    byte[] shown = (marks & ItemMarks.BINARY_KEY) != 0 ? Base64.getEncoder().encode(name) : name;
    long left = say.secondsLeft();
    return "ME %s exp=%d la=%d cas=%s fetch=%s cls=1 size=%d"
        .formatted(
            new String(shown, StandardCharsets.ISO_8859_1),
            left == -1 ? -1 : -left,
            say.idleSeconds(),
            Long.toUnsignedString(RecordBlock.cas(record)),
            (marks & ItemMarks.FETCHED) != 0 ? "yes" : "no",
            MemcachedStore.itemBytes(
                key.length(), RecordBlock.valueLength(record), RecordBlock.clientFlags(record)));
  }
}
