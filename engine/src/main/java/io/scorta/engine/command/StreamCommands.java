package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.StreamWalk;
import io.scorta.engine.value.Value;

/// Commands on the entries of streams.
final class StreamCommands {
  private StreamCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("xadd", x -> xadd(x.shelf()));
    handlers.bind("xlen", x -> xlen(x.shelf()));
    handlers.bind("xrange", x -> range(x.shelf(), false));
    handlers.bind("xrevrange", x -> range(x.shelf(), true));
    handlers.bind("xdel", x -> xdel(x.shelf()));
    handlers.bind("xtrim", x -> xtrim(x.shelf()));
    handlers.bind("xsetid", x -> xsetid(x.shelf()));
    StreamReads.bind(handlers);
    StreamGroupCommands.bind(handlers);
    StreamClaims.bind(handlers);
    StreamReports.bind(handlers);
  }

  private static void xadd(Shelf s) {
    StreamTrimming options = new StreamTrimming(s, true);
    if (!options.read()) {
      return;
    }
    int idAt = options.idAt;
    boolean automatic = idAt < s.args.count() && s.args.is(idAt, "*");
    boolean half = !automatic && idAt < s.args.count() && StreamIdText.isHalf(s, idAt);
    StreamId id = s.stream.id;
    if (idAt < s.args.count() && !automatic && !isGiven(s, idAt, half, id)) {
      return;
    }
    if (!options.areCompatible()) {
      return;
    }
    int fields = s.args.count() - idAt - 1;
    if (fields < 2 || fields % 2 == 1) {
      s.arity("xadd");
      return;
    }
    if (!automatic && !half && id.isZero()) {
      s.out.error("ERR The ID specified in XADD must be greater than 0-0");
      return;
    }
    long value = s.write(1, Value.STREAM);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0 && !options.makes) {
      s.out.nil();
      return;
    }
    boolean fresh = value == 0;
    if (fresh) {
      value = StreamValue.make(s.bench);
    } else {
      s.begin(value);
    }
    if (next(s, value, automatic, half)) {
      add(s, fresh, value, options);
    } else if (fresh) {
      Value.free(s.bench, value);
    }
  }

  private static boolean isGiven(Shelf s, int arg, boolean half, StreamId id) {
    if (!half) {
      return StreamIdText.isId(s, arg, id, 0);
    }
    if (StreamIdText.parse(s.args.address(arg), s.args.length(arg) - 2, id, 0)
        && !hasDash(s, arg)) {
      return true;
    }
    s.out.error(StreamIdText.INVALID);
    return false;
  }

  /// Whether the part before `-*` has a dash of its own.
  private static boolean hasDash(Shelf s, int arg) {
    String text = s.args.text(arg);
    return text.indexOf('-') != text.length() - 2;
  }

  /// Finds the ID of the new entry; false after the error.
  private static boolean next(Shelf s, long value, boolean automatic, boolean half) {
    StreamId id = s.stream.id;
    StreamId last = s.stream.other;
    StreamValue.lastId(value, last);
    if (last.isLast()) {
      s.out.error("ERR The stream has exhausted the last possible ID, unable to add more items");
      return false;
    }
    if (automatic) {
      id.set(s.x.now(), 0);
      if (Long.compareUnsigned(id.millis, last.millis) <= 0) {
        id.set(last);
        id.increment();
      }
      return true;
    }
    if (half && id.millis == last.millis && last.sequence != -1) {
      id.sequence = last.sequence + 1;
    }
    if (StreamId.compare(id, last) > 0) {
      return true;
    }
    s.out.error("ERR The ID specified in XADD is equal or smaller than the target stream top item");
    return false;
  }

  private static void add(Shelf s, boolean fresh, long value, StreamTrimming options) {
    StreamId id = s.stream.id;
    StreamValue.append(s.bench, value, id, s.args, options.idAt + 1, s.limits());
    StreamIdText.reply(s, id);
    if (fresh) {
      s.keeper.putCollection(s.key, value, 0);
      s.begin(value);
    }
    s.keeper.changed(s.key, KeyEvent.XADD);
    trim(s, value, options);
    s.unchanged(value);
  }

  /// Trims and answers how many entries went.
  private static int trim(Shelf s, long value, StreamTrimming options) {
    StreamValue.Trim trim = options.trim();
    if (trim == null) {
      return 0;
    }
    int removed = StreamValue.trim(s.bench, value, trim);
    if (removed > 0) {
      StreamValue.renewFirstId(value, s.stream.walk, s.stream.other);
      s.keeper.changed(s.key, KeyEvent.XTRIM);
    }
    return removed;
  }

  private static void xtrim(Shelf s) {
    StreamTrimming options = new StreamTrimming(s, false);
    if (!options.read() || !options.areCompatible()) {
      return;
    }
    long value = s.write(1, Value.STREAM);
    if (value == Shelf.WRONG) {
      return;
    }
    int removed = 0;
    if (value != 0) {
      s.begin(value);
      removed = trim(s, value, options);
      s.unchanged(value);
    }
    s.out.integer(removed);
  }

  private static void xlen(Shelf s) {
    long value = s.read(1, Value.STREAM);
    if (value != Shelf.WRONG) {
      s.out.integer(value == 0 ? 0 : Value.count(value));
    }
  }

  private static void range(Shelf s, boolean backward) {
    int startAt = backward ? 3 : 2;
    if (!StreamIdText.isBound(s, startAt, s.stream.id, true)
        || !StreamIdText.isBound(s, 5 - startAt, s.stream.other, false)) {
      return;
    }
    long count = -1;
    for (int i = 4; i < s.args.count(); i += 2) {
      if (!s.args.is(i, "COUNT") || i + 1 == s.args.count()) {
        s.out.error(Errors.SYNTAX);
        return;
      }
      if (!s.isLong(i + 1)) {
        return;
      }
      count = Math.max(0, s.number());
    }
    long value = s.read(1, Value.STREAM);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      s.out.array(0);
    } else if (count == 0) {
      s.out.nilArray();
    } else {
      s.stream.walk.start(value, s.stream.id, s.stream.other, backward);
      entries(s, s.stream.walk, count < 0 ? Long.MAX_VALUE : count);
    }
  }

  /// Replies with the entries that a walk finds.
  static void entries(Shelf s, StreamWalk walk, long most) {
    int mark = s.out.begin();
    long count = 0;
    while (count < most && walk.next()) {
      entry(s, walk);
      count++;
    }
    s.out.endArray(mark, count);
  }

  /// Replies with the entry at which a walk stands.
  static void entry(Shelf s, StreamWalk walk) {
    s.out.array(2);
    StreamIdText.reply(s, walk.millis(), walk.sequence());
    s.out.array(2L * walk.fields());
    for (int i = walk.fields(); i > 0; i--) {
      walk.readField(s.got, s.more);
      s.bulk(s.got);
      s.bulk(s.more);
    }
  }

  private static void xdel(Shelf s) {
    long value = s.write(1, Value.STREAM);
    if (value <= 0) {
      if (value == 0) {
        s.out.integer(0);
      }
      return;
    }
    StreamId id = s.stream.id;
    for (int i = 2; i < s.args.count(); i++) {
      if (!StreamIdText.isId(s, i, id, 0)) {
        return;
      }
    }
    s.begin(value);
    int deleted = 0;
    boolean first = false;
    for (int i = 2; i < s.args.count(); i++) {
      StreamIdText.isId(s, i, id, 0);
      if (StreamValue.delete(s.bench, value, id, s.stream.walk)) {
        deleted++;
        StreamValue.firstId(value, s.stream.other);
        first |= StreamId.compare(id, s.stream.other) == 0;
        StreamValue.deletedId(value, s.stream.other);
        if (StreamId.compare(id, s.stream.other) > 0) {
          StreamValue.setDeletedId(value, id);
        }
      }
    }
    s.unchanged(value);
    if (first || (deleted > 0 && Value.count(value) == 0)) {
      StreamValue.renewFirstId(value, s.stream.walk, s.stream.other);
    }
    if (deleted > 0) {
      s.keeper.changed(s.key, KeyEvent.XDEL);
    }
    s.out.integer(deleted);
  }

  private static void xsetid(Shelf s) {
    StreamId id = s.stream.id;
    StreamId deleted = s.stream.second;
    deleted.set(0, 0);
    if (!StreamIdText.isId(s, 2, id, 0)) {
      return;
    }
    long added = -1;
    for (int i = 3; i < s.args.count(); i += 2) {
      boolean hasMore = i + 1 < s.args.count();
      if (s.args.is(i, "ENTRIESADDED") && hasMore) {
        if (!s.isPositive(i + 1, Errors.NOT_AN_INTEGER, "ERR entries_added must be positive")) {
          return;
        }
        added = s.number();
      } else if (s.args.is(i, "MAXDELETEDID") && hasMore) {
        if (!StreamIdText.isId(s, i + 1, deleted, 0)) {
          return;
        }
        if (StreamId.compare(id, deleted) < 0) {
          s.out.error(
              "ERR The ID specified in XSETID is smaller than the provided"
                  + " max_deleted_entry_id");
          return;
        }
      } else {
        s.out.error(Errors.SYNTAX);
        return;
      }
    }
    setId(s, added);
  }

  private static void setId(Shelf s, long added) {
    StreamId id = s.stream.id;
    long value = s.write(1, Value.STREAM);
    if (value <= 0) {
      if (value == 0) {
        s.out.error(Errors.NO_SUCH_KEY);
      }
      return;
    }
    StreamValue.deletedId(value, s.stream.other);
    if (StreamId.compare(id, s.stream.other) < 0) {
      s.out.error("ERR The ID specified in XSETID is smaller than current max_deleted_entry_id");
      return;
    }
    if (Value.count(value) > 0) {
      lastEntry(s, value, s.stream.other);
      if (StreamId.compare(id, s.stream.other) < 0) {
        s.out.error("ERR The ID specified in XSETID is smaller than the target stream top item");
        return;
      }
      if (added != -1 && Value.count(value) > added) {
        s.out.error(
            "ERR The entries_added specified in XSETID is smaller than the target stream"
                + " length");
        return;
      }
    }
    StreamValue.setLastId(value, id);
    if (added != -1) {
      StreamValue.setAdded(value, added);
    }
    if (!s.stream.second.isZero()) {
      StreamValue.setDeletedId(value, s.stream.second);
    }
    s.out.ok();
    s.keeper.changed(s.key, KeyEvent.XSETID);
  }

  /// The ID of the last entry that is left, 0-0 for none.
  static void lastEntry(Shelf s, long value, StreamId id) {
    id.set(0, 0);
    s.stream.walk.start(value, null, null, true);
    if (s.stream.walk.next()) {
      id.set(s.stream.walk.millis(), s.stream.walk.sequence());
    }
  }
}
