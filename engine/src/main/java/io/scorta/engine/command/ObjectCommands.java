package io.scorta.engine.command;

import io.scorta.engine.evict.AccessBits;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.Keyspace;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.value.Value;

/// OBJECT: how a value is kept and used.
final class ObjectCommands {
  private static final int EMBEDDED_BYTES_MAX = 44;
  private static final int SHARED_NUMBERS = 10_000;
  private static final String HINT =
      " Please note that when switching between policies at runtime LRU and LFU data will take some"
          + " time to adjust.";

  private ObjectCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("object|encoding", ObjectCommands::encoding);
    handlers.bind("object|freq", ObjectCommands::freq);
    handlers.bind("object|idletime", ObjectCommands::idletime);
    handlers.bind("object|refcount", ObjectCommands::refcount);
    handlers.bind("object|help", HelpCommands::help);
  }

  /// The record of the key without noting a use; 0 after the reply that there is none.
  private static long record(Execution x) {
    Key key = x.key(2);
    long record = x.keeper().seek(key);
    if (record == 0) {
      x.reply().nil();
    }
    return record;
  }

  private static void encoding(Execution x) {
    long record = record(x);
    if (record != 0) {
      x.reply().bulk(encodingName(record));
    }
  }

  private static String encodingName(long record) {
    return switch (RecordBlock.encoding(record)) {
      case RecordBlock.INT -> "int";
      case RecordBlock.ADDRESS -> Value.encodingName(RecordBlock.collection(record));
      case RecordBlock.CHANGED_BYTES -> "raw";
      default -> RecordBlock.valueLength(record) <= EMBEDDED_BYTES_MAX ? "embstr" : "raw";
    };
  }

  private static void freq(Execution x) {
    long record = record(x);
    if (record == 0) {
      return;
    }
    Keyspace keyspace = x.keeper().keyspace();
    if (!keyspace.policy().isLfu()) {
      x.reply()
          .error(
              "ERR An LFU maxmemory policy is not selected, access frequency not tracked." + HINT);
      return;
    }
    int decay = keyspace.lfu().decayMinutes();
    x.reply().integer(AccessBits.frequency(RecordBlock.access(record), x.now(), decay));
  }

  private static void idletime(Execution x) {
    long record = record(x);
    if (record == 0) {
      return;
    }
    if (x.keeper().keyspace().policy().isLfu()) {
      x.reply().error("ERR An LFU maxmemory policy is selected, idle time not tracked." + HINT);
      return;
    }
    x.reply().integer(AccessBits.idleSeconds(RecordBlock.access(record), x.now()));
  }

  /// Servers of this protocol share the objects of small numbers and count them as held for ever.
  private static void refcount(Execution x) {
    long record = record(x);
    if (record == 0) {
      return;
    }
    boolean shared =
        RecordBlock.encoding(record) == RecordBlock.INT
            && RecordBlock.number(record) >= 0
            && RecordBlock.number(record) < SHARED_NUMBERS
            && x.keeper().keyspace().memoryBytesMax() == 0;
    x.reply().integer(shared ? Integer.MAX_VALUE : 1);
  }
}
