package io.scorta.engine.command;

import io.scorta.engine.value.ListValue;
import io.scorta.engine.value.Value;

/// BLPOP and its kin: take from the first of some keys that has something, or wait for one.
final class BlockingCommands {
  private static final double MILLIS_PER_SECOND = 1000;

  private BlockingCommands() {}

  static void bind(Handlers handlers) {
    handlers.bind("blpop", x -> pop(x.shelf(), true));
    handlers.bind("brpop", x -> pop(x.shelf(), false));
    handlers.bind("blmove", x -> move(x.shelf()));
    handlers.bind("brpoplpush", x -> popPush(x.shelf()));
    handlers.bind("blmpop", x -> ListMoves.multiPop(x.shelf(), 2));
    handlers.bind("bzpopmin", x -> popScored(x.shelf(), false));
    handlers.bind("bzpopmax", x -> popScored(x.shelf(), true));
    handlers.bind("bzmpop", x -> SortedSetCommands.multiPop(x.shelf(), 2));
  }

  /// How long to wait, in milliseconds; 0 for ever. -1 if the client was told of an error.
  static long timeoutMillis(Shelf s, int arg) {
    double seconds = RealText.parse(s.args.address(arg), s.args.length(arg), true);
    if (Double.isNaN(seconds)) {
      s.out.error("ERR timeout is not a float or out of range");
      return -1;
    }
    double millis = Math.ceil(seconds * MILLIS_PER_SECOND);
    if (millis < 0) {
      s.out.error("ERR timeout is negative");
      return -1;
    }
    if (millis > Long.MAX_VALUE - s.x.now()) {
      s.out.error("ERR timeout is out of range");
      return -1;
    }
    return (long) millis;
  }

  private static void pop(Shelf s, boolean atHead) {
    int last = s.args.count() - 1;
    long timeout = timeoutMillis(s, last);
    if (timeout < 0) {
      return;
    }
    for (int i = 1; i < last; i++) {
      long value = s.write(i, Value.LIST);
      if (value == Shelf.WRONG) {
        return;
      }
      if (value != 0) {
        s.out.array(2);
        s.out.bulk(s.args.address(i), s.args.length(i));
        ListValue.peek(s.bench, value, atHead, s.got);
        s.bulk(s.got);
        ListCommands.take(s, value, atHead, 1);
        return;
      }
    }
    s.x.await(Awaited.keys(Value.LIST, 1, last - 1), timeout);
  }

  private static void move(Shelf s) {
    int from = ListMoves.end(s, 3);
    int to = from < 0 ? -1 : ListMoves.end(s, 4);
    if (to >= 0) {
      move(s, from == 0, to == 0, 5);
    }
  }

  private static void popPush(Shelf s) {
    move(s, false, true, 3);
  }

  private static void move(Shelf s, boolean fromHead, boolean toHead, int timeoutArg) {
    long timeout = timeoutMillis(s, timeoutArg);
    if (timeout < 0) {
      return;
    }
    long source = s.write(1, Value.LIST);
    if (source == 0) {
      s.x.await(new Awaited(Value.LIST, 1, 1, false, true), timeout);
    } else if (source != Shelf.WRONG) {
      ListMoves.move(s, fromHead, toHead);
    }
  }

  private static void popScored(Shelf s, boolean max) {
    int last = s.args.count() - 1;
    long timeout = timeoutMillis(s, last);
    if (timeout < 0) {
      return;
    }
    for (int i = 1; i < last; i++) {
      long value = s.write(i, Value.SORTED_SET);
      if (value == Shelf.WRONG) {
        return;
      }
      if (value != 0) {
        s.out.array(3);
        s.out.bulk(s.args.address(i), s.args.length(i));
        SortedSetCommands.take(s, value, 1, max, false);
        return;
      }
    }
    s.x.await(Awaited.keys(Value.SORTED_SET, 1, last - 1), timeout);
  }
}
