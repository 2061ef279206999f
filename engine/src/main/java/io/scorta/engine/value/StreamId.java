package io.scorta.engine.value;

/// The ID of a stream's entry: milliseconds and a sequence number, both unsigned. Reused, as what a
/// caller sets and a method fills in.
public final class StreamId {
  public long millis;
  public long sequence;

  public void set(long ms, long number) {
    millis = ms;
    sequence = number;
  }

  public void set(StreamId other) {
    set(other.millis, other.sequence);
  }

  public void setLast() {
    set(-1, -1);
  }

  public boolean isZero() {
    return millis == 0 && sequence == 0;
  }

  public boolean isLast() {
    return millis == -1 && sequence == -1;
  }

  public static int compare(StreamId one, StreamId other) {
    return compare(one.millis, one.sequence, other.millis, other.sequence);
  }

  /// Becomes the next ID; false if there is none.
  public boolean increment() {
    if (isLast()) {
      return false;
    }
    sequence++;
    millis += sequence == 0 ? 1 : 0;
    return true;
  }

  /// Becomes the ID before; false if there is none.
  public boolean decrement() {
    if (isZero()) {
      return false;
    }
    millis -= sequence == 0 ? 1 : 0;
    sequence--;
    return true;
  }

  static int compare(long millis, long sequence, long otherMillis, long otherSequence) {
    int order = Long.compareUnsigned(millis, otherMillis);
    return order != 0 ? order : Long.compareUnsigned(sequence, otherSequence);
  }
}
