package io.scorta.engine.value;

import io.scorta.engine.memory.Allocator;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Hash;
import io.scorta.engine.memory.Memory;

/// A view of one element or argument: bytes somewhere in memory, or a number without its text.
///
/// Reused for every element that is looked at. The bytes belong to somebody else: those of a value
/// are there only until the value changes. Text of a number is made in the item's own memory when
/// asked for, and whether text is a number is found out when asked for.
public final class Item {
  private static final int TEXT_UNKNOWN = 0;
  private static final int TEXT = 1;
  private static final int NUMBER = 2;
  private static final int NUMBER_WITH_TEXT = 3;

  private final long digits;
  private long address;
  private int length;
  private long number;
  private int state;

  public Item(Allocator allocator) {
    this.digits = allocator.allocate(Digits.LENGTH_MAX);
  }

  public void set(long address, int length) {
    this.address = address;
    this.length = length;
    this.state = TEXT_UNKNOWN;
  }

  public void setNumber(long value) {
    this.number = value;
    this.state = NUMBER;
  }

  /// Whether the element is a 64-bit number in canonical form; [#number] is then valid.
  public boolean isNumber() {
    if (state == TEXT_UNKNOWN) {
      if (Digits.isLong(address, length)) {
        number = Digits.parse(address, length);
        state = NUMBER_WITH_TEXT;
      } else {
        state = TEXT;
      }
    }
    return state >= NUMBER;
  }

  public long number() {
    return number;
  }

  /// Where the text of the element stands.
  public long address() {
    write();
    return address;
  }

  /// The length of the element's text in bytes.
  public int length() {
    write();
    return length;
  }

  private void write() {
    if (state == NUMBER) {
      length = Digits.write(number, digits);
      address = digits;
      state = NUMBER_WITH_TEXT;
    }
  }

  public boolean equalTo(long other, int otherLength) {
    return length() == otherLength && Memory.equal(address, other, otherLength);
  }

  /// Orders by unsigned bytes.
  public int compareTo(long other, int otherLength) {
    return Memory.compare(address(), length(), other, otherLength);
  }

  long hash() {
    return Hash.of(address(), length());
  }

  /// The text as an array; for cold paths and tests.
  public byte[] bytes() {
    return Memory.bytes(address(), length());
  }
}
