package io.scorta.engine.value;

/// A second stream with the same entries, groups, consumers and pending entries.
final class StreamCopy {
  private StreamCopy() {}

  static long of(Workbench bench, long value) {
    long copy = StreamValue.make(bench);
    StreamId id = new StreamId();
    StreamValue.blocks(
        value,
        (millis, sequence, pack, bytes) -> {
          id.set(millis, sequence);
          StreamValue.addBlock(bench, copy, id, pack);
        });
    StreamValue.lastId(value, id);
    StreamValue.setLastId(copy, id);
    StreamValue.deletedId(value, id);
    StreamValue.setDeletedId(copy, id);
    StreamValue.firstId(value, id);
    StreamValue.setFirstId(copy, id);
    StreamValue.setAdded(copy, StreamValue.added(value));
    for (int i = 0; i < StreamValue.groupCount(value); i++) {
      copyGroup(bench, StreamGroup.at(value, i), copy, id);
    }
    return copy;
  }

  private static void copyGroup(Workbench bench, long group, long copy, StreamId id) {
    StreamGroup.last(group, id);
    StreamGroup.name(group, bench.first);
    long made = StreamGroup.make(bench, copy, bench.first, id, StreamGroup.read(group));
    PendingWalk walk = new PendingWalk();
    for (int i = 0; i < StreamGroup.consumers(group); i++) {
      long consumer = StreamGroup.consumerAt(group, i);
      StreamGroup.name(consumer, bench.first);
      long owner =
          StreamGroup.makeConsumer(bench, copy, made, bench.first, StreamGroup.seen(consumer));
      StreamGroup.setActive(owner, StreamGroup.active(consumer));
      id.set(0, 0);
      walk.start(group, consumer, id);
      for (long entry = walk.next(); entry != 0; entry = walk.next()) {
        walk.id(id);
        long pending = StreamGroup.addPending(bench, copy, made, id);
        StreamGroup.setDelivery(
            pending, StreamGroup.deliveredAt(entry), StreamGroup.timesDelivered(entry));
        StreamGroup.assign(bench, copy, pending, owner);
      }
    }
  }
}
