package io.scorta.engine.command;

import io.scorta.engine.value.StreamGroup;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.Value;
import java.util.ArrayList;
import java.util.List;

/// XCLAIM and XAUTOCLAIM: pending entries go to another consumer.
final class StreamClaims {
  private static final long COUNT_STANDARD = 100;
  private static final int ATTEMPTS_PER_ENTRY = 10;
  private static final long COUNT_MAX = Long.MAX_VALUE / 16;

  private final Shelf s;
  private long idle;
  private boolean onlyIds;

  private boolean forced;
  private long delivered = -1;
  private long times = -1;
  private int idsEnd;
  private long count = COUNT_STANDARD;

  private StreamClaims(Shelf s) {
    this.s = s;
  }

  static void bind(Handlers handlers) {
    handlers.bind("xclaim", x -> new StreamClaims(x.shelf()).claim());
    handlers.bind("xautoclaim", x -> new StreamClaims(x.shelf()).claimAll());
  }

  private void noGroup() {
    s.out.error(
        "NOGROUP No such key '%s' or consumer group '%s'"
            .formatted(s.args.text(1), s.args.text(2)));
  }

  private boolean isIdle(String command) {
    if (!s.isLong(4, "ERR Invalid min-idle-time argument for " + command)) {
      return false;
    }
    idle = Math.max(0, s.number());
    return true;
  }

  private void claim() {
    long value = s.read(1, Value.STREAM);
    if (value == Shelf.WRONG) {
      return;
    }
    long group = value == 0 ? 0 : StreamGroup.find(value, s.arg(s.one, 2));
    if (group == 0) {
      noGroup();
      return;
    }
    s.stream.second.set(0, 0);
    if (!isIdle("XCLAIM") || !readOptions()) {
      return;
    }
    StreamGroup.last(group, s.stream.scratch);
    if (StreamId.compare(s.stream.second, s.stream.scratch) > 0) {
      StreamGroup.setLast(group, s.stream.second);
    }
    long now = s.x.now();
    if (delivered < 0 || delivered > now) {
      delivered = now;
    }
    s.begin(value);
    long consumer = StreamReads.reader(s, value, group, 3);
    int mark = s.out.begin();
    int claimed = 0;
    for (int i = 5; i < idsEnd; i++) {
      StreamIdText.isId(s, i, s.stream.id, 0);
      claimed += claim(value, group, consumer) ? 1 : 0;
    }
    s.out.endArray(mark, claimed);
    s.unchanged(value);
  }

  /// Reads the options behind the IDs; an ID for LASTID goes to the second one of the tools.
  private boolean readOptions() {
    int i = 5;
    while (i < s.args.count()
        && StreamIdText.parse(s.args.address(i), s.args.length(i), s.stream.id, 0)) {
      i++;
    }
    idsEnd = i;
    for (; i < s.args.count(); i++) {
      boolean hasMore = i + 1 < s.args.count();
      if (s.args.is(i, "FORCE")) {
        forced = true;
      } else if (s.args.is(i, "JUSTID")) {
        onlyIds = true;
      } else if (hasMore && (s.args.is(i, "IDLE") || s.args.is(i, "TIME"))) {
        boolean relative = s.args.is(i, "IDLE");
        String error =
            "ERR Invalid %s option argument for XCLAIM".formatted(relative ? "IDLE" : "TIME");
        if (!s.isLong(++i, error)) {
          return false;
        }
        delivered = relative ? s.x.now() - s.number() : s.number();
      } else if (hasMore && s.args.is(i, "RETRYCOUNT")) {
        if (!s.isLong(++i, "ERR Invalid RETRYCOUNT option argument for XCLAIM")) {
          return false;
        }
        times = s.number();
      } else if (hasMore && s.args.is(i, "LASTID")) {
        if (!StreamIdText.isId(s, ++i, s.stream.second, 0)) {
          return false;
        }
      } else {
        s.out.error("ERR Unrecognized XCLAIM option '%s'".formatted(s.args.text(i)));
        return false;
      }
    }
    return true;
  }

  private boolean claim(long value, long group, long consumer) {
    StreamId id = s.stream.id;
    long entry = StreamGroup.findPending(group, id);
    s.stream.walk.start(value, id, id, false);
    if (!s.stream.walk.next()) {
      StreamGroup.acknowledge(s.bench, value, group, id);
      return false;
    }
    boolean isNew = entry == 0;
    if (isNew) {
      if (!forced) {
        return false;
      }
      entry = StreamGroup.addPending(s.bench, value, group, id);
      StreamGroup.setDelivery(entry, s.x.now(), 1);
    } else if (idle != 0 && s.x.now() - StreamGroup.deliveredAt(entry) < idle) {
      return false;
    }
    long before = StreamGroup.timesDelivered(entry);
    long after = times >= 0 ? times : onlyIds ? before : before + 1;
    StreamGroup.setDelivery(entry, delivered, after);
    give(value, entry, consumer);
    return true;
  }

  /// Gives the entry at which the walk stands to the consumer, and replies with it.
  private void give(long value, long entry, long consumer) {
    StreamGroup.assign(s.bench, value, entry, consumer);
    if (onlyIds) {
      StreamIdText.reply(s, s.stream.id);
    } else {
      StreamCommands.entry(s, s.stream.walk);
    }
    StreamGroup.setActive(consumer, s.x.now());
  }

  private void claimAll() {
    if (!isIdle("XAUTOCLAIM")
        || !StreamIdText.isBound(s, 5, s.stream.other, true)
        || !readAutomaticOptions()) {
      return;
    }
    long value = s.read(1, Value.STREAM);
    if (value == Shelf.WRONG) {
      return;
    }
    long group = value == 0 ? 0 : StreamGroup.find(value, s.arg(s.one, 2));
    if (group == 0) {
      noGroup();
      return;
    }
    s.begin(value);
    long consumer = StreamReads.reader(s, value, group, 3);
    claimAll(value, group, consumer);
    s.unchanged(value);
  }

  private boolean readAutomaticOptions() {
    for (int i = 6; i < s.args.count(); i++) {
      if (s.args.is(i, "COUNT") && i + 1 < s.args.count()) {
        if (!s.isOneOrMore(++i, "ERR COUNT must be > 0")) {
          return false;
        }
        count = s.number();
        if (count > COUNT_MAX) {
          s.out.error("ERR COUNT must be > 0");
          return false;
        }
      } else if (s.args.is(i, "JUSTID")) {
        onlyIds = true;
      } else {
        s.out.error(Errors.SYNTAX);
        return false;
      }
    }
    return true;
  }

  private void claimAll(long value, long group, long consumer) {
    List<String> gone = new ArrayList<>();
    long attempts = count * ATTEMPTS_PER_ENTRY;
    int outer = s.out.begin();
    int mark = s.out.begin();
    long claimed = 0;
    StreamId id = s.stream.id;
    s.stream.pending.start(group, 0, s.stream.other);
    long entry = s.stream.pending.next();
    while (entry != 0 && attempts-- > 0 && claimed + gone.size() < count) {
      s.stream.pending.id(id);
      s.stream.walk.start(value, id, id, false);
      if (!s.stream.walk.next()) {
        StreamGroup.acknowledge(s.bench, value, group, id);
        gone.add(StreamIdText.text(id.millis, id.sequence));
        s.stream.pending.start(group, 0, id);
      } else if (idle == 0 || s.x.now() - StreamGroup.deliveredAt(entry) >= idle) {
        StreamGroup.setDelivery(
            entry, s.x.now(), StreamGroup.timesDelivered(entry) + (onlyIds ? 0 : 1));
        give(value, entry, consumer);
        claimed++;
      }
      entry = s.stream.pending.next();
    }
    s.out.endArray(mark, claimed);
    id.set(0, 0);
    if (entry != 0) {
      s.stream.pending.id(id);
    }
    String next = StreamIdText.text(id.millis, id.sequence);
    s.out.endWith(outer, "*3\r\n$%d\r\n%s\r\n".formatted(next.length(), next));
    s.out.array(gone.size());
    gone.forEach(s.out::bulk);
  }
}
