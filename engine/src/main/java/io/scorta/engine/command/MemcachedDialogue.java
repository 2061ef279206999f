package io.scorta.engine.command;

import io.scorta.engine.command.MemcachedStore.Mode;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import io.scorta.engine.wire.Dialogue;
import io.scorta.engine.wire.MemcachedReader;
import io.scorta.engine.wire.ReplyBuffer;
import java.nio.charset.StandardCharsets;

/// One connection that speaks memcached's text protocol.
///
/// Replies and errors are those of memcached 1.6; `doc/protocol.txt` of memcached is the reference.
final class MemcachedDialogue implements Dialogue {
  static final String BAD_LINE = "CLIENT_ERROR bad command line format";
  private static final String BAD_EXPTIME = "CLIENT_ERROR invalid exptime argument";
  static final String BAD_CHUNK = "CLIENT_ERROR bad data chunk";
  private static final String NOREPLY = "noreply";
  private static final int CRLF_BYTES = 2;
  private static final int MEGABYTES_MIN = 8;
  private static final int MEGABYTES_MAX = 1_000_000_000;
  static final int LENGTH_MAX = Integer.MAX_VALUE - CRLF_BYTES;

  private final MemcachedService service;
  private final Session session;
  private final ReplyBuffer reply;
  private final MemcachedNumbers numbers = new MemcachedNumbers();

  private boolean silent;
  private boolean ended;
  private boolean paused;
  private long wanted;

  /// Bytes of a refused value that are still to come and will be passed over.
  private long swallow;

  /// Where received bytes end, while lines are executed.
  private long end;

  /// Where the next line begins.
  private long next;

  /// Whether the value of the current line is not complete yet.
  private boolean incomplete;

  MemcachedDialogue(MemcachedService service, Session session) {
    this.service = service;
    this.session = session;
    this.reply = service.reply;
  }

  MemcachedItems items() {
    return service.items;
  }

  MetaCommands meta() {
    return service.meta;
  }

  @Override
  public int consume(long address, int bytes) {
    end = address + bytes;
    next = address;
    paused = false;
    incomplete = false;
    wanted = 0;
    session.usedMillis = service.keeper.clock().millis();
    service.flushWhenDue();
    while (next < end && !ended && !incomplete) {
      if (swallow > 0) {
        long part = Math.min(swallow, end - next);
        swallow -= part;
        next += part;
      } else if (reply.isCongested()) {
        paused = true;
        break;
      } else {
        line(next);
      }
    }
    return (int) (next - address);
  }

  private void line(long at) {
    MemcachedReader reader = service.reader;
    int outcome = reader.next(at, end);
    if (outcome == MemcachedReader.COMPLETE) {
      next = reader.position();
      execute(reader.words());
      if (incomplete) {
        wanted += next - at;
        next = at;
      }
    } else if (outcome == MemcachedReader.INCOMPLETE) {
      wanted = reader.wanted();
      incomplete = true;
    } else {
      ended = true;
      next = end;
    }
  }

  private void execute(Arguments words) {
    silent = false;
    if (words.count() == 0) {
      fail("ERROR");
      return;
    }
    MemcachedRow.find(words).action().execute(this, words);
  }

  /// Answers a line, unless the client asked for silence.
  void answer(String line) {
    if (!silent) {
      fail(line);
    }
  }

  /// Answers a line in any case.
  void fail(String line) {
    for (int i = 0; i < line.length(); i++) {
      reply.put(line.charAt(i));
    }
    reply.crlf();
  }

  private void hush(Arguments words) {
    int last = words.count() - 1;
    silent = words.length(last) == NOREPLY.length() && isWord(words, last, NOREPLY);
  }

  static boolean isWord(Arguments words, int word, String text) {
    if (word >= words.count() || words.length(word) != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (Memory.getByte(words.address(word) + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// `set KEY FLAGS EXPTIME BYTES [CAS] [noreply]` and the value on the next line.
  void store(Arguments words, Mode how) {
    hush(words);
    if (words.length(1) > MemcachedItems.KEY_BYTES_MAX || !numbers.isUnsigned(words, 2)) {
      answer(BAD_LINE);
      return;
    }
    int flags = (int) numbers.value();
    if (!numbers.isSigned(words, 3)) {
      answer(BAD_LINE);
      return;
    }
    long expiry = expiry((int) numbers.value());
    if (!numbers.isSigned(words, 4) || numbers.value() < 0 || numbers.value() > LENGTH_MAX) {
      answer(BAD_LINE);
      return;
    }
    int length = (int) numbers.value();
    long unique = 0;
    if (how == Mode.CAS) {
      if (!numbers.isUnsigned(words, 5)) {
        answer(BAD_LINE);
        return;
      }
      unique = numbers.value();
    }
    if (service.host.prefixes().isOn()) {
      service.host.prefixes().count(PrefixCounts.SET, words.address(1), words.length(1));
    }
    service.store.begin(words.address(1), words.length(1));
    service.store.accompany(flags, expiry, unique);
    receive(how, length);
  }

  private void receive(Mode how, int length) {
    String refusal = service.store.refusal(length, how == Mode.SET);
    if (refusal != null) {
      answer(refusal);
      passOver(length);
      return;
    }
    long value = value(length);
    if (value != 0) {
      boolean whole = isWhole(value, length);
      answer(whole ? service.store.store(how, value, length).text : BAD_CHUNK);
    }
  }

  /// Has the value of the current line passed over, which was refused.
  void passOver(int length) {
    swallow = (long) length + CRLF_BYTES;
  }

  /// Where the value of the current line is; 0 while it is not complete, and the line will come
  /// again.
  long value(int length) {
    if (end - next < (long) length + CRLF_BYTES) {
      wanted = (long) length + CRLF_BYTES;
      incomplete = true;
      return 0;
    }
    long value = next;
    next += (long) length + CRLF_BYTES;
    return value;
  }

  /// Whether a value ends as its line said.
  static boolean isWhole(long value, int length) {
    return Memory.getByte(value + length) == '\r' && Memory.getByte(value + length + 1) == '\n';
  }

  /// `delete KEY [0] [noreply]`.
  void delete(Arguments words) {
    if (words.count() > 2) {
      boolean zero = isWord(words, 2, "0");
      hush(words);
      boolean valid = words.count() == 3 ? zero || silent : zero && silent;
      if (!valid) {
        answer(BAD_LINE + ".  Usage: delete <key> [noreply]");
        return;
      }
    }
    answer(isKey(words, 1) ? items().delete(words) : BAD_LINE);
  }

  /// `incr KEY DELTA [noreply]` and `decr`.
  void count(Arguments words, boolean up) {
    hush(words);
    if (!isKey(words, 1)) {
      answer(BAD_LINE);
    } else if (!numbers.isUnsigned(words, 2)) {
      answer("CLIENT_ERROR invalid numeric delta argument");
    } else {
      items().count(words, numbers.value(), up, this);
    }
  }

  /// Answers a number.
  void answer(long unsigned) {
    if (silent) {
      return;
    }
    if (unsigned >= 0) {
      reply.digits(unsigned);
      reply.crlf();
    } else {
      fail(Long.toUnsignedString(unsigned));
    }
  }

  /// `touch KEY EXPTIME [noreply]`.
  void touch(Arguments words) {
    hush(words);
    if (!isKey(words, 1)) {
      answer(BAD_LINE);
    } else if (!numbers.isSigned(words, 2)) {
      answer(BAD_EXPTIME);
    } else {
      answer(items().touch(words, expiry((int) numbers.value())));
    }
  }

  /// `flush_all [DELAY] [noreply]`.
  void flushAll(Arguments words) {
    hush(words);
    boolean hasDelay = words.count() > (silent ? 2 : 1);
    long delaySeconds = 0;
    if (hasDelay) {
      if (!numbers.isSigned(words, 1)) {
        answer(BAD_EXPTIME);
        return;
      }
      delaySeconds = (int) numbers.value();
    }
    service.tally.flushes++;
    if (delaySeconds > 0) {
      service.host.flushAtMillis().set(expiry((int) delaySeconds));
      service.flushWhenDue();
    } else {
      service.host.flushAtMillis().set(0);
      service.keeper.flush(service.database());
    }
    answer("OK");
  }

  void stats(Arguments words) {
    String topic = words.count() > 1 ? words.text(1) : "";
    switch (topic) {
      case "reset" -> {
        service.host.tallies().forEach(MemcachedTally::reset);
        service.keeper.keyspace().resetTallies();
        service.host.prefixes().clear();
        fail("RESET");
      }
      case "detail" -> detail(words);
      default -> {
        String text = service.stats.text(topic);
        if (text.isEmpty()) {
          fail("ERROR");
        } else {
          reply.bytes(text.getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
  }

  /// `stats detail on|off|dump`.
  private void detail(Arguments words) {
    PrefixCounts prefixes = service.host.prefixes();
    switch (words.count() > 2 ? words.text(2) : "") {
      case "on" -> {
        prefixes.turn(true);
        fail("OK");
      }
      case "off" -> {
        prefixes.turn(false);
        fail("OK");
      }
      case "dump" -> reply.bytes(prefixes.text().getBytes(StandardCharsets.ISO_8859_1));
      default -> fail("CLIENT_ERROR usage: stats detail on|off|dump");
    }
  }

  /// A line that no command is. One of a web request ends the connection.
  void unknown(Arguments words) {
    int last = words.count() - 1;
    if (last >= 0 && startsWith(words, last, "HTTP/")) {
      ended = true;
    } else {
      fail("ERROR");
    }
  }

  private static boolean startsWith(Arguments words, int word, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (i >= words.length(word) || Memory.getByte(words.address(word) + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// `cache_memlimit MEGABYTES [noreply]`.
  void memoryLimit(Arguments words) {
    hush(words);
    if (!numbers.isUnsigned(words, 1)) {
      answer("ERROR");
      return;
    }
    long megabytes = numbers.value() & 0xffff_ffffL;
    long cap = service.host.memoryBytesCap();
    if (megabytes < MEGABYTES_MIN) {
      answer("MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m");
    } else if (megabytes > MEGABYTES_MAX) {
      answer("MEMLIMIT_ADJUST_FAILED input value is megabytes not bytes");
    } else if (cap > 0 && megabytes << 20 > cap) {
      answer("MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust");
    } else {
      service.keeper.keyspace().memoryBytesMax(megabytes << 20);
      answer("OK");
    }
  }

  /// `slabs automove 0`: there are no slabs to move, so it is off and stays so.
  void slabs(Arguments words) {
    hush(words);
    if (isWord(words, 1, "reassign") && words.count() == 4) {
      answer("CLIENT_ERROR slab reassignment disabled");
    } else if (!isWord(words, 1, "automove") || words.count() < 3) {
      answer("ERROR");
    } else if (!numbers.isUnsigned(words, 2)) {
      answer(BAD_LINE);
    } else {
      answer(numbers.value() == 0 ? "OK" : "ERROR");
    }
  }

  void version(Arguments words) {
    fail("VERSION " + service.host.version());
  }

  void verbosity(Arguments words) {
    hush(words);
    answer(silent || numbers.isUnsigned(words, 1) ? "OK" : BAD_LINE);
  }

  void quit(Arguments words) {
    ended = true;
  }

  /// `config get cluster`: auto discovery. Only the control plane sets what it answers.
  void config(Arguments words) {
    String lines = service.host.discovery();
    if (lines == null || !isWord(words, 1, "get")) {
      fail("ERROR");
    } else if (!isWord(words, 2, "cluster") || words.count() != 3) {
      fail(BAD_LINE);
    } else {
      byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
      reply.text("CONFIG cluster 0 " + bytes.length + "\r\n");
      reply.bytes(bytes);
      fail("");
      fail("END");
    }
  }

  private static boolean isKey(Arguments words, int word) {
    return words.length(word) <= MemcachedItems.KEY_BYTES_MAX;
  }

  private long expiry(int seconds) {
    return MemcachedExpiry.at(seconds, service.keeper.clock().millis());
  }

  @Override
  public long wanted() {
    return wanted;
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public void close() {
    // Nothing of a connection is registered elsewhere.
  }
}
