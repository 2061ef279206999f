package io.scorta.engine.command;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.wire.Arguments;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The flags of one meta command, read from its words; reused for every command.
///
/// A flag is one letter, some with a token behind it: `T30` is the flag T with the token 30.
final class MetaFlags implements AutoCloseable {
  private static final String KNOWN = "bNTRlOPLkstcfvhuqFCMJDI";
  private static final String DUPLICATE = "CLIENT_ERROR duplicate flag";
  private static final String INVALID = "CLIENT_ERROR invalid flag";
  private static final String BAD_TOKEN = "CLIENT_ERROR bad token in command line format";
  private static final String OPAQUE_TOO_LONG = "CLIENT_ERROR opaque token too long";
  private static final int FLAG_END = 127;
  private static final int OPAQUE_BYTES_MAX = 32;

  private final Allocator allocator;
  private final MemcachedNumbers numbers = new MemcachedNumbers();
  private final long decoded;

  private long low;
  private long high;
  private long keyAddress;
  private int keyLength;
  private long now;

  // What the tokens say; expiries in ms, 0 for never.
  long expiry;
  long createdExpiry;
  long recacheBefore;
  int clientFlags;
  long unique;
  long delta;
  long initial;
  int mode;
  private boolean opaqueTooLong;

  MetaFlags(Allocator allocator) {
    this.allocator = allocator;
    this.decoded = allocator.allocate(MemcachedItems.KEY_BYTES_MAX);
  }

  /// Reads the flags from the word `first` on; answers the error of a wrong one, or null.
  @Nullable String read(Arguments words, int first, long nowMillis) {
    clear(words, nowMillis);
    String fault = null;
    for (int i = first; i < words.count(); i++) {
      int flag = Memory.getByte(words.address(i));
      if (flag < 0 || flag >= FLAG_END || has(flag)) {
        return DUPLICATE;
      }
      note(flag);
      if (KNOWN.indexOf(flag) < 0) {
        return INVALID;
      }
      String wrong = token(flag, words.address(i) + 1, words.length(i) - 1);
      if (wrong != null) {
        boolean told = fault != null && wrong.equals(MemcachedDialogue.BAD_LINE);
        fault = told ? fault : wrong;
      }
    }
    return fault;
  }

  private void clear(Arguments words, long nowMillis) {
    low = 0;
    high = 0;
    keyAddress = words.address(1);
    keyLength = words.length(1);
    now = nowMillis;
    expiry = 0;
    createdExpiry = 0;
    recacheBefore = 0;
    clientFlags = 0;
    unique = 0;
    delta = 1;
    initial = 0;
    mode = 0;
    opaqueTooLong = false;
  }

  private void note(int flag) {
    if (flag < Long.SIZE) {
      low |= 1L << flag;
    } else {
      high |= 1L << flag;
    }
  }

  boolean has(int flag) {
    return ((flag < Long.SIZE ? low : high) >>> flag & 1) != 0;
  }

  long keyAddress() {
    return keyAddress;
  }

  int keyLength() {
    return keyLength;
  }

  boolean hasBinaryKey() {
    return has('b');
  }

  /// The error of an opaque token that is too long, else null. Asked for after all others.
  @Nullable String opaqueFault() {
    return opaqueTooLong ? OPAQUE_TOO_LONG : null;
  }

  private @Nullable String token(int flag, long address, int length) {
    switch (flag) {
      case 'b' -> {
        return decodeKey() ? null : "CLIENT_ERROR error decoding key";
      }
      case 'N', 'T', 'R' -> {
        return time(flag, address, length);
      }
      case 'O' -> opaqueTooLong = length + 1 > OPAQUE_BYTES_MAX;
      case 'M' -> {
        mode = Memory.getByte(address);
        return length == 1 ? null : "CLIENT_ERROR incorrect length for M token";
      }
      case 'F', 'C', 'J', 'D' -> {
        return number(flag, address, length);
      }
      default -> {
        // The others have no token.
      }
    }
    return null;
  }

  private @Nullable String time(int flag, long address, int length) {
    if (!numbers.isSigned(address, length)) {
      return BAD_TOKEN;
    }
    long at = MemcachedExpiry.at((int) numbers.value(), now);
    switch (flag) {
      case 'N' -> createdExpiry = at;
      case 'T' -> expiry = at;
      default -> recacheBefore = at;
    }
    return null;
  }

  private @Nullable String number(int flag, long address, int length) {
    boolean valid = numbers.isUnsigned(address, length);
    long value = numbers.value();
    switch (flag) {
      case 'F' -> clientFlags = (int) value;
      case 'C' -> unique = value;
      case 'J' -> initial = value;
      default -> delta = value;
    }
    if (valid) {
      return null;
    }
    return switch (flag) {
      case 'F' -> MemcachedDialogue.BAD_LINE;
      case 'C' -> BAD_TOKEN;
      case 'J' -> "CLIENT_ERROR invalid numeric initial value";
      default -> "CLIENT_ERROR invalid numeric delta value";
    };
  }

  /// Puts the binary key in place of its base64 form, in memory of its own.
  private boolean decodeKey() {
    if (!isWholeBase64()) {
      return false;
    }
    byte[] key = new byte[0];
    try {
      key = Base64.getMimeDecoder().decode(Memory.bytes(keyAddress, keyLength));
    } catch (IllegalArgumentException _) {
      return false; // The client is told.
    }
    if (key.length == 0) {
      return false;
    }
    Memory.copyIn(key, 0, decoded, key.length);
    keyAddress = decoded;
    keyLength = key.length;
    return true;
  }

  /// Characters of other alphabets are passed over; the rest comes in fours.
  private boolean isWholeBase64() {
    int count = 0;
    for (int i = 0; i < keyLength; i++) {
      int c = Memory.getByte(keyAddress + i);
      boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
      if (letter || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=') {
        count++;
      }
    }
    return count > 0 && count % 4 == 0;
  }

  @Override
  public void close() {
    allocator.free(decoded, MemcachedItems.KEY_BYTES_MAX);
  }
}
