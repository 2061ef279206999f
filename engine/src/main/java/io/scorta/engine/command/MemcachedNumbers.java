package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;

/// Numbers as memcached reads them from words: decimal, blanks before them passed over, and what
/// C's conversion leaves must be a blank.
final class MemcachedNumbers {
  private static final int DIGITS_MAX = 20;
  private static final long TENTH = Long.divideUnsigned(-1L, 10);

  private long value;

  /// The number that was accepted.
  long value() {
    return value;
  }

  /// An unsigned number of 64 bits.
  boolean isUnsigned(Arguments words, int word) {
    return word < words.count() && isUnsigned(words.address(word), words.length(word));
  }

  boolean isUnsigned(long address, int length) {
    int at = blanks(address, length);
    if (at < length && Memory.getByte(address + at) == '+') {
      at++;
    }
    int start = at;
    long sum = 0;
    while (at < length && isDigit(Memory.getByte(address + at))) {
      int digit = Memory.getByte(address + at) - '0';
      long more = sum * 10 + digit;
      if (at - start >= DIGITS_MAX
          || Long.compareUnsigned(sum, TENTH) > 0
          || Long.compareUnsigned(more, sum * 10) < 0) {
        return false;
      }
      sum = more;
      at++;
    }
    value = sum;
    return at > start && (at == length || isEnd(Memory.getByte(address + at)));
  }

  /// A signed number of 64 bits; callers cut it to 32 bits, as memcached does.
  boolean isSigned(Arguments words, int word) {
    if (word >= words.count()) {
      return false;
    }
    return isSigned(words.address(word), words.length(word));
  }

  boolean isSigned(long address, int length) {
    boolean negative = length > 0 && Memory.getByte(address) == '-';
    int from = negative ? 1 : 0;
    if (length == from || !isDigit(Memory.getByte(address + from))) {
      return !negative && isUnsigned(address, length) && value >= 0;
    }
    if (!isUnsigned(address + from, length - from) || value < 0) {
      return false;
    }
    value = negative ? -value : value;
    return true;
  }

  private static int blanks(long address, int length) {
    int at = 0;
    while (at < length && isBlank(Memory.getByte(address + at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /// C's strings end with a zero.
  private static boolean isEnd(int c) {
    return c == 0 || isBlank(c);
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }
}
