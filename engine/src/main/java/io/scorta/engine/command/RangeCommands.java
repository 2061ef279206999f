package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Commands that read or change parts of strings.
final class RangeCommands {
  private RangeCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("append", RangeCommands::append);
    handlers.bind("getrange", RangeCommands::getrange);
    handlers.bind("substr", RangeCommands::getrange);
    handlers.bind("setrange", RangeCommands::setrange);
  }

  /// The text of a string, one character for each byte.
  static String text(long record) {
    return new String(bytes(record), StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(long record) {
    if (RecordBlock.encoding(record) == RecordBlock.INT) {
      return Long.toString(RecordBlock.number(record)).getBytes(StandardCharsets.US_ASCII);
    }
    return Memory.bytes(RecordBlock.value(record), RecordBlock.valueLength(record));
  }

  private static boolean isTooLong(Execution x, long length) {
    if (length <= x.settings().bulkBytesMax()) {
      return false;
    }
    x.reply().error(Errors.STRING_TOO_LONG);
    return true;
  }

  private static void append(Execution x) {
    Arguments arguments = x.arguments();
    Key key = x.key(1);
    long record = x.seek(key, RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    long added = arguments.address(2);
    int addedLength = arguments.length(2);
    if (record == 0) {
      x.keeper().putText(key, added, addedLength, 0);
      x.keeper().changed(key, KeyEvent.APPEND);
      x.reply().integer(addedLength);
      return;
    }
    int length = RecordBlock.textLength(record);
    if (isTooLong(x, (long) length + addedLength)) {
      return;
    }
    StringEdit.asBytes(x, key);
    long grown = x.keeper().resize(key, length + addedLength);
    RecordBlock.encoding(grown, RecordBlock.CHANGED_BYTES);
    Memory.copy(added, RecordBlock.value(grown) + length, addedLength);
    x.keeper().changed(key, KeyEvent.APPEND);
    x.reply().integer(length + (long) addedLength);
  }

  private static void getrange(Execution x) {
    if (!x.isInteger(2) || !x.isInteger(3)) {
      return;
    }
    long start = x.integer(2);
    long end = x.integer(3);
    long record = x.read(x.key(1), RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    long length = record == 0 ? 0 : RecordBlock.textLength(record);
    boolean backwards = start < 0 && end < 0 && start > end;
    start = Math.max(start < 0 ? start + length : start, 0);
    end = Math.min(Math.max(end < 0 ? end + length : end, 0), length - 1);
    if (backwards || start > end || length == 0) {
      x.reply().bulk("");
      return;
    }
    int count = (int) (end - start + 1);
    if (RecordBlock.encoding(record) == RecordBlock.INT) {
      byte[] text = bytes(record);
      x.reply().bulk(Arrays.copyOfRange(text, (int) start, (int) start + count));
    } else {
      x.reply().bulk(RecordBlock.value(record) + start, count);
    }
  }

  private static void setrange(Execution x) {
    if (!x.isInteger(2)) {
      return;
    }
    long offset = x.integer(2);
    if (offset < 0) {
      x.reply().error("ERR offset is out of range");
      return;
    }
    Key key = x.key(1);
    long record = x.seek(key, RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    int patchLength = x.arguments().length(3);
    int length = record == 0 ? 0 : RecordBlock.textLength(record);
    if (patchLength == 0) {
      x.reply().integer(length);
      return;
    }
    if (offset > Long.MAX_VALUE - patchLength || isTooLong(x, offset + patchLength)) {
      if (offset > Long.MAX_VALUE - patchLength) {
        x.reply().error(Errors.STRING_TOO_LONG);
      }
      return;
    }
    patch(x, key, (int) offset, length);
  }

  private static void patch(Execution x, Key key, int offset, int length) {
    int patchLength = x.arguments().length(3);
    int newLength = Math.max(length, offset + patchLength);
    long value = StringEdit.grown(x, key, newLength);
    Memory.copy(x.arguments().address(3), value + offset, patchLength);
    x.keeper().changed(key, KeyEvent.SETRANGE);
    x.reply().integer(newLength);
  }
}
