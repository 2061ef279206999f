package io.scorta.engine.wire;

import io.scorta.engine.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The arguments of one command as places in memory, the name first. Reused for every command.
public final class Arguments {
  private static final int KEPT_MAX = 4096;

  private long[] addresses = new long[32];
  private int[] lengths = new int[32];
  private int count;

  public int count() {
    return count;
  }

  public long address(int index) {
    return addresses[index];
  }

  public int length(int index) {
    return lengths[index];
  }

  public void clear() {
    count = 0;
    if (addresses.length > KEPT_MAX) {
      addresses = new long[32];
      lengths = new int[32];
    }
  }

  public void add(long address, int length) {
    if (count == addresses.length) {
      addresses = Arrays.copyOf(addresses, count * 2);
      lengths = Arrays.copyOf(lengths, count * 2);
    }
    addresses[count] = address;
    lengths[count++] = length;
  }

  /// Moves an argument to another place; used when bytes are copied to outlive their buffer.
  public void place(int index, long address, int length) {
    addresses[index] = address;
    lengths[index] = length;
  }

  /// Whether the argument is this word, in any mixture of cases; `upper` is ASCII in upper case.
  public boolean is(int index, String upper) {
    int length = upper.length();
    if (lengths[index] != length) {
      return false;
    }
    long address = addresses[index];
    for (int i = 0; i < length; i++) {
      int c = Memory.getByte(address + i);
      if (c >= 'a' && c <= 'z') {
        c -= 'a' - 'A';
      }
      if (c != upper.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The argument as text, one character for each byte; for cold paths.
  public String text(int index) {
    return new String(bytes(index), StandardCharsets.ISO_8859_1);
  }

  /// The argument as an array of its own; for cold paths.
  public byte[] bytes(int index) {
    return Memory.bytes(addresses[index], lengths[index]);
  }
}
