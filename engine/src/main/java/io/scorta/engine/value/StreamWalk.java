package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;
import org.jspecify.annotations.Nullable;

/// Goes over the entries of a stream that does not change meanwhile, in either direction, and over
/// the fields of each.
public final class StreamWalk {
  private final IdWalk blocks = new IdWalk();
  private final StreamId first = new StreamId();
  private final StreamId last = new StreamId();
  private boolean backward;
  private long block;
  private long pack;
  private int upcoming;

  private int at;
  private long millis;
  private long sequence;
  private int fields;
  private int nextContent;
  private int nextField;
  private boolean inHead;

  /// Stands before the entries from one ID to another, both included; null for no bound.
  public void start(
      long stream, @Nullable StreamId from, @Nullable StreamId to, boolean towardsStart) {
    first.set(0, 0);
    last.setLast();
    if (from != null) {
      first.set(from);
    }
    if (to != null) {
      last.set(to);
    }
    backward = towardsStart;
    block = 0;
    upcoming = Listpack.NONE;
    StreamId edge = backward ? last : first;
    blocks.start(StreamValue.blocks(stream), edge.millis, edge.sequence);
    startBlock(edge);
  }

  /// A block that begins before the edge may hold entries on either side of it.
  private void startBlock(StreamId edge) {
    if (backward) {
      long here = blocks.next();
      if (here != 0 && IdTable.compare(here, edge.millis, edge.sequence) > 0) {
        blocks.previous();
      }
      enter(blocks.previous());
      return;
    }
    long before = blocks.previous();
    if (before == 0) {
      enter(blocks.next());
      return;
    }
    blocks.next();
    enter(before);
  }

  private void enter(long entry) {
    block = entry;
    if (entry == 0) {
      return;
    }
    pack = Memory.getLong(entry + IdTable.CONTENT);
    upcoming =
        backward ? StreamBlock.previousEntry(pack, Listpack.NONE) : StreamBlock.firstEntry(pack);
  }

  /// Finds the next entry; false after the last.
  public boolean next() {
    while (block != 0) {
      if (upcoming == Listpack.NONE) {
        enter(backward ? blocks.previous() : blocks.next());
        continue;
      }
      at = upcoming;
      upcoming = backward ? StreamBlock.previousEntry(pack, at) : StreamBlock.nextEntry(pack, at);
      millis = StreamBlock.millis(block, pack, at);
      sequence = StreamBlock.sequence(block, pack, at);
      int fromFirst = StreamId.compare(millis, sequence, first.millis, first.sequence);
      int fromLast = StreamId.compare(millis, sequence, last.millis, last.sequence);
      if (backward ? fromFirst < 0 : fromLast > 0) {
        block = 0;
      } else if (!StreamBlock.isDead(pack, at) && fromFirst >= 0 && fromLast <= 0) {
        openFields();
        return true;
      }
    }
    return false;
  }

  private void openFields() {
    inHead = StreamBlock.hasHeadFields(pack, at);
    int place = Listpack.next(pack, Listpack.next(pack, Listpack.next(pack, at)));
    if (inHead) {
      fields = StreamBlock.headFields(pack);
      nextField = StreamBlock.firstField(pack);
      nextContent = place;
    } else {
      fields = (int) Listpack.number(pack, place);
      nextField = Listpack.next(pack, place);
    }
  }

  public long millis() {
    return millis;
  }

  public long sequence() {
    return sequence;
  }

  public int fields() {
    return fields;
  }

  /// Reads the next field of the entry; to be called at most [#fields] times.
  public void readField(Item field, Item content) {
    Listpack.read(pack, nextField, field);
    if (inHead) {
      nextField = Listpack.next(pack, nextField);
      Listpack.read(pack, nextContent, content);
      nextContent = Listpack.next(pack, nextContent);
    } else {
      int place = Listpack.next(pack, nextField);
      Listpack.read(pack, place, content);
      nextField = Listpack.next(pack, place);
    }
  }

  /// The entry of the table whose block the walk is in.
  long block() {
    return block;
  }

  /// Where the entry stands in its block.
  int at() {
    return at;
  }
}
