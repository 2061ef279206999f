package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.StreamGroup;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.Value;
import java.nio.charset.StandardCharsets;

/// XREAD and XREADGROUP: the entries after given IDs, waiting for some where asked to.
///
/// One object reads the arguments of one command and then serves stream by stream. When a wait is
/// tried again the command runs from its beginning.
final class StreamReads {
  private final Shelf s;
  private final boolean grouped;

  private long timeout = -1;
  private long count;
  private int firstKey;
  private int streams;
  private int group;
  private int consumer;
  private boolean noAcknowledgement;

  /// Parts of the reply so far, and where it begins.
  private int served;

  private int mark;

  private StreamReads(Shelf s, boolean grouped) {
    this.s = s;
    this.grouped = grouped;
  }

  static void bind(Handlers handlers) {
    handlers.bind("xread", x -> new StreamReads(x.shelf(), false).run());
    handlers.bind("xreadgroup", x -> new StreamReads(x.shelf(), true).run());
  }

  private void run() {
    if (!readOptions() || !areIdsRight()) {
      return;
    }
    for (int i = 0; i < streams; i++) {
      serve(i);
    }
    if (served > 0) {
      if (s.out.isThree()) {
        s.out.endMap(mark, served);
      } else {
        s.out.endArray(mark, served);
      }
    } else if (timeout < 0) {
      s.out.nilArray();
    } else {
      keepLastIds();
    }
  }

  private boolean readOptions() {
    for (int i = 1; i < s.args.count(); i++) {
      int more = s.args.count() - i - 1;
      if (s.args.is(i, "BLOCK") && more > 0) {
        if (!isTimeout(++i)) {
          return false;
        }
      } else if (s.args.is(i, "COUNT") && more > 0) {
        if (!s.isLong(++i)) {
          return false;
        }
        count = Math.max(0, s.number());
      } else if (s.args.is(i, "STREAMS") && more > 0) {
        return areBalanced(i + 1) && isGroupGiven();
      } else if (s.args.is(i, "GROUP") && more >= 2) {
        if (!grouped) {
          return refuse(
              "ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.");
        }
        group = i + 1;
        consumer = i + 2;
        i += 2;
      } else if (s.args.is(i, "NOACK")) {
        if (!grouped) {
          return refuse(
              "ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.");
        }
        noAcknowledgement = true;
      } else {
        return refuse(Errors.SYNTAX);
      }
    }
    return refuse(Errors.SYNTAX);
  }

  private boolean refuse(String error) {
    s.out.error(error);
    return false;
  }

  private boolean isTimeout(int arg) {
    if (!s.isLong(arg, "ERR timeout is not an integer or out of range")) {
      return false;
    }
    timeout = s.number();
    if (timeout < 0) {
      return refuse("ERR timeout is negative");
    }
    return timeout <= Long.MAX_VALUE - s.x.now() || refuse("ERR timeout is out of range");
  }

  private boolean areBalanced(int from) {
    firstKey = from;
    int left = s.args.count() - from;
    streams = left / 2;
    return left % 2 == 0
        || refuse(
            ("ERR Unbalanced '%s' list of streams: for each stream key an ID or '%s' must be"
                    + " specified.")
                .formatted(grouped ? "xreadgroup" : "xread", grouped ? ">" : "$"));
  }

  private boolean isGroupGiven() {
    return !grouped || group != 0 || refuse("ERR Missing GROUP option for XREADGROUP");
  }

  private int idAt(int stream) {
    return firstKey + streams + stream;
  }

  /// Whether every key is a stream, with the group where one is asked for, and every ID is right.
  private boolean areIdsRight() {
    for (int i = 0; i < streams; i++) {
      long value = s.read(firstKey + i, Value.STREAM);
      if (value == Shelf.WRONG) {
        return false;
      }
      if (grouped && (value == 0 || findGroup(value) == 0)) {
        return refuse(
            "NOGROUP No such key '%s' or consumer group '%s' in XREADGROUP with GROUP option"
                .formatted(s.args.text(firstKey + i), s.args.text(group)));
      }
      int id = idAt(i);
      boolean last = s.args.is(id, "$");
      if (last || s.args.is(id, "+")) {
        if (grouped) {
          return refuse(meaningless(last ? "$" : "+"));
        }
        if (!last && value != 0 && isAtStart(value)) {
          return refuse("ERR the stream last element ID is 0-0");
        }
      } else if (s.args.is(id, ">")) {
        if (!grouped) {
          return refuse(
              "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group>"
                  + " <consumer> option.");
        }
      } else if (!StreamIdText.isId(s, id, s.stream.id, 0)) {
        return false;
      }
    }
    return true;
  }

  private boolean isAtStart(long value) {
    StreamValue.lastId(value, s.stream.id);
    return s.stream.id.isZero();
  }

  private static String meaningless(String id) {
    return ("ERR The %s ID is meaningless in the context of XREADGROUP: you want to read the"
            + " history of this consumer by specifying a proper ID, or use the > ID to get new"
            + " messages. The %s ID would just return an empty result set.")
        .formatted(id, id);
  }

  private long findGroup(long value) {
    return StreamGroup.find(value, s.arg(s.one, group));
  }

  /// Replies with the entries of one stream, if it has some to give.
  private void serve(int stream) {
    s.key.set(s.x.database(), s.args.address(firstKey + stream), s.args.length(firstKey + stream));
    long record = s.keeper.seek(s.key);
    if (record == 0) {
      return;
    }
    long value = RecordBlock.collection(record);
    if (grouped) {
      serveGroup(stream, value);
      return;
    }
    after(stream, value);
    StreamCommands.lastEntry(s, value, s.stream.scratch);
    if (Value.count(value) > 0
        && StreamId.compare(s.stream.scratch, s.stream.id) > 0
        && s.stream.id.increment()) {
      open(stream);
      s.stream.walk.start(value, s.stream.id, null, false);
      StreamCommands.entries(s, s.stream.walk, most());
    }
  }

  private long most() {
    return count == 0 ? Long.MAX_VALUE : count;
  }

  /// The ID after which to read.
  private void after(int stream, long value) {
    int id = idAt(stream);
    if (s.args.is(id, "$") || s.args.is(id, "+")) {
      StreamValue.lastId(value, s.stream.id);
      if (s.args.is(id, "+")) {
        s.stream.id.decrement();
      }
      return;
    }
    StreamIdText.isId(s, id, s.stream.id, 0);
  }

  private void open(int stream) {
    if (served++ == 0) {
      mark = s.out.begin();
    }
    if (!s.out.isThree()) {
      s.out.array(2);
    }
    s.out.bulk(s.args.address(firstKey + stream), s.args.length(firstKey + stream));
  }

  private void serveGroup(int stream, long value) {
    s.begin(value);
    long found = findGroup(value);
    s.stream.id.setLast();
    if (!s.args.is(idAt(stream), ">")) {
      StreamIdText.isId(s, idAt(stream), s.stream.id, 0);
    }
    // The greatest ID means the same as `>`.
    boolean history = !s.stream.id.isLast();
    boolean some = history;
    if (!history) {
      StreamGroup.last(found, s.stream.id);
      StreamCommands.lastEntry(s, value, s.stream.scratch);
      some = Value.count(value) > 0 && StreamId.compare(s.stream.scratch, s.stream.id) > 0;
    }
    long reader = reader(s, value, found, consumer);
    if (some) {
      open(stream);
      s.stream.id.increment();
      if (history) {
        history(value, found, reader);
      } else {
        deliver(value, found, reader);
      }
    }
    s.unchanged(value);
  }

  /// The consumer that an argument names, made if it is new, and seen now.
  static long reader(Shelf s, long value, long group, int arg) {
    long reader = StreamGroup.consumer(group, s.arg(s.one, arg));
    if (reader == 0) {
      reader = StreamGroup.makeConsumer(s.bench, value, group, s.one, s.x.now());
      s.keeper.changed(s.key, KeyEvent.XGROUP_CREATECONSUMER);
    }
    StreamGroup.setSeen(reader, s.x.now());
    return reader;
  }

  /// What is pending for the consumer itself from an ID on.
  private void history(long value, long group, long reader) {
    int inner = s.out.begin();
    long found = 0;
    s.stream.pending.start(group, reader, s.stream.id);
    for (long entry = s.stream.pending.next();
        entry != 0 && found < most();
        entry = s.stream.pending.next()) {
      s.stream.pending.id(s.stream.other);
      s.stream.walk.start(value, s.stream.other, s.stream.other, false);
      if (s.stream.walk.next()) {
        StreamCommands.entry(s, s.stream.walk);
        StreamGroup.setDelivery(entry, s.x.now(), StreamGroup.timesDelivered(entry) + 1);
      } else {
        s.out.array(2);
        StreamIdText.reply(s, s.stream.other);
        s.out.nilArray();
      }
      found++;
    }
    s.out.endArray(inner, found);
  }

  /// Entries that the group has not seen, which become pending for the consumer.
  private void deliver(long value, long group, long reader) {
    int inner = s.out.begin();
    long found = 0;
    s.stream.walk.start(value, s.stream.id, null, false);
    while (found < most() && s.stream.walk.next()) {
      s.stream.other.set(s.stream.walk.millis(), s.stream.walk.sequence());
      StreamLag.advance(s, value, group, s.stream.other);
      StreamCommands.entry(s, s.stream.walk);
      if (!noAcknowledgement) {
        long entry = StreamGroup.findPending(group, s.stream.other);
        if (entry == 0) {
          entry = StreamGroup.addPending(s.bench, value, group, s.stream.other);
        }
        StreamGroup.setDelivery(entry, s.x.now(), 1);
        StreamGroup.assign(s.bench, value, entry, reader);
        StreamGroup.setActive(reader, s.x.now());
      }
      found++;
    }
    s.out.endArray(inner, found);
  }

  /// Waits for entries after the last ones there are now.
  private void keepLastIds() {
    byte[][] ids = new byte[streams][];
    int bytes = 0;
    for (int i = 0; i < streams; i++) {
      ids[i] = new byte[0];
      if (s.args.is(idAt(i), "$")) {
        s.stream.id.set(0, 0);
        long value = s.read(firstKey + i, Value.STREAM);
        if (value > 0) {
          StreamValue.lastId(value, s.stream.id);
        }
        ids[i] =
            StreamIdText.text(s.stream.id.millis, s.stream.id.sequence)
                .getBytes(StandardCharsets.US_ASCII);
        bytes += ids[i].length;
      }
    }
    int room = Math.max(1, bytes);
    long scratch = s.bench.allocator().allocate(room);
    long at = scratch;
    for (int i = 0; i < streams; i++) {
      if (ids[i].length > 0) {
        Memory.copyIn(ids[i], 0, at, ids[i].length);
        s.args.place(idAt(i), at, ids[i].length);
        at += ids[i].length;
      }
    }
    s.x.await(new Awaited(RecordBlock.STREAM, firstKey, streams, grouped, false), timeout);
    s.bench.allocator().free(scratch, room);
  }
}
