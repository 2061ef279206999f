package io.scorta.engine.wire;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;

/// Finds the next request in received bytes and points [Arguments] at its parts.
///
/// A request is an array of bulk strings, or a line of words ("inline"), which may be quoted. The
/// arguments lie where the bytes lie; only the words of a quoted line are copied, and then live
/// until the next call.
public final class RespReader implements AutoCloseable {
  /// Outcomes of [#next].
  public static final int COMPLETE = 0;

  public static final int INCOMPLETE = 1;

  /// A request without arguments, which asks for nothing.
  public static final int NOTHING = 2;

  /// The bytes follow no protocol; [#fault] says why.
  public static final int FAULT = 3;

  static final int ARGUMENTS_MAX = 1024 * 1024;
  static final int LINE_BYTES_MAX = 64 * 1024;
  static final int BULK_BYTES_MAX_DEFAULT = 512 << 20;

  /// What a peer that has not authenticated may send.
  private static final int STRANGER_ARGUMENTS_MAX = 10;

  private static final int STRANGER_BULK_BYTES_MAX = 16384;
  private static final int ARGUMENT_BYTES_MIN = 6;
  private static final int SHORT_HEADER_BYTES = 4;
  private static final int NO_LINE = -1;
  private static final int BAD_NUMBER = Integer.MIN_VALUE;

  private Arguments arguments = new Arguments();
  private final InlineWords words;
  private long position;
  private long wanted;
  private String fault = "";
  private long bulkBytesMax = BULK_BYTES_MAX_DEFAULT;
  private boolean stranger;

  public RespReader(Allocator allocator) {
    words = new InlineWords(allocator);
  }

  public Arguments arguments() {
    return arguments;
  }

  /// Chooses where the parts of the next request go.
  public void into(Arguments place) {
    arguments = place;
  }

  /// Whether the request there can be kept while the next one is read: its parts lie where it was
  /// received.
  public static boolean isLasting(long at) {
    return Memory.getByte(at) == '*';
  }

  /// Where the request that was read ends.
  public long position() {
    return position;
  }

  /// After [#INCOMPLETE]: how many bytes from the beginning of the request are needed at least.
  public long wanted() {
    return wanted;
  }

  public String fault() {
    return fault;
  }

  public void limit(long bytesMax) {
    bulkBytesMax = bytesMax;
  }

  /// Whether the peer still has to authenticate, so that it gets little room.
  public void stranger(boolean value) {
    stranger = value;
  }

  public int next(long at, long end) {
    arguments.clear();
    return Memory.getByte(at) == '*' ? array(at, end) : line(at, end);
  }

  private int array(long at, long end) {
    if (end - at >= SHORT_HEADER_BYTES) {
      int count = shortLength(Memory.getIntLittle(at), '*');
      if (count > 0) {
        position = at + SHORT_HEADER_BYTES;
        return arguments(at, end, count);
      }
    }
    int length = lineLength(at, end);
    if (length == NO_LINE) {
      return unfinishedLine(at, end, "Protocol error: too big mbulk count string");
    }
    int count = number(at + 1, length - 1);
    if (count == BAD_NUMBER || count > ARGUMENTS_MAX) {
      return fail("Protocol error: invalid multibulk length");
    }
    position = at + length + 2;
    if (count <= 0) {
      return NOTHING;
    }
    if (stranger && count > STRANGER_ARGUMENTS_MAX) {
      return fail("Protocol error: unauthenticated multibulk length");
    }
    return arguments(at, end, count);
  }

  private int arguments(long at, long end, int count) {
    for (int left = count; left > 0; left--) {
      int outcome = bulk(position, end);
      if (outcome != COMPLETE) {
        if (outcome == INCOMPLETE) {
          wanted += position - at + (left - 1L) * ARGUMENT_BYTES_MIN;
        }
        return outcome;
      }
    }
    return COMPLETE;
  }

  /// One bulk string; when it is not complete, `wanted` counts from its own beginning.
  private int bulk(long at, long end) {
    if (end - at >= SHORT_HEADER_BYTES + 2) {
      int length = shortLength(Memory.getIntLittle(at), '$');
      long content = at + SHORT_HEADER_BYTES;
      if (length >= 0 && end - content >= length + 2) {
        arguments.add(content, length);
        position = content + length + 2;
        return COMPLETE;
      }
    }
    return longBulk(at, end);
  }

  /// The number in a line of a type byte and one digit, as most lines are, or -1 if it is another.
  private static int shortLength(int line, int type) {
    int digit = (line >>> 8 & 0xff) - '0';
    boolean fits = (line & 0xffff00ff) == (type | '\r' << 16 | '\n' << 24);
    return fits && digit >= 0 && digit <= 9 ? digit : -1;
  }

  private int longBulk(long at, long end) {
    int lineLength = lineLength(at, end);
    if (lineLength == NO_LINE) {
      return unfinishedLine(at, end, "Protocol error: too big bulk count string");
    }
    int type = Memory.getByte(at);
    if (type != '$') {
      return fail("Protocol error: expected '$', got '" + (char) (type & 0xff) + "'");
    }
    int length = number(at + 1, lineLength - 1);
    if (length < 0 || length > bulkBytesMax) {
      return fail("Protocol error: invalid bulk length");
    }
    if (stranger && length > STRANGER_BULK_BYTES_MAX) {
      return fail("Protocol error: unauthenticated bulk length");
    }
    long content = at + lineLength + 2;
    if (end - content < length + 2L) {
      wanted = lineLength + 2L + length + 2L;
      return INCOMPLETE;
    }
    arguments.add(content, length);
    position = content + length + 2;
    return COMPLETE;
  }

  /// The length of the line without its end, or [#NO_LINE]. Lines of counts are short, so bytes are
  /// looked at one by one.
  private static int lineLength(long at, long end) {
    long last = Math.min(end - 1, at + LINE_BYTES_MAX);
    for (long i = at; i < last; i++) {
      if (Memory.getByte(i) == '\r') {
        return (int) (i - at);
      }
    }
    return NO_LINE;
  }

  private int unfinishedLine(long at, long end, String tooLong) {
    if (end - at > LINE_BYTES_MAX) {
      return fail(tooLong);
    }
    wanted = end - at + 1;
    return INCOMPLETE;
  }

  /// A count in its canonical form; short ones, which are nearly all, without a call.
  private static int number(long at, int length) {
    if (length == 1) {
      int digit = Memory.getByte(at) - '0';
      return digit >= 0 && digit <= 9 ? digit : BAD_NUMBER;
    }
    if (!Digits.isLong(at, length)) {
      return BAD_NUMBER;
    }
    long value = Digits.parse(at, length);
    return value > Integer.MAX_VALUE || value <= Integer.MIN_VALUE ? BAD_NUMBER : (int) value;
  }

  private int line(long at, long end) {
    long last = Math.min(end, at + LINE_BYTES_MAX + 1);
    long newline = at;
    while (newline < last && Memory.getByte(newline) != '\n') {
      newline++;
    }
    if (newline == last) {
      return unfinishedLine(at, end, "Protocol error: too big inline request");
    }
    position = newline + 1;
    int length = (int) (newline - at);
    if (length > 0 && Memory.getByte(newline - 1) == '\r') {
      length--;
    }
    if (!words.split(at, length, arguments)) {
      return fail("Protocol error: unbalanced quotes in request");
    }
    return arguments.count() == 0 ? NOTHING : COMPLETE;
  }

  private int fail(String text) {
    fault = text;
    return FAULT;
  }

  @Override
  public void close() {
    words.close();
  }
}
