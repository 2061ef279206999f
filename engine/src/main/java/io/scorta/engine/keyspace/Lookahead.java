package io.scorta.engine.keyspace;

import io.scorta.engine.memory.Hash;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;

/// Touches what the next commands will look up, so that the processor waits for all of it at once
/// and not for each in turn.
///
/// Three passes: hash the keys, load the buckets, load the records. The loads of a pass do not
/// depend on each other. It is a hint: a key may be found elsewhere by the time it is needed. Only
/// for a keyspace with one loop, because nothing is locked.
public final class Lookahead {
  /// How many commands are looked at together.
  public static final int COMMANDS_MAX = 16;

  private final long[] buckets = new long[COMMANDS_MAX];
  private final long[] patterns = new long[COMMANDS_MAX];
  private final long[] heads = new long[COMMANDS_MAX];

  /// Keeps the loads from being left out as useless.
  private long sum;

  /// Takes the first argument of each command for its key.
  public void look(Database database, Arguments[] commands, int count) {
    for (int i = 0; i < count; i++) {
      Arguments arguments = commands[i];
      buckets[i] = 0;
      if (arguments.count() > 1) {
        long hash = Hash.of(arguments.address(1), arguments.length(1));
        buckets[i] = database.shard(hash).bucketOrNone(hash);
        patterns[i] = Shard.pattern(hash);
      }
    }
    for (int i = 0; i < count; i++) {
      heads[i] = buckets[i] == 0 ? 0 : Memory.getLong(buckets[i]);
    }
    long loaded = 0;
    for (int i = 0; i < count; i++) {
      long slot = buckets[i] == 0 ? 0 : Shard.likelySlot(buckets[i], heads[i], patterns[i]);
      if (slot != 0) {
        loaded += Memory.getLong(Shard.record(slot));
      }
    }
    sum += loaded;
  }

  long sum() {
    return sum;
  }
}
