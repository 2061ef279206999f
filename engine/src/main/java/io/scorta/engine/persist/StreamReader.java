package io.scorta.engine.persist;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.StreamGroup;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.StreamWalk;
import io.scorta.engine.value.Value;
import io.scorta.engine.value.Workbench;

/// Reads a stream of any of its three forms. Blocks are checked entry by entry and then kept as
/// they are.
final class StreamReader {
  private static final int ID_BYTES = 16;
  private static final int BLOCK_BYTES_MIN = ID_BYTES + 2;

  /// Least bytes of a group, of an entry that is pending, and of a consumer.
  private static final int GROUP_BYTES_MIN = 5;

  private static final int PENDING_BYTES_MIN = ID_BYTES + 9;
  private static final int CONSUMER_BYTES_MIN = 10;

  private final Workbench bench;
  private final RdbReader in;
  private final Item item;
  private final StreamId id = new StreamId();
  private final StreamId other = new StreamId();

  StreamReader(Workbench bench, RdbReader in, Item item) {
    this.bench = bench;
    this.in = in;
    this.item = item;
  }

  long read(int type) {
    long stream = StreamValue.make(bench);
    try {
      blocks(stream);
      figures(stream, type);
      for (int left = in.count(GROUP_BYTES_MIN); left > 0; left--) {
        group(stream, type);
      }
    } catch (RuntimeException e) {
      Value.free(bench, stream);
      throw e;
    }
    return stream;
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new CorruptPayload(what);
    }
  }

  private void blocks(long stream) {
    other.set(0, 0);
    for (int left = in.count(BLOCK_BYTES_MIN); left > 0; left--) {
      in.string(item, 0);
      require(item.length() == ID_BYTES, "the ID of a block has a wrong length");
      id.set(Memory.getLongBig(item.address()), Memory.getLongBig(item.address() + 8));
      in.string(item, 0);
      long pack = item.address();
      StreamBlockCheck check = new StreamBlockCheck(pack, item.length(), item);
      check.check(id, other);
      StreamValue.addBlock(bench, stream, id, pack);
      other.set(check.last());
    }
  }

  private void figures(long stream, int type) {
    long length = in.unsigned();
    require(length == Value.count(stream), "a stream has another length");
    id.set(in.unsigned(), in.unsigned());
    require(StreamId.compare(id, other) >= 0, "the last ID of a stream is too small");
    StreamValue.setLastId(stream, id);
    if (type == RdbType.STREAM_1) {
      StreamWalk walk = new StreamWalk();
      StreamValue.renewFirstId(stream, walk, id);
      StreamValue.setAdded(stream, length);
      return;
    }
    id.set(in.unsigned(), in.unsigned());
    StreamValue.setFirstId(stream, id);
    id.set(in.unsigned(), in.unsigned());
    StreamValue.setDeletedId(stream, id);
    StreamValue.setAdded(stream, in.unsigned());
  }

  private void group(long stream, int type) {
    in.string(item, 0);
    require(StreamGroup.find(stream, item) == 0, "a group comes twice");
    id.set(in.unsigned(), in.unsigned());
    long read = type == RdbType.STREAM_1 ? StreamGroup.UNKNOWN : in.unsigned();
    long group = StreamGroup.make(bench, stream, item, id, read);
    for (int left = in.count(PENDING_BYTES_MIN); left > 0; left--) {
      id.set(in.longBig(), in.longBig());
      require(StreamGroup.findPending(group, id) == 0, "a pending entry comes twice");
      long entry = StreamGroup.addPending(bench, stream, group, id);
      StreamGroup.setDelivery(entry, in.longLittle(), in.unsigned());
    }
    for (int left = in.count(CONSUMER_BYTES_MIN); left > 0; left--) {
      consumer(stream, group, type);
    }
    int owned = 0;
    for (int i = 0; i < StreamGroup.consumers(group); i++) {
      owned += StreamGroup.ownCount(StreamGroup.consumerAt(group, i));
    }
    require(owned == StreamGroup.pendingCount(group), "a pending entry has no consumer");
  }

  private void consumer(long stream, long group, int type) {
    in.string(item, 0);
    require(StreamGroup.consumer(group, item) == 0, "a consumer comes twice");
    long seen = in.longLittle();
    long consumer = StreamGroup.makeConsumer(bench, stream, group, item, seen);
    StreamGroup.setActive(consumer, type == RdbType.STREAM_3 ? in.longLittle() : seen);
    for (int left = in.count(ID_BYTES); left > 0; left--) {
      id.set(in.longBig(), in.longBig());
      long entry = StreamGroup.findPending(group, id);
      require(
          entry != 0 && StreamGroup.owner(entry) == 0,
          "an entry is pending for a consumer but not in its group");
      StreamGroup.assign(bench, stream, entry, consumer);
    }
  }
}
