package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;

/// Commands on keys of any type.
final class KeyCommands {
  private KeyCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("del", KeyCommands::del);
    handlers.bind("unlink", KeyCommands::del);
    handlers.bind("exists", KeyCommands::exists);
    handlers.bind("touch", KeyCommands::touch);
    handlers.bind("type", KeyCommands::type);
  }

  private static void del(Execution x) {
    long removed = 0;
    for (int i = 1; i < x.count(); i++) {
      Key key = x.key(i);
      if (x.keeper().seek(key) != 0) {
        x.keeper().remove(key);
        x.keeper().changed(key, KeyEvent.DEL);
        removed++;
      }
    }
    x.reply().integer(removed);
  }

  private static void exists(Execution x) {
    long found = 0;
    for (int i = 1; i < x.count(); i++) {
      if (x.keeper().readWithoutTouch(x.key(i)) != 0) {
        found++;
      }
    }
    x.reply().integer(found);
  }

  private static void touch(Execution x) {
    long found = 0;
    for (int i = 1; i < x.count(); i++) {
      if (x.keeper().read(x.key(i)) != 0) {
        found++;
      }
    }
    x.reply().integer(found);
  }

  private static void type(Execution x) {
    long record = x.keeper().readWithoutTouch(x.key(1));
    x.reply().status(record == 0 ? "none" : RecordBlock.typeName(record));
  }
}
