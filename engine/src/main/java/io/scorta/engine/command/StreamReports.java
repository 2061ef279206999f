package io.scorta.engine.command;

import io.scorta.engine.value.StreamGroup;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.Value;

/// XINFO: how a stream, its groups and their consumers stand.
final class StreamReports {
  private static final int SHOWN_STANDARD = 10;

  private StreamReports() {}

  static void bind(Handlers handlers) {
    handlers.bind("xinfo|stream", x -> stream(x.shelf()));
    handlers.bind("xinfo|groups", x -> groups(x.shelf()));
    handlers.bind("xinfo|consumers", x -> consumers(x.shelf()));
    handlers.bind("xinfo|help", HelpCommands::help);
  }

  /// The stream at the key; 0 after the error.
  private static long value(Shelf s) {
    long value = s.read(2, Value.STREAM);
    if (value == 0) {
      s.out.error(Errors.NO_SUCH_KEY);
    }
    return Math.max(0, value);
  }

  private static void field(Shelf s, String name, long number) {
    s.out.bulk(name);
    s.out.integer(number);
  }

  private static void field(Shelf s, String name, StreamId id) {
    s.out.bulk(name);
    StreamIdText.reply(s, id);
  }

  private static void name(Shelf s, long block) {
    s.out.bulk("name");
    StreamGroup.name(block, s.got);
    s.bulk(s.got);
  }

  private static void stream(Shelf s) {
    int count = s.args.count();
    boolean full = count > 3;
    long most = SHOWN_STANDARD;
    long value = value(s);
    if (value == 0) {
      return;
    }
    if (full) {
      boolean known = s.args.is(3, "FULL") && (count == 4 || (count == 6 && s.args.is(4, "COUNT")));
      if (!known) {
        StreamGroupCommands.misused(s, "XINFO");
        return;
      }
      if (count == 6) {
        if (!s.isLong(5)) {
          return;
        }
        most = s.number() < 0 ? SHOWN_STANDARD : s.number();
      }
    }
    s.out.map(full ? 9 : 10);
    figures(s, value);
    if (full) {
      full(s, value, most == 0 ? Long.MAX_VALUE : most);
    } else {
      edges(s, value);
    }
  }

  /// Servers of this protocol keep blocks in a radix tree; here the table's blocks stand for its
  /// keys, and for its nodes what such a tree would have.
  private static void figures(Shelf s, long value) {
    StreamId id = s.stream.id;
    field(s, "length", Value.count(value));
    field(s, "radix-tree-keys", StreamValue.blockCount(value));
    field(s, "radix-tree-nodes", RadixShape.nodes(value));
    StreamValue.lastId(value, id);
    field(s, "last-generated-id", id);
    StreamValue.deletedId(value, id);
    field(s, "max-deleted-entry-id", id);
    field(s, "entries-added", StreamValue.added(value));
    StreamValue.firstId(value, id);
    field(s, "recorded-first-entry-id", id);
  }

  private static void edges(Shelf s, long value) {
    field(s, "groups", StreamValue.groupCount(value));
    edge(s, value, "first-entry", false);
    edge(s, value, "last-entry", true);
  }

  private static void edge(Shelf s, long value, String name, boolean backward) {
    s.out.bulk(name);
    s.stream.walk.start(value, null, null, backward);
    if (s.stream.walk.next()) {
      StreamCommands.entry(s, s.stream.walk);
    } else {
      s.out.nil();
    }
  }

  private static void full(Shelf s, long value, long most) {
    s.out.bulk("entries");
    s.stream.walk.start(value, null, null, false);
    StreamCommands.entries(s, s.stream.walk, most);
    s.out.bulk("groups");
    int groups = StreamValue.groupCount(value);
    s.out.array(groups);
    for (int i = 0; i < groups; i++) {
      long group = StreamGroup.at(value, i);
      s.out.map(7);
      name(s, group);
      StreamGroup.last(group, s.stream.id);
      field(s, "last-delivered-id", s.stream.id);
      progress(s, value, group);
      field(s, "pel-count", StreamGroup.pendingCount(group));
      s.out.bulk("pending");
      pending(s, group, 0, most);
      s.out.bulk("consumers");
      s.out.array(StreamGroup.consumers(group));
      for (int j = 0; j < StreamGroup.consumers(group); j++) {
        consumer(s, group, StreamGroup.consumerAt(group, j), most);
      }
    }
  }

  private static void progress(Shelf s, long value, long group) {
    s.out.bulk("entries-read");
    if (StreamGroup.read(group) == StreamGroup.UNKNOWN) {
      s.out.nil();
    } else {
      s.out.integer(StreamGroup.read(group));
    }
    s.out.bulk("lag");
    StreamLag.reply(s, value, group);
  }

  private static void consumer(Shelf s, long group, long consumer, long most) {
    s.out.map(5);
    name(s, consumer);
    field(s, "seen-time", StreamGroup.seen(consumer));
    field(s, "active-time", StreamGroup.active(consumer));
    field(s, "pel-count", StreamGroup.ownCount(consumer));
    s.out.bulk("pending");
    pending(s, group, consumer, most);
  }

  /// What is pending: of one consumer, or with 0 of all, who are then named.
  private static void pending(Shelf s, long group, long consumer, long most) {
    int mark = s.out.begin();
    long count = 0;
    s.stream.id.set(0, 0);
    s.stream.pending.start(group, consumer, s.stream.id);
    while (count < most) {
      long entry = s.stream.pending.next();
      if (entry == 0) {
        break;
      }
      s.stream.pending.id(s.stream.id);
      s.out.array(consumer == 0 ? 4 : 3);
      StreamIdText.reply(s, s.stream.id);
      if (consumer == 0) {
        StreamGroup.name(StreamGroup.owner(entry), s.got);
        s.bulk(s.got);
      }
      s.out.integer(StreamGroup.deliveredAt(entry));
      s.out.integer(StreamGroup.timesDelivered(entry));
      count++;
    }
    s.out.endArray(mark, count);
  }

  private static void groups(Shelf s) {
    long value = value(s);
    if (value == 0) {
      return;
    }
    int groups = StreamValue.groupCount(value);
    s.out.array(groups);
    for (int i = 0; i < groups; i++) {
      long group = StreamGroup.at(value, i);
      s.out.map(6);
      name(s, group);
      field(s, "consumers", StreamGroup.consumers(group));
      field(s, "pending", StreamGroup.pendingCount(group));
      StreamGroup.last(group, s.stream.id);
      field(s, "last-delivered-id", s.stream.id);
      progress(s, value, group);
    }
  }

  private static void consumers(Shelf s) {
    long value = value(s);
    if (value == 0) {
      return;
    }
    long group = StreamGroup.find(value, s.arg(s.one, 3));
    if (group == 0) {
      StreamGroupCommands.noGroup(s, 3, 2);
      return;
    }
    s.out.array(StreamGroup.consumers(group));
    for (int i = 0; i < StreamGroup.consumers(group); i++) {
      long consumer = StreamGroup.consumerAt(group, i);
      long active = StreamGroup.active(consumer);
      s.out.map(4);
      name(s, consumer);
      field(s, "pending", StreamGroup.ownCount(consumer));
      field(s, "idle", Math.max(0, s.x.now() - StreamGroup.seen(consumer)));
      field(s, "inactive", active == -1 ? -1 : s.x.now() - active);
    }
  }
}
