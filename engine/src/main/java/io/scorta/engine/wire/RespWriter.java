package io.scorta.engine.wire;

import io.scorta.engine.memory.Digits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Writes replies in the version of RESP that the connection speaks.
///
/// Lengths go first: who cannot know one calls [#begin], writes the elements, and then [#endArray],
/// [#endMap] or [#endSet].
public final class RespWriter {
  private static final int CODES_MAX = 128;

  private final ReplyBuffer buffer;
  private final Map<String, Long> errorCounts = new TreeMap<>();
  private boolean three;

  public RespWriter(ReplyBuffer buffer) {
    this.buffer = buffer;
  }

  public ReplyBuffer buffer() {
    return buffer;
  }

  /// 2 or 3.
  public void protocol(int version) {
    three = version == 3;
  }

  public boolean isThree() {
    return three;
  }

  public void ok() {
    buffer.word('+' | 'O' << 8 | 'K' << 16 | '\r' << 24 | (long) '\n' << 32, 5);
  }

  public void queued() {
    status("QUEUED");
  }

  /// A simple string; one line of ASCII.
  public void status(String text) {
    buffer.put('+');
    buffer.text(text);
    buffer.crlf();
  }

  /// An error with its code first, as `ERR syntax error`. Line ends become blanks.
  public void error(String text) {
    buffer.put('-');
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\r' || bytes[i] == '\n') {
        bytes[i] = ' ';
      }
    }
    buffer.bytes(bytes);
    buffer.crlf();
    errors++;
    int blank = text.indexOf(' ');
    String code = blank < 0 ? text : text.substring(0, blank);
    if (errorCounts.size() < CODES_MAX || errorCounts.containsKey(code)) {
      errorCounts.merge(code, 1L, Long::sum);
    }
  }

  /// How often each error code was written.
  public Map<String, Long> errorCounts() {
    return errorCounts;
  }

  public void forgetErrorCounts() {
    errorCounts.clear();
  }

  private long errors;

  /// How many error replies were written so far.
  public long errors() {
    return errors;
  }

  public void integer(long value) {
    buffer.header(':', value);
  }

  public void bulk(long address, int length) {
    buffer.header('$', length);
    buffer.bytes(address, length);
    buffer.crlf();
  }

  public void bulk(byte[] bytes) {
    buffer.header('$', bytes.length);
    buffer.bytes(bytes);
    buffer.crlf();
  }

  public void bulk(String text) {
    bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A number as a string.
  public void bulkNumber(long value) {
    buffer.header('$', Digits.length(value));
    buffer.digits(value);
    buffer.crlf();
  }

  /// A missing value.
  public void nil() {
    if (three) {
      buffer.word('_' | '\r' << 8 | '\n' << 16, 3);
    } else {
      buffer.word('$' | '-' << 8 | '1' << 16 | '\r' << 24 | (long) '\n' << 32, 5);
    }
  }

  /// A missing array, as EXEC gives when a watched key changed.
  public void nilArray() {
    if (three) {
      nil();
    } else {
      buffer.word('*' | '-' << 8 | '1' << 16 | '\r' << 24 | (long) '\n' << 32, 5);
    }
  }

  public void array(long count) {
    buffer.header('*', count);
  }

  /// A map of so many pairs; twice as many elements in RESP2.
  public void map(long pairs) {
    buffer.header(three ? '%' : '*', three ? pairs : pairs * 2);
  }

  public void set(long count) {
    buffer.header(three ? '~' : '*', count);
  }

  /// A message that answers no command.
  public void push(long count) {
    buffer.header(three ? '>' : '*', count);
  }

  /// A truth value: `#t` in RESP3, 1 or 0 in RESP2.
  public void bool(boolean value) {
    if (three) {
      buffer.word('#' | (value ? 't' : 'f') << 8 | '\r' << 16 | (long) '\n' << 24, 4);
    } else {
      integer(value ? 1 : 0);
    }
  }

  /// A floating point number: of its own type in RESP3, a string in RESP2.
  public void real(double value) {
    byte[] text = Reals.text(value).getBytes(StandardCharsets.US_ASCII);
    if (three) {
      buffer.put(',');
      buffer.bytes(text);
      buffer.crlf();
    } else {
      bulk(text);
    }
  }

  /// The same for a number that is given as text of ASCII.
  public void realText(String text) {
    if (three) {
      buffer.put(',');
      buffer.text(text);
      buffer.crlf();
    } else {
      bulk(text);
    }
  }

  /// Text with its format, such as `txt`; a plain string in RESP2.
  public void verbatim(String format, byte[] text) {
    if (three) {
      buffer.header('=', text.length + 4L);
      buffer.text(format);
      buffer.put(':');
      buffer.bytes(text);
      buffer.crlf();
    } else {
      bulk(text);
    }
  }

  /// Begins an aggregate whose length is not known yet; the answer goes to its end.
  public int begin() {
    return buffer.hold();
  }

  public void endArray(int mark, long count) {
    end(mark, '*', count);
  }

  public void endMap(int mark, long pairs) {
    end(mark, three ? '%' : '*', three ? pairs : pairs * 2);
  }

  public void endSet(int mark, long count) {
    end(mark, three ? '~' : '*', count);
  }

  /// Ends [#begin] by putting text before what was written since.
  public void endWith(int mark, String before) {
    byte[] text = before.getBytes(StandardCharsets.US_ASCII);
    buffer.open(mark, text.length);
    buffer.overwrite(mark, text);
    buffer.release();
  }

  /// Takes back what was written since [#begin].
  public void abandon(int mark) {
    buffer.truncate(mark);
    buffer.release();
  }

  private void end(int mark, int type, long count) {
    byte[] header = ((char) type + Long.toString(count) + "\r\n").getBytes(StandardCharsets.UTF_8);
    buffer.open(mark, header.length);
    buffer.overwrite(mark, header);
    buffer.release();
  }
}
