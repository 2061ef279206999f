package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;
import io.scorta.engine.wire.Arguments;

/// BITFIELD and BITFIELD_RO: whole numbers of any width at any place of a string.
///
/// The arguments are read twice: once to check all of them and to find how long the string must be,
/// once to execute. Nothing is changed if one of them is wrong.
final class BitfieldCommands {
  private static final int GET = 0;
  private static final int SET = 1;
  private static final int INCRBY = 2;
  private static final int WRAP = 0;
  private static final int SATURATE = 1;
  private static final int FAIL = 2;

  private static final String BAD_TYPE =
      "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64"
          + " is.";

  private BitfieldCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("bitfield", x -> bitfield(x, false));
    handlers.bind("bitfield_ro", x -> bitfield(x, true));
  }

  private static void bitfield(Execution x, boolean onlyReading) {
    Field field = new Field();
    long bits = 0;
    int operations = 0;
    for (int i = 2; i < x.count(); i = field.next) {
      if (!field.read(x, i)) {
        return;
      }
      operations += field.isOperation ? 1 : 0;
      if (field.isOperation && field.operation != GET) {
        bits = Math.max(bits, field.offset + field.bits);
      }
    }
    if (onlyReading && bits > 0) {
      x.reply().error("ERR BITFIELD_RO only supports the GET subcommand");
      return;
    }
    Key key = x.key(1);
    long record = bits == 0 ? x.read(key, RecordBlock.STRING) : x.seek(key, RecordBlock.STRING);
    if (record == Execution.WRONG_TYPE) {
      return;
    }
    Item text = x.shelf().got;
    text.set(0, 0);
    int length = record == 0 ? 0 : RecordBlock.textLength(record);
    if (bits > 0) {
      int bytes = Math.max(length, (int) (bits + 7 >>> 3));
      text.set(StringEdit.grown(x, key, bytes), bytes);
    } else if (record != 0) {
      StringEdit.view(record, text);
    }
    x.reply().array(operations);
    if (execute(x, text) || text.length() > length) {
      x.keeper().changed(key, KeyEvent.SETBIT);
    }
  }

  private static boolean execute(Execution x, Item text) {
    Field field = new Field();
    boolean changed = false;
    for (int i = 2; i < x.count(); i = field.next) {
      field.read(x, i);
      if (field.isOperation) {
        changed |= field.execute(x, text);
      }
    }
    return changed;
  }

  /// One operation and the place it works on, with the rule for overflows that is in force.
  private static final class Field {
    private boolean isOperation;
    private int operation;
    private int overflow = WRAP;
    private boolean signed;
    private int bits;
    private long offset;
    private long operand;
    private int next;

    /// Where [#fits] leaves what to store instead.
    private long stored;

    /// Reads what begins at an argument; false after the error.
    boolean read(Execution x, int at) {
      Arguments arguments = x.arguments();
      int left = arguments.count() - at - 1;
      isOperation = false;
      if (arguments.is(at, "OVERFLOW") && left >= 1) {
        next = at + 2;
        return readOverflow(x, at + 1);
      }
      if (arguments.is(at, "GET") && left >= 2) {
        operation = GET;
      } else if (arguments.is(at, "SET") && left >= 3) {
        operation = SET;
      } else if (arguments.is(at, "INCRBY") && left >= 3) {
        operation = INCRBY;
      } else {
        x.reply().error(Errors.SYNTAX);
        return false;
      }
      isOperation = true;
      next = at + (operation == GET ? 3 : 4);
      if (!readType(arguments, at + 1)) {
        x.reply().error(BAD_TYPE);
        return false;
      }
      offset = BitCommands.offset(x, at + 2, bits);
      if (offset < 0) {
        return false;
      }
      if (operation == GET) {
        return true;
      }
      if (!x.isInteger(at + 3)) {
        return false;
      }
      operand = x.integer(at + 3);
      return true;
    }

    private boolean readOverflow(Execution x, int at) {
      Arguments arguments = x.arguments();
      if (arguments.is(at, "WRAP")) {
        overflow = WRAP;
      } else if (arguments.is(at, "SAT")) {
        overflow = SATURATE;
      } else if (arguments.is(at, "FAIL")) {
        overflow = FAIL;
      } else {
        x.reply().error("ERR Invalid OVERFLOW type specified");
        return false;
      }
      return true;
    }

    private boolean readType(Arguments arguments, int at) {
      long address = arguments.address(at);
      int length = arguments.length(at);
      if (length < 2 || !Digits.isLong(address + 1, length - 1)) {
        return false;
      }
      int kind = Memory.getByte(address);
      long width = Digits.parse(address + 1, length - 1);
      signed = kind == 'i';
      bits = (int) width;
      return (signed || kind == 'u') && width >= 1 && width <= (signed ? 64 : 63);
    }

    /// Replies, and tells whether the string was changed.
    boolean execute(Execution x, Item text) {
      long old = value(Bits.number(text.address(), text.length(), offset, bits));
      if (operation == GET) {
        x.reply().integer(old);
        return false;
      }
      boolean fits = operation == SET ? fits(operand, 0) : fits(old, operand);
      if (!fits && overflow == FAIL) {
        x.reply().nil();
        return false;
      }
      x.reply().integer(operation == SET ? old : stored);
      if (stored == old) {
        return false;
      }
      Bits.write(text.address(), offset, bits, stored);
      return true;
    }

    private long value(long number) {
      int unused = 64 - bits;
      return signed ? number << unused >> unused : number;
    }

    /// Whether a sum lies within the field's range; `stored` is the sum, or what overflow makes of
    /// it. Differences may wrap, and then decide as they do on other servers.
    private boolean fits(long value, long delta) {
      long most = (1L << (signed ? bits - 1 : bits)) - 1;
      long least = signed ? -most - 1 : 0;
      boolean above;
      boolean below;
      if (!signed) {
        above = Long.compareUnsigned(value, most) > 0 || (delta > 0 && delta > most - value);
        below = delta < 0 && delta < -value;
      } else if (bits == 64) {
        above = value >= 0 && delta > 0 && delta > most - value;
        below = value < 0 && delta < 0 && delta < least - value;
      } else {
        above = value > most || delta > most - value;
        below = value < least || delta < least - value;
      }
      stored = value + delta;
      if (!above && !below) {
        return true;
      }
      stored =
          overflow == SATURATE ? (above ? most : least) : value(stored & (-1L >>> (64 - bits)));
      return false;
    }
  }
}
