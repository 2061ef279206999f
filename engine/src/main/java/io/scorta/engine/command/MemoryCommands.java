package io.scorta.engine.command;

import io.scorta.engine.keyspace.Database;
import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.Keyspace;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.value.Value;
import io.scorta.engine.wire.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// MEMORY: what keys, values and the rest occupy.
final class MemoryCommands {
  /// The share of a bucket that a key takes, on average.
  private static final int BUCKET_SHARE_BYTES = 12;

  /// Below this, shares and ratios say nothing.
  private static final long TELLING_BYTES = 5 << 20;

  private static final double PEAK_RATIO = 1.5;
  private static final double RESERVE_RATIO = 1.4;
  private static final int NEARLY_FULL_PERCENT = 90;

  private MemoryCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("memory|usage", MemoryCommands::usage);
    handlers.bind("memory|stats", MemoryCommands::stats);
    handlers.bind("memory|doctor", MemoryCommands::doctor);
    handlers.bind("memory|purge", MemoryCommands::purge);
    handlers.bind("memory|help", HelpCommands::help);
  }

  private static void usage(Execution x) {
    for (int i = 3; i < x.count(); i += 2) {
      if (!x.arguments().is(i, "SAMPLES") || i + 1 == x.count()) {
        x.reply().error(Errors.SYNTAX);
        return;
      }
      if (!x.isInteger(i + 1)) {
        return;
      }
      if (x.integer(i + 1) < 0) {
        x.reply().error(Errors.SYNTAX);
        return;
      }
    }
    Key key = x.key(2);
    long record = x.keeper().seek(key);
    if (record == 0) {
      x.reply().nil();
      return;
    }
    long bytes = (long) RecordBlock.blockBytes(record) + BUCKET_SHARE_BYTES;
    if (RecordBlock.encoding(record) == RecordBlock.ADDRESS) {
      bytes += Value.bytes(RecordBlock.collection(record));
    }
    x.reply().integer(bytes);
  }

  private static void purge(Execution x) {
    x.allocator().trim();
    x.reply().ok();
  }

  private static void stats(Execution x) {
    RespWriter reply = x.reply();
    Keyspace keyspace = x.keeper().keyspace();
    long used = keyspace.usedBytes();
    long peak = Math.max(1, keyspace.peakBytes());
    int mark = reply.begin();
    int pairs = 0;
    pairs += number(reply, "peak.allocated", peak);
    pairs += number(reply, "total.allocated", used);
    long tables = 0;
    for (int i = 0; i < keyspace.databaseCount(); i++) {
      Database database = keyspace.existing(i);
      if (database != null && database.size() > 0) {
        reply.bulk("db." + i);
        reply.map(1);
        tables += database.tableBytes();
        number(reply, "overhead.hashtable.main", database.tableBytes());
        pairs++;
      }
    }
    long keys = keyspace.size();
    long records = Math.max(0, used - tables);
    pairs += number(reply, "overhead.total", tables);
    pairs += number(reply, "keys.count", keys);
    pairs += number(reply, "keys.bytes-per-key", keys == 0 ? 0 : used / keys);
    pairs += number(reply, "dataset.bytes", records);
    pairs += share(reply, "dataset.percentage", used == 0 ? 0 : 100.0 * records / used);
    pairs += share(reply, "peak.percentage", 100.0 * used / peak);
    pairs += number(reply, "allocator.allocated", x.allocator().usedBytes());
    pairs += number(reply, "allocator.resident", x.allocator().reservedBytes());
    reply.endMap(mark, pairs);
  }

  private static int number(RespWriter reply, String name, long value) {
    reply.bulk(name);
    reply.integer(value);
    return 1;
  }

  private static int share(RespWriter reply, String name, double value) {
    reply.bulk(name);
    reply.real(value);
    return 1;
  }

  private static void doctor(Execution x) {
    Keyspace keyspace = x.keeper().keyspace();
    long used = keyspace.usedBytes();
    long max = keyspace.memoryBytesMax();
    List<String> findings = new ArrayList<>();
    if (used >= TELLING_BYTES) {
      if (keyspace.peakBytes() > used * PEAK_RATIO) {
        findings.add(
            "The peak of memory in use was %d bytes, now it is %d: free blocks may still be held."
                .formatted(keyspace.peakBytes(), used));
      }
      if (x.allocator().reservedBytes() > x.allocator().usedBytes() * RESERVE_RATIO) {
        findings.add(
            "The allocator holds %d bytes for %d in use: MEMORY PURGE gives free slabs back."
                .formatted(x.allocator().reservedBytes(), x.allocator().usedBytes()));
      }
    }
    if (max != 0 && used > max / 100.0 * NEARLY_FULL_PERCENT) {
      findings.add(
          "%d of %d bytes of maxmemory are in use: keys are or will soon be evicted or refused."
              .formatted(used, max));
    }
    String text =
        findings.isEmpty() ? "No trouble with memory was found." : String.join("\n", findings);
    x.reply().verbatim("txt", (text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
