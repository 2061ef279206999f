package io.scorta.engine.command;

import io.scorta.engine.keyspace.Database;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.ValueCopy;
import io.scorta.engine.wire.Arguments;

/// Commands that give a value another key.
final class RenameCommands {
  private RenameCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("rename", x -> rename(x, false));
    handlers.bind("renamenx", x -> rename(x, true));
    handlers.bind("move", RenameCommands::move);
    handlers.bind("copy", RenameCommands::copy);
  }

  private static boolean isSameKey(Execution x) {
    Arguments arguments = x.arguments();
    return arguments.length(1) == arguments.length(2)
        && Memory.equal(arguments.address(1), arguments.address(2), arguments.length(1));
  }

  private static void rename(Execution x, boolean onlyNew) {
    Key from = x.key(1);
    if (x.keeper().seek(from) == 0) {
      x.reply().error(Errors.NO_SUCH_KEY);
      return;
    }
    if (!isSameKey(x)) {
      Key to = x.other(2);
      if (x.keeper().seek(to) != 0 && onlyNew) {
        x.reply().integer(0);
        return;
      }
      // Looking up the second key may have removed it, and so moved the first one.
      x.keeper().seek(from);
      x.keeper().rename(from, to);
      x.keeper().changed(from, KeyEvent.RENAME_FROM);
      x.keeper().changed(to, KeyEvent.RENAME_TO);
      if (onlyNew) {
        x.reply().integer(1);
        return;
      }
    } else if (onlyNew) {
      x.reply().integer(0);
      return;
    }
    x.reply().ok();
  }

  private static void move(Execution x) {
    long number = x.integer(2, Integer.MIN_VALUE, Integer.MAX_VALUE, Errors.NOT_AN_INTEGER);
    if (x.isRefused()) {
      return;
    }
    if (number < 0 || number >= x.keeper().keyspace().databaseCount()) {
      x.reply().error(Errors.DB_RANGE);
      return;
    }
    if (number == x.session().database) {
      x.reply().error(Errors.SAME_OBJECT);
      return;
    }
    Key from = x.key(1);
    Key to = x.otherIn(x.keeper().keyspace().database((int) number), 1);
    if (x.keeper().seek(from) == 0 || x.keeper().seek(to) != 0) {
      x.reply().integer(0);
      return;
    }
    x.keeper().rename(from, to);
    x.keeper().changed(from, KeyEvent.MOVE_FROM);
    x.keeper().changed(to, KeyEvent.MOVE_TO);
    x.reply().integer(1);
  }

  private static void copy(Execution x) {
    Arguments arguments = x.arguments();
    Database target = x.database();
    boolean replace = false;
    for (int i = 3; i < arguments.count(); i++) {
      if (arguments.is(i, "REPLACE")) {
        replace = true;
      } else if (arguments.is(i, "DB") && i + 1 < arguments.count()) {
        long number = x.integer(++i, Integer.MIN_VALUE, Integer.MAX_VALUE, Errors.NOT_AN_INTEGER);
        if (x.isRefused()) {
          return;
        }
        if (number < 0 || number >= x.keeper().keyspace().databaseCount()) {
          x.reply().error(Errors.DB_RANGE);
          return;
        }
        target = x.keeper().keyspace().database((int) number);
      } else {
        x.reply().error(Errors.SYNTAX);
        return;
      }
    }
    if (target == x.database() && isSameKey(x)) {
      x.reply().error(Errors.SAME_OBJECT);
      return;
    }
    copyTo(x, target, replace);
  }

  private static void copyTo(Execution x, Database target, boolean replace) {
    Key from = x.key(1);
    Key to = x.otherIn(target, 2);
    if (x.keeper().read(from) == 0 || x.keeper().seek(to) != 0 && !replace) {
      x.reply().integer(0);
      return;
    }
    long record = x.keeper().seek(from);
    boolean collection = RecordBlock.encoding(record) == RecordBlock.ADDRESS;
    long value = collection ? ValueCopy.of(x.bench(), RecordBlock.collection(record)) : 0;
    x.keeper().copy(record, to, value);
    x.keeper().changed(to, KeyEvent.COPY_TO);
    x.reply().integer(1);
  }
}
