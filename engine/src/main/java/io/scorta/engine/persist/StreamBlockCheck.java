package io.scorta.engine.persist;

import io.scorta.engine.value.Item;
import io.scorta.engine.value.StreamId;

/// Looks whether a listpack is a right block of a stream, whose layout `StreamBlock` shows: every
/// number where one must be, all counts as they are, IDs ascending.
final class StreamBlockCheck {
  private static final int DEAD = 1;
  private static final int SAME_FIELDS = 2;
  private static final long FIELDS_MAX = 1 << 28;

  private final ListpackSequence elements;
  private final Item item;
  private final StreamId last = new StreamId();

  StreamBlockCheck(long address, int length, Item item) {
    this.elements = new ListpackSequence(address, length);
    this.item = item;
  }

  /// The ID of the last entry, deleted or not.
  StreamId last() {
    return last;
  }

  private static void require(boolean right) {
    if (!right) {
      throw new CorruptPayload("a block of a stream is broken");
    }
  }

  private long number() {
    require(elements.next(item));
    return numberHere();
  }

  /// An element that is a number must be kept as one.
  private long numberHere() {
    require(elements.isNumber() && item.isNumber());
    return item.number();
  }

  private void skip(long count) {
    for (long i = 0; i < count; i++) {
      require(elements.next(item));
    }
  }

  /// Checks the whole block, which has an ID and follows the entry with another ID.
  void check(StreamId block, StreamId before) {
    long live = number();
    long dead = number();
    long fields = number();
    require(live > 0 && dead >= 0 && fields > 0 && fields < FIELDS_MAX);
    skip(fields);
    require(number() == 0);
    last.set(before);
    long liveHere = 0;
    long deadHere = 0;
    StreamId id = new StreamId();
    while (elements.next(item)) {
      long flags = numberHere();
      require(flags >= 0 && flags <= 3);
      id.set(block.millis + number(), block.sequence + number());
      require(liveHere + deadHere > 0 || StreamId.compare(id, block) == 0);
      require(StreamId.compare(id, last) > 0);
      last.set(id);
      entry((flags & SAME_FIELDS) != 0, fields);
      if ((flags & DEAD) != 0) {
        deadHere++;
      } else {
        liveHere++;
      }
    }
    require(live == liveHere && dead == deadHere);
  }

  private void entry(boolean sameFields, long headFields) {
    if (sameFields) {
      skip(headFields);
      require(number() == headFields + 3);
      return;
    }
    long fields = number();
    require(fields > 0 && fields < FIELDS_MAX);
    skip(2 * fields);
    require(number() == 2 * fields + 4);
  }
}
