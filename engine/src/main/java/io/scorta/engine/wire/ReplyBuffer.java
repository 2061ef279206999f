package io.scorta.engine.wire;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Collects reply bytes off-heap; one for each loop, lent to one connection at a time.
///
/// A full buffer hands its content to the connection's [ReplySink], so a reply of any size passes
/// through. While it is held ([#hold]) it grows instead, because a length is still to be filled in
/// before the content.
public final class ReplyBuffer implements AutoCloseable {
  static final int ROOM_BYTES = 64 << 10;
  private static final int BYTES_MAX = Integer.MAX_VALUE - (64 << 10);
  private static final int CRLF = '\r' | '\n' << 8;

  private final Allocator allocator;
  private long base;
  private int capacity = ROOM_BYTES;
  private int used;
  private int holds;

  /// The connection that hears nothing for now; null without a [#silence].
  private @Nullable ReplySink silenced;

  private ReplySink sink = DEAF;

  /// Stands in while no connection has the buffer.
  private static final ReplySink DEAF =
      new ReplySink() {
        @Override
        public void take(long address, int bytes) {
          // Nobody listens.
        }

        @Override
        public boolean isCongested() {
          return false;
        }
      };

  public ReplyBuffer(Allocator allocator) {
    this.allocator = allocator;
    this.base = allocator.allocate(capacity);
  }

  /// Lends the empty buffer to a connection.
  public void lend(ReplySink to) {
    sink = to;
    used = 0;
    holds = 0;
  }

  /// Ends the loan: hands over what is left and forgets the connection.
  public void settle() {
    spill();
    sink = DEAF;
    if (capacity > ROOM_BYTES) {
      resize(ROOM_BYTES);
    }
  }

  /// Until [#speak] nothing reaches the connection but what is [#raise]d; a reply of any size is
  /// dropped as it grows.
  public void silence() {
    spill();
    silenced = sink;
    sink = DEAF;
  }

  /// Ends a [#silence]; what is still in the buffer is sent or dropped.
  public void speak(boolean keep) {
    if (silenced != null) {
      sink = silenced;
      silenced = null;
    }
    if (!keep) {
      used = 0;
    }
  }

  /// Lets what follows be heard in a silence, until [#lower]; false where there is none.
  public boolean raise() {
    if (silenced == null) {
      return false;
    }
    used = 0;
    sink = silenced;
    return true;
  }

  /// Ends what [#raise] began: what was written since is sent.
  public void lower() {
    spill();
    sink = DEAF;
  }

  public boolean isCongested() {
    return sink.isCongested();
  }

  public int used() {
    return used;
  }

  public long address() {
    return base;
  }

  /// From now on the content stays in the buffer; tells where the next byte goes.
  public int hold() {
    holds++;
    return used;
  }

  /// Ends a [#hold].
  public void release() {
    holds--;
  }

  /// Forgets what was written since `mark`; only while the buffer is held.
  public void truncate(int mark) {
    used = mark;
  }

  /// A copy of what was written since `mark`; only while the buffer is held.
  public byte[] since(int mark) {
    return Memory.bytes(base + mark, used - mark);
  }

  /// Moves what was written since `mark` by so many bytes to the right; only while held.
  public void open(int mark, int bytes) {
    ensure(bytes);
    Memory.copy(base + mark, base + mark + bytes, used - mark);
    used += bytes;
  }

  /// Overwrites at a place that is still in the buffer.
  public void overwrite(int place, byte[] bytes) {
    Memory.copyIn(bytes, 0, base + place, bytes.length);
  }

  public void put(int value) {
    ensure(1);
    Memory.putByte(base + used, (byte) value);
    used++;
  }

  /// Appends the first bytes of a word whose first byte is the least significant.
  public void word(long word, int bytes) {
    ensure(8);
    Memory.putLong(base + used, word);
    used += bytes;
  }

  public void crlf() {
    ensure(2);
    Memory.putShort(base + used, (short) CRLF);
    used += 2;
  }

  public void digits(long value) {
    ensure(Digits.LENGTH_MAX);
    used += Digits.write(value, base + used);
  }

  /// A type byte, a number and the end of the line.
  public void header(int type, long value) {
    ensure(Digits.LENGTH_MAX + 3);
    long at = base + used;
    Memory.putByte(at, (byte) type);
    if (value >= 0 && value < 10) {
      Memory.putByte(at + 1, (byte) ('0' + value));
      Memory.putShort(at + 2, (short) CRLF);
      used += 4;
      return;
    }
    int length = Digits.write(value, at + 1);
    Memory.putShort(at + 1 + length, (short) CRLF);
    used += length + 3;
  }

  public void bytes(long address, int length) {
    if (length <= capacity - used) {
      Memory.copy(address, base + used, length);
      used += length;
    } else {
      bytesInParts(address, length);
    }
  }

  private void bytesInParts(long address, int length) {
    if (holds > 0) {
      ensure(length);
      Memory.copy(address, base + used, length);
      used += length;
      return;
    }
    int done = 0;
    while (done < length) {
      if (used == capacity) {
        spill();
      }
      int part = Math.min(length - done, capacity - used);
      Memory.copy(address + done, base + used, part);
      used += part;
      done += part;
    }
  }

  public void bytes(byte[] bytes) {
    if (bytes.length > capacity - used) {
      bytesInParts(bytes);
      return;
    }
    Memory.copyIn(bytes, 0, base + used, bytes.length);
    used += bytes.length;
  }

  private void bytesInParts(byte[] bytes) {
    int done = 0;
    while (done < bytes.length) {
      if (used == capacity) {
        ensure(1);
      }
      int part = Math.min(bytes.length - done, capacity - used);
      Memory.copyIn(bytes, done, base + used, part);
      used += part;
      done += part;
    }
  }

  /// ASCII or, for cold paths, any text as UTF-8.
  public void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void ensure(int bytes) {
    if (bytes <= capacity - used) {
      return;
    }
    if (holds == 0) {
      spill();
      if (bytes <= capacity) {
        return;
      }
    }
    long needed = (long) used + bytes;
    if (needed > BYTES_MAX) {
      throw new IllegalStateException("a reply of more than 2 GiB cannot be held");
    }
    resize((int) Math.min(Math.max(needed, capacity * 2L), BYTES_MAX));
  }

  private void resize(int bytes) {
    long block = allocator.allocate(bytes);
    Memory.copy(base, block, used);
    allocator.free(base, capacity);
    base = block;
    capacity = bytes;
  }

  private void spill() {
    if (used > 0) {
      sink.take(base, used);
      used = 0;
    }
  }

  @Override
  public void close() {
    allocator.free(base, capacity);
  }
}
