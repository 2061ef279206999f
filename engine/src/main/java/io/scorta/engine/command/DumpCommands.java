package io.scorta.engine.command;

import io.scorta.engine.evict.AccessBits;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.persist.Blob;
import io.scorta.engine.persist.CorruptPayload;
import io.scorta.engine.persist.Dump;
import io.scorta.engine.persist.RdbReader;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.Value;
import io.scorta.engine.wire.Arguments;
import org.jspecify.annotations.Nullable;

/// DUMP and RESTORE: a value as bytes that other servers understand too.
final class DumpCommands {
  private static final int FREQUENCY_MAX = 255;

  /// What the options of a RESTORE say; -1 where nothing is said.
  private record Options(boolean replace, boolean absolute, long idleSeconds, long frequency) {}

  private DumpCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("dump", DumpCommands::dump);
    handlers.bind("restore", DumpCommands::restore);
    handlers.bind("restore-asking", DumpCommands::restore);
  }

  private static void dump(Execution x) {
    long record = x.keeper().readWithoutTouch(x.key(1));
    if (record == 0) {
      x.reply().nil();
      return;
    }
    try (Blob bytes = x.dump().write(record, x.settings().limits(), x.settings().compresses())) {
      x.reply().bulk(bytes.address(), bytes.length());
    }
  }

  private static void restore(Execution x) {
    Options options = options(x);
    if (options == null) {
      return;
    }
    Key key = x.key(1);
    boolean exists = x.keeper().seek(key) != 0;
    if (exists && !options.replace()) {
      x.reply().error("BUSYKEY Target key name already exists.");
      return;
    }
    if (!x.isInteger(2)) {
      return;
    }
    long ttl = x.integer(2);
    if (ttl < 0) {
      x.reply().error("ERR Invalid TTL value, must be >= 0");
      return;
    }
    Arguments arguments = x.arguments();
    if (!Dump.isValid(arguments.address(3), arguments.length(3))) {
      x.reply().error("ERR DUMP payload version or checksum are wrong");
      return;
    }
    boolean relative = ttl != 0 && !options.absolute();
    long expiry = relative ? x.now() + Math.min(ttl, Long.MAX_VALUE - x.now()) : ttl;
    try (RdbReader in = x.dump().open(arguments.address(3), arguments.length(3))) {
      Item text = x.shelf().got;
      long value = x.dump().read(in, text, x.settings().limits());
      put(x, key, text, value, expiry);
      if (key.record() != 0) {
        setUse(x, key.record(), options);
      }
      x.reply().ok();
    } catch (CorruptPayload _) {
      x.reply().error("ERR Bad data format");
    }
  }

  private static @Nullable Options options(Execution x) {
    Arguments arguments = x.arguments();
    boolean replace = false;
    boolean absolute = false;
    long idle = -1;
    long frequency = -1;
    for (int i = 4; i < arguments.count(); i++) {
      boolean hasMore = i + 1 < arguments.count();
      if (arguments.is(i, "REPLACE")) {
        replace = true;
      } else if (arguments.is(i, "ABSTTL")) {
        absolute = true;
      } else if (arguments.is(i, "IDLETIME") && hasMore && frequency == -1) {
        idle = option(x, ++i, Long.MAX_VALUE, "ERR Invalid IDLETIME value, must be >= 0");
        if (idle < 0) {
          return null;
        }
      } else if (arguments.is(i, "FREQ") && hasMore && idle == -1) {
        frequency =
            option(x, ++i, FREQUENCY_MAX, "ERR Invalid FREQ value, must be >= 0 and <= 255");
        if (frequency < 0) {
          return null;
        }
      } else {
        x.reply().error(Errors.SYNTAX);
        return null;
      }
    }
    return new Options(replace, absolute, idle, frequency);
  }

  private static long option(Execution x, int argument, long most, String error) {
    if (!x.isInteger(argument)) {
      return -1;
    }
    long value = x.integer(argument);
    if (value < 0 || value > most) {
      x.reply().error(error);
      return -1;
    }
    return value;
  }

  /// Puts the new value in place of the old one. What has expired already leaves nothing behind.
  private static void put(Execution x, Key key, Item text, long value, long expiry) {
    boolean late = expiry != 0 && expiry <= x.now();
    if (late) {
      if (value != 0) {
        Value.free(x.bench(), value);
      }
      if (key.record() != 0) {
        x.keeper().remove(key);
        x.keeper().changed(key, KeyEvent.DEL);
      }
      return;
    }
    if (value != 0) {
      x.keeper().putCollection(key, value, expiry);
    } else {
      x.keeper().putText(key, text.address(), text.length(), expiry);
    }
    x.keeper().changed(key, KeyEvent.RESTORE);
  }

  private static void setUse(Execution x, long record, Options options) {
    boolean frequent = x.keeper().keyspace().policy().isLfu();
    if (options.frequency() >= 0 && frequent) {
      RecordBlock.access(record, AccessBits.lfu(x.now(), (int) options.frequency()));
    } else if (options.idleSeconds() >= 0 && !frequent) {
      RecordBlock.access(record, AccessBits.lruIdle(x.now(), options.idleSeconds()));
    }
  }
}
