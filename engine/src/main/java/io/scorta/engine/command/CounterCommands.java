package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Commands that use strings as numbers.
final class CounterCommands {
  private CounterCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("incr", x -> add(x, 1));
    handlers.bind("decr", x -> add(x, -1));
    handlers.bind("incrby", CounterCommands::incrby);
    handlers.bind("decrby", CounterCommands::decrby);
    handlers.bind("incrbyfloat", CounterCommands::incrbyfloat);
  }

  private static void incrby(Execution x) {
    if (x.isInteger(2)) {
      add(x, x.integer(2));
    }
  }

  private static void decrby(Execution x) {
    if (!x.isInteger(2)) {
      return;
    }
    long number = x.integer(2);
    if (number == Long.MIN_VALUE) {
      x.reply().error("ERR decrement would overflow");
      return;
    }
    add(x, -number);
  }

  private static void add(Execution x, long delta) {
    Key key = x.key(1);
    long record = x.seek(key, RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    long before = 0;
    if (record != 0) {
      if (!isNumber(record)) {
        x.reply().error(Errors.NOT_AN_INTEGER);
        return;
      }
      before = number(record);
    }
    long sum = before + delta;
    if (((before ^ sum) & (delta ^ sum)) < 0) {
      x.reply().error(Errors.OVERFLOW);
      return;
    }
    if (record != 0 && RecordBlock.encoding(record) == RecordBlock.INT) {
      Memory.putLong(RecordBlock.value(record), sum);
      x.keeper().touch(record);
    } else {
      x.keeper().putNumber(key, sum, record == 0 ? 0 : RecordBlock.expiry(record));
    }
    x.keeper().changed(key, KeyEvent.INCRBY);
    x.reply().integer(sum);
  }

  private static boolean isNumber(long record) {
    return RecordBlock.encoding(record) == RecordBlock.INT
        || Digits.isLong(RecordBlock.value(record), RecordBlock.valueLength(record));
  }

  private static long number(long record) {
    return RecordBlock.encoding(record) == RecordBlock.INT
        ? RecordBlock.number(record)
        : Digits.parse(RecordBlock.value(record), RecordBlock.valueLength(record));
  }

  private static void incrbyfloat(Execution x) {
    Key key = x.key(1);
    long record = x.seek(key, RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    String text = record == 0 ? "0" : RangeCommands.text(record);
    LongDouble before = LongDouble.parse(text);
    LongDouble delta = LongDouble.parse(x.arguments().text(2));
    if (before == null || delta == null) {
      x.reply().error(Errors.NOT_A_FLOAT);
      return;
    }
    @Nullable BigDecimal sum = before.plus(delta);
    if (sum == null) {
      x.reply().error(Errors.NAN_OR_INFINITY);
      return;
    }
    byte[] bytes = LongDouble.text(sum).getBytes(StandardCharsets.US_ASCII);
    long expiry = record == 0 ? 0 : RecordBlock.expiry(record);
    long made = x.keeper().put(key, RecordBlock.STRING, RecordBlock.BYTES, bytes.length, expiry);
    Memory.copyIn(bytes, 0, RecordBlock.value(made), bytes.length);
    x.keeper().changed(key, KeyEvent.INCRBYFLOAT);
    x.reply().bulk(bytes);
  }
}
