package io.scorta.engine.value;

/// Goes over what is pending, of a group or of one consumer, in the order of IDs. After a change of
/// the group it must be started again.
public final class PendingWalk {
  private final IdWalk walk = new IdWalk();
  private long table;
  private boolean own;
  private long millis;
  private long sequence;

  /// Stands before the first pending entry that is not before an ID; `consumer` is 0 for all.
  public void start(long group, long consumer, StreamId from) {
    table = StreamGroup.pending(group);
    own = consumer != 0;
    walk.start(own ? StreamGroup.own(consumer) : table, from.millis, from.sequence);
  }

  /// The next pending entry of the group, or 0 after the last.
  public long next() {
    long entry = walk.next();
    if (entry == 0) {
      return 0;
    }
    millis = IdTable.millis(entry);
    sequence = IdTable.sequence(entry);
    return own ? IdTable.find(table, millis, sequence) : entry;
  }

  /// The ID of the entry that [#next] answered.
  public void id(StreamId id) {
    id.set(millis, sequence);
  }
}
