package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.ReplyBuffer;
import java.nio.charset.StandardCharsets;

/// What memcached's commands read of items and remove: strings with client flags and a number for
/// check-and-set.
///
/// Every method takes the lock of its key and gives it back.
final class MemcachedItems {
  static final int KEY_BYTES_MAX = 250;
  static final String DISCOVERY_KEY = "AmazonElastiCache:cluster";

  private static final String BAD_LINE = "CLIENT_ERROR bad command line format";
  private static final String NOT_FOUND = "NOT_FOUND";

  private final MemcachedService service;
  private final Keeper keeper;
  private final ReplyBuffer reply;
  private final MemcachedTally tally;
  private final PrefixCounts prefixes;
  private final MemcachedNumbers numbers = new MemcachedNumbers();
  private final Key key = new Key();

  MemcachedItems(MemcachedService service) {
    this.service = service;
    this.keeper = service.keeper;
    this.reply = service.reply;
    this.tally = service.tally;
    this.prefixes = service.host.prefixes();
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
        if (prefixes.isOn()) {
          countUse(record != 0);
        }
        if (record != 0) {
          fetched(record);
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
      fetched(record);
      if (given) {
        value(record, withUnique);
      }
      keeper.changed(key, KeyEvent.EXPIRE);
    } finally {
      keeper.locks().leave(key);
    }
  }

  private void countUse(boolean hit) {
    prefixes.count(PrefixCounts.GET, key.address(), key.length());
    if (hit) {
      prefixes.count(PrefixCounts.HIT, key.address(), key.length());
    }
  }

  private static void fetched(long record) {
    int marks = RecordBlock.marks(record);
    if ((marks & ItemMarks.FETCHED) == 0) {
      RecordBlock.marks(record, marks | ItemMarks.FETCHED);
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

  String delete(Arguments words) {
    if (isReserved(words, 1)) {
      return MemcachedStore.RESERVED;
    }
    sought(words, 1);
    if (prefixes.isOn()) {
      prefixes.count(PrefixCounts.DELETE, key.address(), key.length());
    }
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
      long touched = keeper.expiry(key, until);
      keeper.touch(touched);
      fetched(touched);
      keeper.changed(key, KeyEvent.EXPIRE);
      return "TOUCHED";
    } finally {
      keeper.locks().leave(key);
    }
  }

  /// `incr KEY DELTA` and `decr`.
  void count(Arguments words, long delta, boolean up, MemcachedDialogue dialogue) {
    if (isReserved(words, 1)) {
      dialogue.answer(MemcachedStore.RESERVED);
      return;
    }
    sought(words, 1);
    keeper.locks().enter(key);
    try {
      MemcachedStore.Outcome outcome = service.store.count(key, delta, up, 0);
      if (outcome == MemcachedStore.Outcome.STORED) {
        dialogue.answer(service.store.number());
      } else {
        dialogue.answer(outcome.text);
      }
    } finally {
      keeper.locks().leave(key);
    }
  }

  private void sought(Arguments words, int word) {
    key.set(service.database(), words.address(word), words.length(word));
  }

  private boolean isReserved(Arguments words, int word) {
    return service.isReserved(words.address(word), words.length(word));
  }
}
