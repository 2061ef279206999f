package io.scorta.engine.command;

import io.scorta.engine.keyspace.Keeper;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.wire.Arguments;

/// Commands that get and set whole strings.
final class StringCommands {
  private StringCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("get", StringCommands::get);
    handlers.bind("set", StringCommands::set);
    handlers.bind("setnx", StringCommands::setnx);
    handlers.bind("setex", x -> setWithTime(x, true));
    handlers.bind("psetex", x -> setWithTime(x, false));
    handlers.bind("getset", StringCommands::getset);
    handlers.bind("getdel", StringCommands::getdel);
    handlers.bind("getex", StringCommands::getex);
    handlers.bind("mget", StringCommands::mget);
    handlers.bind("mset", StringCommands::mset);
    handlers.bind("msetnx", StringCommands::msetnx);
    handlers.bind("strlen", StringCommands::strlen);
  }

  /// Replies with the text of a string.
  static void reply(Execution x, long record) {
    if (RecordBlock.encoding(record) == RecordBlock.INT) {
      x.reply().bulkNumber(RecordBlock.number(record));
    } else {
      x.reply().bulk(RecordBlock.value(record), RecordBlock.valueLength(record));
    }
  }

  private static void replyOrNil(Execution x, long record) {
    if (record == 0) {
      x.reply().nil();
    } else if (record > 0) {
      reply(x, record);
    }
  }

  static void get(Execution x) {
    replyOrNil(x, x.read(x.key(1), RecordBlock.STRING));
  }

  static void set(Execution x) {
    Arguments arguments = x.arguments();
    Key key = x.key(1);
    if (arguments.count() == 3) {
      x.keeper().seek(key);
      x.keeper().putText(key, arguments.address(2), arguments.length(2), 0);
      x.keeper().changed(key, KeyEvent.SET);
      x.reply().ok();
      return;
    }
    setWithOptions(x, key);
  }

  private static void setWithOptions(Execution x, Key key) {
    StringOptions options = x.stringOptions();
    if (!options.read(x, 3, true)) {
      return;
    }
    boolean get = options.has(StringOptions.GET);
    long record = get ? x.read(key, RecordBlock.STRING) : x.keeper().seek(key);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    boolean refused = record != 0 ? options.has(StringOptions.NX) : options.has(StringOptions.XX);
    if (get) {
      replyOrNil(x, record);
    } else if (refused) {
      x.reply().nil();
    }
    if (refused) {
      return;
    }
    long expiry = options.expiry();
    if (options.has(StringOptions.KEEPTTL) && record != 0) {
      expiry = RecordBlock.expiry(record);
    }
    store(x, key, 2, expiry);
    if (!get) {
      x.reply().ok();
    }
  }

  private static void store(Execution x, Key key, int argument, long expiry) {
    Arguments arguments = x.arguments();
    x.keeper().putText(key, arguments.address(argument), arguments.length(argument), expiry);
    x.keeper().changed(key, KeyEvent.SET);
    if (expiry != 0) {
      x.keeper().changed(key, KeyEvent.EXPIRE);
    }
  }

  private static void setnx(Execution x) {
    Key key = x.key(1);
    if (x.keeper().seek(key) != 0) {
      x.reply().integer(0);
      return;
    }
    store(x, key, 2, 0);
    x.reply().integer(1);
  }

  private static void setWithTime(Execution x, boolean seconds) {
    if (!x.isInteger(2)) {
      return;
    }
    long expiry = StringOptions.absolute(x.integer(2), x.now(), seconds, true);
    if (expiry == 0) {
      x.reply().error("ERR invalid expire time in '%s' command".formatted(x.command().name));
      return;
    }
    Key key = x.key(1);
    x.keeper().seek(key);
    store(x, key, 3, expiry);
    x.reply().ok();
  }

  private static void getset(Execution x) {
    Key key = x.key(1);
    long record = x.read(key, RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    replyOrNil(x, record);
    store(x, key, 2, 0);
  }

  private static void getdel(Execution x) {
    Key key = x.key(1);
    long record = x.read(key, RecordBlock.STRING);
    replyOrNil(x, record);
    if (record > 0) {
      x.keeper().remove(key);
      x.keeper().changed(key, KeyEvent.DEL);
    }
  }

  private static void getex(Execution x) {
    StringOptions options = x.stringOptions();
    if (!options.readNames(x, 2, false)) {
      return;
    }
    Key key = x.key(1);
    long record = x.read(key, RecordBlock.STRING);
    // A time that is wrong does not matter where there is no key.
    if (record > 0 && !options.readTime(x)) {
      return;
    }
    replyOrNil(x, record);
    if (record <= 0) {
      return;
    }
    Keeper keeper = x.keeper();
    if (options.expiry() != 0) {
      if (options.expiry() <= x.now()) {
        keeper.remove(key);
        keeper.changed(key, KeyEvent.DEL);
      } else {
        keeper.expiry(key, options.expiry());
        keeper.changed(key, KeyEvent.EXPIRE);
      }
    } else if (options.has(StringOptions.PERSIST) && RecordBlock.expires(record)) {
      keeper.expiry(key, 0);
      keeper.changed(key, KeyEvent.PERSIST);
    }
  }

  private static void mget(Execution x) {
    x.reply().array(x.count() - 1L);
    for (int i = 1; i < x.count(); i++) {
      long record = x.keeper().read(x.key(i));
      replyOrNil(x, record != 0 && RecordBlock.type(record) == RecordBlock.STRING ? record : 0);
    }
  }

  private static void mset(Execution x) {
    if (isEven(x)) {
      storeAll(x);
      x.reply().ok();
    }
  }

  private static void msetnx(Execution x) {
    if (!isEven(x)) {
      return;
    }
    for (int i = 1; i < x.count(); i += 2) {
      if (x.keeper().seek(x.key(i)) != 0) {
        x.reply().integer(0);
        return;
      }
    }
    storeAll(x);
    x.reply().integer(1);
  }

  private static boolean isEven(Execution x) {
    if (x.count() % 2 == 0) {
      x.reply().error("ERR wrong number of arguments for '%s' command".formatted(x.command().name));
      return false;
    }
    return true;
  }

  private static void storeAll(Execution x) {
    for (int i = 1; i < x.count(); i += 2) {
      Key key = x.key(i);
      x.keeper().seek(key);
      store(x, key, i + 1, 0);
    }
  }

  private static void strlen(Execution x) {
    long record = x.read(x.key(1), RecordBlock.STRING);
    if (record >= 0) {
      x.reply().integer(record == 0 ? 0 : RecordBlock.textLength(record));
    }
  }
}
