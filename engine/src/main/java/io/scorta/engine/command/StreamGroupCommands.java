package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.value.StreamGroup;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.Value;

/// XGROUP, XACK and XPENDING: consumer groups, and what is pending in them.
final class StreamGroupCommands {
  private static final String NO_KEY =
      "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to"
          + " use the MKSTREAM option to create an empty stream automatically.";

  private StreamGroupCommands() {}

  /// What the options of XGROUP CREATE and SETID say.
  private static final class Options {
    private boolean makes;
    private long read = StreamGroup.UNKNOWN;

    /// False after the error.
    boolean readFrom(Shelf s, String subcommand) {
      for (int i = 5; i < s.args.count(); ) {
        if (subcommand.equals("create") && s.args.is(i, "MKSTREAM")) {
          makes = true;
          i++;
        } else if (s.args.is(i, "ENTRIESREAD") && i + 1 < s.args.count()) {
          if (!s.isLong(i + 1)) {
            return false;
          }
          read = s.number();
          if (read < 0 && read != StreamGroup.UNKNOWN) {
            s.out.error("ERR value for ENTRIESREAD must be positive or -1");
            return false;
          }
          i += 2;
        } else {
          return isMisused(s);
        }
      }
      return true;
    }

    private static boolean isMisused(Shelf s) {
      misused(s, "XGROUP");
      return false;
    }
  }

  static void bind(Handlers handlers) {
    handlers.bind("xgroup|create", x -> create(x.shelf()));
    handlers.bind("xgroup|setid", x -> setId(x.shelf()));
    handlers.bind("xgroup|destroy", x -> destroy(x.shelf()));
    handlers.bind("xgroup|createconsumer", x -> createConsumer(x.shelf()));
    handlers.bind("xgroup|delconsumer", x -> deleteConsumer(x.shelf()));
    handlers.bind("xgroup|help", HelpCommands::help);
    handlers.bind("xack", x -> xack(x.shelf()));
    handlers.bind("xpending", x -> xpending(x.shelf()));
  }

  /// Tells that a subcommand has arguments that it does not know.
  static void misused(Shelf s, String command) {
    s.out.error(
        "ERR unknown subcommand or wrong number of arguments for '%s'. Try %s HELP."
            .formatted(s.args.text(1), command));
  }

  private static void create(Shelf s) {
    Options options = new Options();
    if (!options.readFrom(s, "create")) {
      return;
    }
    long value = s.write(2, Value.STREAM);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0 && !options.makes) {
      s.out.error(NO_KEY);
      return;
    }
    StreamId id = s.stream.id;
    id.set(0, 0);
    if (s.args.is(4, "$")) {
      if (value != 0) {
        StreamValue.lastId(value, id);
      }
    } else if (!StreamIdText.isId(s, 4, id, 0)) {
      return;
    }
    if (value == 0) {
      value = StreamValue.make(s.bench);
      s.keeper.putCollection(s.key, value, 0);
    }
    if (StreamGroup.find(value, s.arg(s.one, 3)) != 0) {
      s.out.error("BUSYGROUP Consumer Group name already exists");
      return;
    }
    s.begin(value);
    StreamGroup.make(s.bench, value, s.one, id, options.read);
    s.unchanged(value);
    s.keeper.changed(s.key, KeyEvent.XGROUP_CREATE);
    s.out.ok();
  }

  /// The stream whose group a subcommand works on; 0 after the error, or if there is no group and
  /// none is `needed`.
  private static long stream(Shelf s, boolean needed) {
    long value = s.write(2, Value.STREAM);
    if (value == Shelf.WRONG) {
      return 0;
    }
    if (value == 0) {
      s.out.error(NO_KEY);
      return 0;
    }
    if (StreamGroup.find(value, s.arg(s.one, 3)) == 0) {
      if (needed) {
        noGroup(s, 3, 2);
      } else {
        s.out.integer(0);
      }
      return 0;
    }
    return value;
  }

  static void noGroup(Shelf s, int group, int key) {
    s.out.error(
        "NOGROUP No such consumer group '%s' for key name '%s'"
            .formatted(s.args.text(group), s.args.text(key)));
  }

  private static long group(Shelf s, long value) {
    return StreamGroup.find(value, s.arg(s.one, 3));
  }

  private static void setId(Shelf s) {
    Options options = new Options();
    if (!options.readFrom(s, "setid")) {
      return;
    }
    long value = stream(s, true);
    if (value == 0) {
      return;
    }
    StreamId id = s.stream.id;
    if (s.args.is(4, "$")) {
      StreamValue.lastId(value, id);
    } else if (!StreamIdText.isIdOrEdge(s, 4, id, 0)) {
      return;
    }
    StreamGroup.setLast(group(s, value), id);
    StreamGroup.setRead(group(s, value), options.read);
    s.keeper.changed(s.key, KeyEvent.XGROUP_SETID);
    s.out.ok();
  }

  private static void destroy(Shelf s) {
    long value = stream(s, false);
    if (value != 0) {
      s.begin(value);
      StreamGroup.destroy(s.bench, value, group(s, value));
      s.unchanged(value);
      s.keeper.changed(s.key, KeyEvent.XGROUP_DESTROY);
      s.out.integer(1);
    }
  }

  private static void createConsumer(Shelf s) {
    long value = stream(s, true);
    if (value == 0) {
      return;
    }
    long group = group(s, value);
    boolean isNew = StreamGroup.consumer(group, s.arg(s.one, 4)) == 0;
    if (isNew) {
      s.begin(value);
      StreamGroup.makeConsumer(s.bench, value, group, s.one, s.x.now());
      s.unchanged(value);
      s.keeper.changed(s.key, KeyEvent.XGROUP_CREATECONSUMER);
    }
    s.out.integer(isNew ? 1 : 0);
  }

  private static void deleteConsumer(Shelf s) {
    long value = stream(s, true);
    if (value == 0) {
      return;
    }
    long group = group(s, value);
    long consumer = StreamGroup.consumer(group, s.arg(s.one, 4));
    long pending = 0;
    if (consumer != 0) {
      s.begin(value);
      pending = StreamGroup.ownCount(consumer);
      StreamGroup.removeConsumer(s.bench, value, group, consumer);
      s.unchanged(value);
      s.keeper.changed(s.key, KeyEvent.XGROUP_DELCONSUMER);
    }
    s.out.integer(pending);
  }

  private static void xack(Shelf s) {
    long value = s.read(1, Value.STREAM);
    if (value == Shelf.WRONG) {
      return;
    }
    long group = value == 0 ? 0 : StreamGroup.find(value, s.arg(s.one, 2));
    if (group == 0) {
      s.out.integer(0);
      return;
    }
    for (int i = 3; i < s.args.count(); i++) {
      if (!StreamIdText.isId(s, i, s.stream.id, 0)) {
        return;
      }
    }
    s.begin(value);
    int acknowledged = 0;
    for (int i = 3; i < s.args.count(); i++) {
      StreamIdText.isId(s, i, s.stream.id, 0);
      acknowledged += StreamGroup.acknowledge(s.bench, value, group, s.stream.id) ? 1 : 0;
    }
    s.unchanged(value);
    s.out.integer(acknowledged);
  }

  private static void xpending(Shelf s) {
    int count = s.args.count();
    if (count != 3 && (count < 6 || count > 9)) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    int from = 3;
    long idle = 0;
    long most = 0;
    if (count >= 6) {
      if (s.args.is(3, "IDLE")) {
        if (!s.isLong(4)) {
          return;
        }
        idle = s.number();
        if (count < 8) {
          s.out.error(Errors.SYNTAX);
          return;
        }
        from = 5;
      }
      if (!s.isLong(from + 2)) {
        return;
      }
      most = Math.max(0, s.number());
      if (!StreamIdText.isBound(s, from, s.stream.id, true)
          || !StreamIdText.isBound(s, from + 1, s.stream.other, false)) {
        return;
      }
    }
    long value = s.read(1, Value.STREAM);
    if (value == Shelf.WRONG) {
      return;
    }
    long group = value == 0 ? 0 : StreamGroup.find(value, s.arg(s.one, 2));
    if (group == 0) {
      s.out.error(
          "NOGROUP No such key '%s' or consumer group '%s'"
              .formatted(s.args.text(1), s.args.text(2)));
    } else if (count == 3) {
      summary(s, group);
    } else {
      pending(s, group, from + 3, idle, most);
    }
  }

  private static void summary(Shelf s, long group) {
    s.out.array(4);
    s.out.integer(StreamGroup.pendingCount(group));
    if (StreamGroup.pendingCount(group) == 0) {
      s.out.nil();
      s.out.nil();
      s.out.nilArray();
      return;
    }
    StreamGroup.edge(group, true, s.stream.id);
    StreamIdText.reply(s, s.stream.id);
    StreamGroup.edge(group, false, s.stream.id);
    StreamIdText.reply(s, s.stream.id);
    int mark = s.out.begin();
    int count = 0;
    for (int i = 0; i < StreamGroup.consumers(group); i++) {
      long consumer = StreamGroup.consumerAt(group, i);
      if (StreamGroup.ownCount(consumer) > 0) {
        s.out.array(2);
        StreamGroup.name(consumer, s.got);
        s.bulk(s.got);
        s.out.bulkNumber(StreamGroup.ownCount(consumer));
        count++;
      }
    }
    s.out.endArray(mark, count);
  }

  private static void pending(Shelf s, long group, int consumerAt, long idle, long most) {
    long consumer = 0;
    if (consumerAt < s.args.count()) {
      consumer = StreamGroup.consumer(group, s.arg(s.one, consumerAt));
      if (consumer == 0) {
        s.out.array(0);
        return;
      }
    }
    int mark = s.out.begin();
    long count = 0;
    s.stream.pending.start(group, consumer, s.stream.id);
    while (count < most) {
      long entry = s.stream.pending.next();
      s.stream.pending.id(s.stream.scratch);
      if (entry == 0 || StreamId.compare(s.stream.scratch, s.stream.other) > 0) {
        break;
      }
      long elapsed = s.x.now() - StreamGroup.deliveredAt(entry);
      if (idle != 0 && elapsed < idle) {
        continue;
      }
      s.out.array(4);
      StreamIdText.reply(s, s.stream.scratch);
      StreamGroup.name(StreamGroup.owner(entry), s.got);
      s.bulk(s.got);
      s.out.integer(Math.max(0, elapsed));
      s.out.integer(StreamGroup.timesDelivered(entry));
      count++;
    }
    s.out.endArray(mark, count);
  }
}
