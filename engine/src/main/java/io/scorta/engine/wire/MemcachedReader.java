package io.scorta.engine.wire;

import io.scorta.engine.memory.Memory;

/// Finds the next line of memcached's text protocol and points [Arguments] at its words.
///
/// Words are separated by blanks; a carriage return before the line's end belongs to the end. The
/// words lie where the bytes lie.
public final class MemcachedReader {
  /// Outcomes of [#next].
  public static final int COMPLETE = 0;

  public static final int INCOMPLETE = 1;

  /// A line without an end that cannot become a command.
  public static final int FAULT = 2;

  /// A line may be longer only when it asks for many keys.
  static final int LINE_BYTES_MAX = 2048;

  /// No line may be longer than this: some ten thousand keys at once.
  static final int KEYS_LINE_BYTES_MAX = 4 << 20;

  private static final int LEADING_BLANKS_MAX = 100;

  private final Arguments words = new Arguments();
  private long position;
  private long wanted;

  public Arguments words() {
    return words;
  }

  /// Where the line that was read ends.
  public long position() {
    return position;
  }

  /// After [#INCOMPLETE]: how many bytes from the beginning of the line are needed at least.
  public long wanted() {
    return wanted;
  }

  public int next(long at, long end) {
    words.clear();
    long newline = at;
    while (newline < end && Memory.getByte(newline) != '\n') {
      newline++;
    }
    if (newline == end) {
      wanted = end - at + 1;
      return mayGrow(at, end) ? INCOMPLETE : FAULT;
    }
    position = newline + 1;
    long last = newline > at && Memory.getByte(newline - 1) == '\r' ? newline - 1 : newline;
    split(at, last);
    return COMPLETE;
  }

  private void split(long at, long end) {
    long start = at;
    while (start < end) {
      if (Memory.getByte(start) == ' ') {
        start++;
        continue;
      }
      long stop = start + 1;
      while (stop < end && Memory.getByte(stop) != ' ') {
        stop++;
      }
      words.add(start, (int) (stop - start));
      start = stop + 1;
    }
  }

  /// Only `get` and `gets` may go on beyond the ordinary length of a line.
  private static boolean mayGrow(long at, long end) {
    if (end - at <= LINE_BYTES_MAX) {
      return true;
    }
    if (end - at > KEYS_LINE_BYTES_MAX) {
      return false;
    }
    long start = at;
    while (start < end && start - at <= LEADING_BLANKS_MAX && Memory.getByte(start) == ' ') {
      start++;
    }
    return startsWith(start, "get ") || startsWith(start, "gets ");
  }

  private static boolean startsWith(long at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Memory.getByte(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
