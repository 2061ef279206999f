package io.scorta.engine.wire;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;

/// Splits a line into words; double quotes allow escapes, single quotes only that of themselves.
final class InlineWords implements AutoCloseable {
  private static final int NONE = -1;

  private final Allocator allocator;
  private long block;
  private long from;
  private long end;
  private long to;

  InlineWords(Allocator allocator) {
    this.allocator = allocator;
  }

  /// Whether the quotes are balanced; the words then stand in `into`.
  boolean split(long line, int length, Arguments into) {
    if (block == 0) {
      block = allocator.allocate(RespReader.LINE_BYTES_MAX);
    }
    from = line;
    end = line + length;
    to = block;
    while (true) {
      while (from < end && isBlank(Memory.getByte(from))) {
        from++;
      }
      if (from == end) {
        return true;
      }
      long start = to;
      if (!word()) {
        return false;
      }
      into.add(start, (int) (to - start));
    }
  }

  /// Copies one word without its quotes; ends at a blank or the end of the line.
  private boolean word() {
    while (from < end) {
      int c = Memory.getByte(from);
      if (isBlank(c)) {
        return true;
      }
      from++;
      if (c == '"' || c == '\'') {
        if (!quoted(c)) {
          return false;
        }
      } else {
        emit(c);
      }
    }
    return true;
  }

  /// Copies up to the closing quote, which a blank or the end of the line must follow.
  private boolean quoted(int quote) {
    while (from < end) {
      int c = Memory.getByte(from++);
      if (c == quote) {
        return from == end || isBlank(Memory.getByte(from));
      }
      if (c == '\\' && from < end && (quote == '"' || Memory.getByte(from) == '\'')) {
        escape();
      } else {
        emit(c);
      }
    }
    return false;
  }

  private void escape() {
    int c = Memory.getByte(from++);
    if (c == 'x' && end - from >= 2) {
      int high = Character.digit(Memory.getByte(from), 16);
      int low = Character.digit(Memory.getByte(from + 1), 16);
      if (high != NONE && low != NONE) {
        from += 2;
        emit(high << 4 | low);
        return;
      }
    }
    emit(
        switch (c) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'b' -> '\b';
          case 'a' -> 7;
          default -> c;
        });
  }

  private void emit(int c) {
    Memory.putByte(to++, (byte) c);
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c >= '\t' && c <= '\r' || c == 0;
  }

  @Override
  public void close() {
    if (block != 0) {
      allocator.free(block, RespReader.LINE_BYTES_MAX);
      block = 0;
    }
  }
}
