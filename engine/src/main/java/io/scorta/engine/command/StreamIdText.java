package io.scorta.engine.command;

import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.StreamId;

/// IDs of stream entries as text: `ms` or `ms-seq`, and for ranges `-`, `+` and `(` before an ID.
final class StreamIdText {
  static final String INVALID = "ERR Invalid stream ID specified as stream command argument";

  private static final int LENGTH_MAX = 127;

  private StreamIdText() {}

  /// Reads an ID; `missing` stands for a sequence that is not given. False after the error.
  static boolean isId(Shelf s, int arg, StreamId id, long missing) {
    if (parse(s.args.address(arg), s.args.length(arg), id, missing)) {
      return true;
    }
    s.out.error(INVALID);
    return false;
  }

  /// The same where `-` and `+` stand for the least and the greatest ID.
  static boolean isIdOrEdge(Shelf s, int arg, StreamId id, long missing) {
    return readEdge(s, arg, id) || isId(s, arg, id, missing);
  }

  private static boolean readEdge(Shelf s, int arg, StreamId id) {
    if (s.args.is(arg, "-")) {
      id.set(0, 0);
      return true;
    }
    if (s.args.is(arg, "+")) {
      id.setLast();
      return true;
    }
    return false;
  }

  /// Reads a bound of a range, which an opening bracket excludes, as the first or last ID that
  /// belongs to it.
  static boolean isBound(Shelf s, int arg, StreamId id, boolean start) {
    long address = s.args.address(arg);
    int length = s.args.length(arg);
    boolean excluded = length > 1 && Memory.getByte(address) == '(';
    long missing = start ? 0 : -1;
    if (!excluded) {
      return isIdOrEdge(s, arg, id, missing);
    }
    if (!parse(address + 1, length - 1, id, missing)) {
      s.out.error(INVALID);
      return false;
    }
    if (start ? id.increment() : id.decrement()) {
      return true;
    }
    s.out.error("ERR invalid %s ID for the interval".formatted(start ? "start" : "end"));
    return false;
  }

  /// Whether the argument has the form `ms-*`, whose sequence is to be found.
  static boolean isHalf(Shelf s, int arg) {
    long address = s.args.address(arg);
    int length = s.args.length(arg);
    return length > 2
        && Memory.getByte(address + length - 2) == '-'
        && Memory.getByte(address + length - 1) == '*';
  }

  static boolean parse(long address, int length, StreamId id, long missing) {
    if (length > LENGTH_MAX || length == 0) {
      return false;
    }
    int dash = 0;
    while (dash < length && Memory.getByte(address + dash) != '-') {
      dash++;
    }
    if (!isNumber(address, dash)) {
      return false;
    }
    long millis = number(address, dash);
    if (dash == length) {
      id.set(millis, missing);
      return true;
    }
    int left = length - dash - 1;
    if (!isNumber(address + dash + 1, left)) {
      return false;
    }
    id.set(millis, number(address + dash + 1, left));
    return true;
  }

  /// Whether a text is an unsigned 64-bit number as C's `strtoull` reads it, perhaps with blanks, a
  /// plus and zeros before it.
  private static boolean isNumber(long address, int length) {
    int start = skipped(address, length);
    if (start == length) {
      return false;
    }
    while (start < length - 1 && Memory.getByte(address + start) == '0') {
      start++;
    }
    for (int i = start; i < length; i++) {
      int c = Memory.getByte(address + i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    int digits = length - start;
    if (digits < Digits.LENGTH_MAX) {
      return true;
    }
    // Twenty digits wrap to less than nineteen of them can say.
    long head = number(address + start, digits - 1);
    int lastDigit = Memory.getByte(address + length - 1) - '0';
    return digits == Digits.LENGTH_MAX
        && (Long.compareUnsigned(head, Long.divideUnsigned(-1L, 10)) < 0
            || (head == Long.divideUnsigned(-1L, 10)
                && lastDigit <= Long.remainderUnsigned(-1L, 10)));
  }

  private static int skipped(long address, int length) {
    int skipped = 0;
    while (skipped < length && isBlank(Memory.getByte(address + skipped))) {
      skipped++;
    }
    return skipped < length && Memory.getByte(address + skipped) == '+' ? skipped + 1 : skipped;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static long number(long address, int length) {
    long number = 0;
    for (int i = skipped(address, length); i < length; i++) {
      number = number * 10 + (Memory.getByte(address + i) - '0');
    }
    return number;
  }

  /// Replies with an ID.
  static void reply(Shelf s, long millis, long sequence) {
    s.out.bulk(text(millis, sequence));
  }

  static void reply(Shelf s, StreamId id) {
    reply(s, id.millis, id.sequence);
  }

  static String text(long millis, long sequence) {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
  }
}
