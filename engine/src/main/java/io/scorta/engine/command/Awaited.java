package io.scorta.engine.command;

/// What a blocking command waits for: that one of some keys, which stand side by side among its
/// arguments, holds a value of a type.
///
/// `type` is a type of [io.scorta.engine.keyspace.RecordBlock]. With `evenWithoutKey` the command
/// is tried again also when the key is gone or of another type, to say so; without, such changes
/// leave it waiting. When the time is over the answer is a missing array; within a transaction,
/// where nobody waits, it is that or, with `single`, a missing value.
record Awaited(int type, int firstKey, int keyCount, boolean evenWithoutKey, boolean single) {
  static Awaited keys(int type, int firstKey, int keyCount) {
    return new Awaited(type, firstKey, keyCount, false, false);
  }
}
