package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;
import io.scorta.engine.wire.Arguments;

/// Commands on single bits of strings, and on whole strings as rows of bits.
final class BitCommands {
  private static final String BAD_OFFSET = "ERR bit offset is not an integer or out of range";
  private static final String BAD_BIT = "ERR bit is not an integer or out of range";

  private BitCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("setbit", BitCommands::setbit);
    handlers.bind("getbit", BitCommands::getbit);
    handlers.bind("bitcount", BitCommands::bitcount);
    handlers.bind("bitpos", BitCommands::bitpos);
    handlers.bind("bitop", BitCommands::bitop);
  }

  /// The place of a bit, or -1 after the error. `unit` is the width of what `#` counts, or 0 if it
  /// may not stand there.
  static long offset(Execution x, int argument, int unit) {
    long address = x.arguments().address(argument);
    int length = x.arguments().length(argument);
    int skipped = unit > 0 && length > 0 && Memory.getByte(address) == '#' ? 1 : 0;
    if (Digits.isLong(address + skipped, length - skipped)) {
      long offset = Digits.parse(address + skipped, length - skipped);
      long place = skipped == 0 ? offset : multiplied(offset, unit);
      if (place >= 0 && place >>> 3 < x.settings().bulkBytesMax()) {
        return place;
      }
    }
    x.reply().error(BAD_OFFSET);
    return -1;
  }

  private static long multiplied(long offset, int unit) {
    return offset < 0 || offset > Long.MAX_VALUE / unit ? -1 : offset * unit;
  }

  private static void setbit(Execution x) {
    long offset = offset(x, 2, 0);
    if (offset < 0) {
      return;
    }
    long bit = x.integer(3, 0, 1, BAD_BIT);
    if (x.isRefused()) {
      return;
    }
    Key key = x.key(1);
    long record = x.seek(key, RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    int length = record == 0 ? 0 : RecordBlock.textLength(record);
    int bytes = Math.max(length, (int) (offset >>> 3) + 1);
    long value = StringEdit.grown(x, key, bytes);
    boolean old = Bits.get(value, offset);
    if (old != (bit == 1) || bytes > length) {
      Bits.set(value, offset, bit == 1);
      x.keeper().changed(key, KeyEvent.SETBIT);
    }
    x.reply().integer(old ? 1 : 0);
  }

  private static void getbit(Execution x) {
    long offset = offset(x, 2, 0);
    if (offset < 0) {
      return;
    }
    long record = x.read(x.key(1), RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    boolean on = false;
    if (record != 0) {
      Item text = StringEdit.view(record, x.shelf().got);
      on = offset < (long) text.length() << 3 && Bits.get(text.address(), offset);
    }
    x.reply().integer(on ? 1 : 0);
  }

  private static void bitcount(Execution x) {
    int count = x.count();
    if (count > 5) {
      x.reply().error(Errors.SYNTAX);
      return;
    }
    if (!hasRange(x, 2)) {
      return;
    }
    long record = x.read(x.key(1), RecordBlock.STRING);
    if (record <= 0) {
      if (record == 0) {
        x.reply().integer(0);
      }
      return;
    }
    Item text = StringEdit.view(record, x.shelf().got);
    long from = firstBit(x, 2, text.length());
    long to = endBit(x, 2, text.length());
    boolean backwards =
        count > 3 && x.integer(2) < 0 && x.integer(3) < 0 && x.integer(2) > x.integer(3);
    x.reply().integer(backwards || from >= to ? 0 : Bits.count(text.address(), from, to));
  }

  private static void bitpos(Execution x) {
    if (!x.isInteger(2)) {
      return;
    }
    long bit = x.integer(2);
    if (bit != 0 && bit != 1) {
      x.reply().error("ERR The bit argument must be 1 or 0.");
      return;
    }
    if (x.count() > 6) {
      x.reply().error(Errors.SYNTAX);
      return;
    }
    if (!hasRange(x, 3)) {
      return;
    }
    long record = x.read(x.key(1), RecordBlock.STRING);
    if (record <= 0) {
      if (record == 0) {
        x.reply().integer(bit == 1 ? -1 : 0);
      }
      return;
    }
    Item text = StringEdit.view(record, x.shelf().got);
    long from = firstBit(x, 3, text.length());
    long to = endBit(x, 3, text.length());
    if (from >= to) {
      x.reply().integer(-1);
      return;
    }
    long found = Bits.find(text.address(), from, to, bit == 1);
    // A string without a given end goes on with zeros.
    boolean endless = bit == 0 && x.count() < 5;
    x.reply().integer(found < to || endless ? found : -1);
  }

  /// Whether the optional start, end and unit from an argument on are right; else the client was
  /// told.
  private static boolean hasRange(Execution x, int at) {
    int count = x.count();
    if (count > at && !x.isInteger(at)) {
      return false;
    }
    if (count > at + 2 && !x.arguments().is(at + 2, "BIT") && !x.arguments().is(at + 2, "BYTE")) {
      x.reply().error(Errors.SYNTAX);
      return false;
    }
    return count <= at + 1 || x.isInteger(at + 1);
  }

  private static boolean isInBits(Execution x, int at) {
    return x.count() > at + 2 && x.arguments().is(at + 2, "BIT");
  }

  private static long firstBit(Execution x, int at, int length) {
    if (x.count() <= at) {
      return 0;
    }
    boolean bits = isInBits(x, at);
    long units = bits ? (long) length << 3 : length;
    long start = x.integer(at);
    long clamped = Math.clamp(start < 0 ? start + units : start, 0, units);
    return bits ? clamped : clamped << 3;
  }

  private static long endBit(Execution x, int at, int length) {
    if (length == 0) {
      return 0;
    }
    boolean bits = isInBits(x, at);
    long units = bits ? (long) length << 3 : length;
    long end = x.count() > at + 1 ? x.integer(at + 1) : -1;
    // An end that lies before the string means its first unit.
    long clamped = Math.clamp(end < 0 ? end + units : end, 0, units - 1) + 1;
    return bits ? clamped : clamped << 3;
  }

  private static void bitop(Execution x) {
    Arguments arguments = x.arguments();
    int operation = operation(arguments);
    if (operation == 0) {
      x.reply().error(Errors.SYNTAX);
      return;
    }
    if (operation == '~' && arguments.count() != 4) {
      x.reply().error("ERR BITOP NOT must be called with a single source key.");
      return;
    }
    int longest = 0;
    for (int i = 3; i < arguments.count(); i++) {
      long record = x.read(x.key(i), RecordBlock.STRING);
      if (record == Execution.WRONG_TYPE) {
        return;
      }
      longest = Math.max(longest, record == 0 ? 0 : RecordBlock.textLength(record));
    }
    if (longest > 0) {
      long result = x.allocator().allocate(longest);
      combine(x, operation, result, longest);
      store(x, result, longest);
      x.allocator().free(result, longest);
    } else if (x.keeper().seek(x.key(2)) != 0) {
      Key key = x.key(2);
      x.keeper().seek(key);
      x.keeper().remove(key);
      x.keeper().changed(key, KeyEvent.DEL);
    }
    x.reply().integer(longest);
  }

  private static int operation(Arguments arguments) {
    if (arguments.is(1, "AND")) {
      return '&';
    }
    if (arguments.is(1, "OR")) {
      return '|';
    }
    if (arguments.is(1, "XOR")) {
      return '^';
    }
    return arguments.is(1, "NOT") ? '~' : 0;
  }

  private static void store(Execution x, long result, int length) {
    Key key = x.key(2);
    x.keeper().seek(key);
    long record = x.keeper().put(key, RecordBlock.STRING, RecordBlock.CHANGED_BYTES, length, 0);
    Memory.copy(result, RecordBlock.value(record), length);
    x.keeper().changed(key, KeyEvent.SET);
  }

  private static void combine(Execution x, int operation, long result, int length) {
    Memory.fill(result, length, (byte) 0);
    for (int i = 3; i < x.count(); i++) {
      long record = x.keeper().seek(x.key(i));
      Item text = x.shelf().got;
      text.set(result, 0);
      if (record != 0) {
        StringEdit.view(record, text);
      }
      if (i == 3) {
        Memory.copy(text.address(), result, text.length());
      } else {
        combine(operation, result, text);
        if (operation == '&') {
          Memory.fill(result + text.length(), length - text.length(), (byte) 0);
        }
      }
    }
    if (operation == '~') {
      invert(result, length);
    }
  }

  private static void combine(int operation, long result, Item text) {
    long from = text.address();
    int length = text.length();
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      long left = Memory.getLong(result + i);
      long right = Memory.getLong(from + i);
      Memory.putLong(result + i, combined(operation, left, right));
    }
    for (; i < length; i++) {
      long combined = combined(operation, Memory.getByte(result + i), Memory.getByte(from + i));
      Memory.putByte(result + i, (byte) combined);
    }
  }

  private static long combined(int operation, long left, long right) {
    return operation == '&' ? left & right : operation == '|' ? left | right : left ^ right;
  }

  private static void invert(long result, int length) {
    for (int i = 0; i < length; i++) {
      Memory.putByte(result + i, (byte) ~Memory.getByte(result + i));
    }
  }
}
