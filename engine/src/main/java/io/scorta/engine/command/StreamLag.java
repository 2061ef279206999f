package io.scorta.engine.command;

import io.scorta.engine.value.StreamGroup;
import io.scorta.engine.value.StreamId;
import io.scorta.engine.value.StreamValue;
import io.scorta.engine.value.Value;

/// How many entries a consumer group has read, and how many it has still to read.
///
/// Deleted entries make the counts uncertain where they lie ahead; then they are found again at the
/// places where they follow from the stream alone: its last entry, its first one, and before that.
final class StreamLag {
  private StreamLag() {}

  /// The group has read an entry; if it is a new one, the group's last ID and count go on.
  static void advance(Shelf s, long value, long group, StreamId id) {
    StreamId last = s.stream.scratch;
    StreamGroup.last(group, last);
    if (StreamId.compare(id, last) <= 0) {
      return;
    }
    if (StreamGroup.read(group) != StreamGroup.UNKNOWN && !hasDeleted(s, value, id)) {
      StreamGroup.setRead(group, StreamGroup.read(group) + 1);
    } else if (StreamValue.added(value) != 0) {
      StreamGroup.setRead(group, distance(s, value, id));
    }
    StreamGroup.setLast(group, id);
  }

  /// Whether an entry after the ID, or the entry itself, was deleted.
  private static boolean hasDeleted(Shelf s, long value, StreamId from) {
    StreamId deleted = s.stream.scratch;
    StreamValue.deletedId(value, deleted);
    if (Value.count(value) == 0 || deleted.isZero()) {
      return false;
    }
    StreamId first = s.stream.second;
    StreamValue.firstId(value, first);
    return StreamId.compare(first, deleted) <= 0 && StreamId.compare(from, deleted) <= 0;
  }

  /// How many entries were ever added up to the ID, or [StreamGroup#UNKNOWN].
  private static long distance(Shelf s, long value, StreamId id) {
    long added = StreamValue.added(value);
    if (added == 0) {
      return 0;
    }
    StreamId edge = s.stream.scratch;
    StreamValue.lastId(value, edge);
    int toLast = StreamId.compare(id, edge);
    if (toLast == 0 || (toLast < 0 && Value.count(value) == 0)) {
      return added;
    }
    if (toLast > 0) {
      return StreamGroup.UNKNOWN;
    }
    StreamValue.firstId(value, edge);
    int toFirst = StreamId.compare(id, edge);
    StreamId deleted = s.stream.second;
    StreamValue.deletedId(value, deleted);
    if (deleted.isZero() || StreamId.compare(deleted, edge) < 0) {
      if (toFirst < 0) {
        return added - Value.count(value);
      }
      if (toFirst == 0) {
        return added - Value.count(value) + 1;
      }
    }
    return StreamGroup.UNKNOWN;
  }

  /// Replies with the number of entries that the group has not read yet, or with a missing value.
  static void reply(Shelf s, long value, long group) {
    StreamId last = s.stream.id;
    StreamGroup.last(group, last);
    long added = StreamValue.added(value);
    if (added == 0) {
      s.out.integer(0);
      return;
    }
    long read = StreamGroup.read(group);
    if (read == StreamGroup.UNKNOWN || hasDeleted(s, value, last)) {
      read = distance(s, value, last);
    }
    if (read == StreamGroup.UNKNOWN) {
      s.out.nil();
    } else {
      s.out.integer(added - read);
    }
  }
}
