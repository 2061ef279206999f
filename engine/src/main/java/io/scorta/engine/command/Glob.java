package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import org.jspecify.annotations.Nullable;

/// Patterns with `*`, `?`, `[a-c]`, `[^x]` and `\` before a character that stands for itself.
///
/// After a star that did not lead to a match, only the last star has to be tried again, one
/// character further, so the time is at most the product of the lengths.
final class Glob {
  private final long pattern;
  private final @Nullable String patternText;
  private final int end;

  /// Where the pattern goes on after the element that [#accepts] looked at.
  private int after;

  private Glob(long pattern, @Nullable String patternText, int length) {
    this.pattern = pattern;
    this.patternText = patternText;
    this.end = length;
  }

  /// The empty text matches the empty pattern alone and, of those of commands, the star.
  static boolean matches(long pattern, int patternLength, long text, int textLength) {
    if (textLength == 0) {
      return patternLength == 0 || patternLength == 1 && Memory.getByte(pattern) == '*';
    }
    return new Glob(pattern, null, patternLength).matches(text, null, textLength);
  }

  /// The same for names of channels, with one character for each byte. The empty name matches no
  /// pattern, not even the star.
  static boolean matches(String pattern, String text) {
    if (text.isEmpty()) {
      return pattern.isEmpty();
    }
    return new Glob(0, pattern, pattern.length()).matches(0, text, text.length());
  }

  private boolean matches(long text, @Nullable String chars, int length) {
    int at = 0;
    int in = 0;
    int star = -1;
    int starText = 0;
    while (in < length) {
      if (at < end && byteAt(at) == '*') {
        star = at++;
        starText = in;
      } else if (at < end
          && accepts(at, chars == null ? Memory.getUnsignedByte(text + in) : chars.charAt(in))) {
        at = after;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++starText;
      } else {
        return false;
      }
    }
    while (at < end && byteAt(at) == '*') {
      at++;
    }
    return at == end;
  }

  private int byteAt(int index) {
    return patternText == null
        ? Memory.getUnsignedByte(pattern + index)
        : patternText.charAt(index);
  }

  private boolean accepts(int at, int c) {
    int p = byteAt(at);
    if (p == '[') {
      return acceptsClass(at + 1, c);
    }
    int literal = p == '\\' && at + 1 < end ? at + 1 : at;
    after = literal + 1;
    return p == '?' || byteAt(literal) == c;
  }

  /// A class that is not closed ends with the pattern.
  private boolean acceptsClass(int start, int c) {
    boolean negated = start < end && byteAt(start) == '^';
    int at = negated ? start + 1 : start;
    boolean found = false;
    while (at < end && byteAt(at) != ']') {
      if (byteAt(at) == '\\' && at + 1 < end) {
        found |= byteAt(at + 1) == c;
        at += 2;
      } else if (at + 2 < end && byteAt(at + 1) == '-') {
        int low = Math.min(byteAt(at), byteAt(at + 2));
        int high = Math.max(byteAt(at), byteAt(at + 2));
        found |= c >= low && c <= high;
        at += 3;
      } else {
        found |= byteAt(at) == c;
        at++;
      }
    }
    after = Math.min(at + 1, end);
    return found != negated;
  }
}
