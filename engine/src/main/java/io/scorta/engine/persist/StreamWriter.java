package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.PendingWalk;
import io.scorta.engine.value.StreamGroup;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.Value;

/// Writes a stream: its blocks as they are, its figures, and the consumer groups with what is
/// pending.
final class StreamWriter {
  private static final int ID_BYTES = 16;

  private final RdbWriter out;
  private final Item name;
  private final StreamId id = new StreamId();
  private final PendingWalk walk = new PendingWalk();

  StreamWriter(RdbWriter out, Item name) {
    this.out = out;
    this.name = name;
  }

  void write(long stream) {
    out.out().put(RdbType.STREAM_3);
    out.length(StreamValue.blockCount(stream));
    StreamValue.blocks(
        stream,
        (millis, sequence, pack, bytes) -> {
          out.length(ID_BYTES);
          id.set(millis, sequence);
          rawId();
          out.bytes(pack, bytes);
        });
    out.length(Value.count(stream));
    StreamValue.lastId(stream, id);
    idAsLengths();
    StreamValue.firstId(stream, id);
    idAsLengths();
    StreamValue.deletedId(stream, id);
    idAsLengths();
    out.unsigned(StreamValue.added(stream));
    int groups = StreamValue.groupCount(stream);
    out.length(groups);
    for (int i = 0; i < groups; i++) {
      writeGroup(StreamGroup.at(stream, i));
    }
  }

  private void rawId() {
    long at = out.out().room(ID_BYTES);
    Memory.putLongBig(at, id.millis);
    Memory.putLongBig(at + 8, id.sequence);
    out.out().advance(ID_BYTES);
  }

  private void idAsLengths() {
    out.unsigned(id.millis);
    out.unsigned(id.sequence);
  }

  private void writeGroup(long group) {
    StreamGroup.name(group, name);
    out.string(name);
    StreamGroup.last(group, id);
    idAsLengths();
    out.unsigned(StreamGroup.read(group));
    out.length(StreamGroup.pendingCount(group));
    id.set(0, 0);
    walk.start(group, 0, id);
    for (long entry = walk.next(); entry != 0; entry = walk.next()) {
      walk.id(id);
      rawId();
      out.out().putLong(StreamGroup.deliveredAt(entry));
      out.unsigned(StreamGroup.timesDelivered(entry));
    }
    out.length(StreamGroup.consumers(group));
    for (int i = 0; i < StreamGroup.consumers(group); i++) {
      writeConsumer(group, StreamGroup.consumerAt(group, i));
    }
  }

  private void writeConsumer(long group, long consumer) {
    StreamGroup.name(consumer, name);
    out.string(name);
    out.out().putLong(StreamGroup.seen(consumer));
    out.out().putLong(StreamGroup.active(consumer));
    out.length(StreamGroup.ownCount(consumer));
    id.set(0, 0);
    walk.start(group, consumer, id);
    for (long entry = walk.next(); entry != 0; entry = walk.next()) {
      walk.id(id);
      rawId();
    }
  }
}
