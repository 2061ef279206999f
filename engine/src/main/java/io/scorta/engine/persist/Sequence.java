package io.scorta.engine.persist;

import io.scorta.engine.value.Item;

/// Elements that lie one after the other in a block of some older or newer flat layout.
interface Sequence {
  /// Reads the next element; false after the last, when the whole block has proved right.
  boolean next(Item item);
}
