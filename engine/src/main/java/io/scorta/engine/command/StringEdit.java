package io.scorta.engine.command;

import io.scorta.engine.keyspace.Key;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.memory.Digits;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;

/// Strings as bytes: to look at where they lie, and to change in place.
final class StringEdit {
  private StringEdit() {}

  /// Shows the text of a string; that of a number stands in the item itself.
  static Item view(long record, Item item) {
    if (RecordBlock.encoding(record) == RecordBlock.INT) {
      item.setNumber(RecordBlock.number(record));
    } else {
      item.set(RecordBlock.value(record), RecordBlock.valueLength(record));
    }
    return item;
  }

  /// Makes sure that the string of a sought key is kept as bytes with a length of its own.
  static long asBytes(Execution x, Key key) {
    long record = key.record();
    if (RecordBlock.encoding(record) != RecordBlock.INT) {
      return record;
    }
    long number = RecordBlock.number(record);
    int length = Digits.length(number);
    long made =
        x.keeper()
            .put(key, RecordBlock.STRING, RecordBlock.BYTES, length, RecordBlock.expiry(record));
    Digits.write(number, RecordBlock.value(made));
    return made;
  }

  /// Makes the string of a sought key at least so long, with zeros after its old end, and answers
  /// where its bytes begin. A key without a record gets one.
  static long grown(Execution x, Key key, int bytes) {
    int length = 0;
    if (key.record() == 0) {
      x.keeper().put(key, RecordBlock.STRING, RecordBlock.CHANGED_BYTES, bytes, 0);
    } else {
      long record = asBytes(x, key);
      length = RecordBlock.valueLength(record);
      if (bytes > length) {
        x.keeper().resize(key, bytes);
      }
    }
    long record = key.record();
    RecordBlock.encoding(record, RecordBlock.CHANGED_BYTES);
    long value = RecordBlock.value(record);
    if (bytes > length) {
      Memory.fill(value + length, bytes - length, (byte) 0);
    }
    return value;
  }
}
