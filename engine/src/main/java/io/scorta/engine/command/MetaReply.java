package io.scorta.engine.command;

import io.scorta.engine.evict.AccessBits;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.ReplyBuffer;
import java.util.Base64;

/// Writes the answers of memcached's meta commands: a code, and what the request's flags ask for in
/// their order.
final class MetaReply {
  private static final int HD = 'H' | 'D' << 8;
  private static final int VA = 'V' | 'A' << 8 | ' ' << 16;

  private final MemcachedService service;
  private final ReplyBuffer reply;
  private final MetaFlags flags;
  private final Key key;

  MetaReply(MemcachedService service, MetaFlags flags, Key key) {
    this.service = service;
    this.reply = service.reply;
    this.flags = flags;
    this.key = key;
  }

  void head(int valueLength) {
    if (flags.has('v')) {
      reply.word(VA, 3);
      reply.digits(valueLength);
    } else {
      reply.word(HD, 2);
    }
  }

  /// The flags that are told of an item by more than one command.
  void tell(Arguments words, int word) {
    switch (Memory.getByte(words.address(word))) {
      case 't' -> number('t', secondsLeft());
      case 'c' -> number('c', RecordBlock.cas(key.record()));
      case 'O' -> opaque(words, word);
      case 'k' -> {
        boolean binary = (RecordBlock.marks(key.record()) & ItemMarks.BINARY_KEY) != 0;
        tellKey(key.address(), key.length(), binary);
      }
      default -> {
        // The others change what is done, and nothing is told.
      }
    }
  }

  /// Where there is no item, key and opaque token are told from the request.
  void echo(Arguments words, int first) {
    for (int i = first; i < words.count(); i++) {
      switch (Memory.getByte(words.address(i))) {
        case 'O' -> opaque(words, i);
        case 'k' -> tellKey(flags.keyAddress(), flags.keyLength(), flags.hasBinaryKey());
        default -> {
          // Only these two.
        }
      }
    }
  }

  void flag(int letter) {
    reply.put(' ');
    reply.put(letter);
  }

  void number(int letter, long value) {
    flag(letter);
    if (letter == 't' || value >= 0) {
      reply.digits(value);
    } else {
      reply.text(Long.toUnsignedString(value));
    }
  }

  void opaque(Arguments words, int word) {
    reply.put(' ');
    reply.bytes(words.address(word), words.length(word));
  }

  void tellKey(long address, int length, boolean binary) {
    flag('k');
    if (binary) {
      reply.bytes(Base64.getEncoder().encode(Memory.bytes(address, length)));
      flag('b');
    } else {
      reply.bytes(address, length);
    }
  }

  long idleSeconds() {
    return AccessBits.idleSeconds(
        RecordBlock.access(key.record()), service.keeper.clock().millis());
  }

  /// Until the item expires, rounded up; -1 for never.
  long secondsLeft() {
    long expiry = RecordBlock.expiry(key.record());
    return expiry == 0 ? -1 : Math.ceilDiv(expiry - service.keeper.clock().millis(), 1000L);
  }
}
