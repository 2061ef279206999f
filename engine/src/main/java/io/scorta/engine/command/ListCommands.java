package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.ListValue;
import io.scorta.engine.value.ListWalk;
import io.scorta.engine.value.Value;

/// LPUSH and its kin, for one list each.
final class ListCommands {
  private ListCommands() {}

  static void lpush(Shelf s) {
    push(s, true, false);
  }

  static void rpush(Shelf s) {
    push(s, false, false);
  }

  static void lpushx(Shelf s) {
    push(s, true, true);
  }

  static void rpushx(Shelf s) {
    push(s, false, true);
  }

  private static void push(Shelf s, boolean atHead, boolean onlyExisting) {
    long value = s.write(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    boolean fresh = value == 0;
    if (fresh && onlyExisting) {
      s.out.integer(0);
      return;
    }
    if (fresh) {
      value = ListValue.make(s.bench);
    } else {
      s.begin(value);
    }
    grow(s, value, 2, s.args.count());
    for (int i = 2; i < s.args.count(); i++) {
      ListValue.push(s.bench, value, atHead, s.arg(s.one, i), s.limits());
    }
    s.out.integer(Value.count(value));
    s.finish(fresh, s.key, value, atHead ? KeyEvent.LPUSH : KeyEvent.RPUSH);
  }

  private static void grow(Shelf s, long value, int from, int to) {
    long bytes = 0;
    for (int i = from; i < to; i++) {
      bytes += s.args.length(i);
    }
    ListValue.growing(s.bench, value, bytes, to - from, s.limits().listListpackSize());
  }

  static void lpop(Shelf s) {
    pop(s, true);
  }

  static void rpop(Shelf s) {
    pop(s, false);
  }

  private static void pop(Shelf s, boolean atHead) {
    boolean counted = s.args.count() == 3;
    if (s.args.count() > 3) {
      s.arity(atHead ? "lpop" : "rpop");
      return;
    }
    if (counted && !s.isPositive(2, Shelf.NOT_POSITIVE)) {
      return;
    }
    long count = counted ? s.number() : 1;
    long value = s.write(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      if (counted) {
        s.out.nilArray();
      } else {
        s.out.nil();
      }
    } else if (!counted) {
      ListValue.peek(s.bench, value, atHead, s.got);
      s.bulk(s.got);
      take(s, value, atHead, 1);
    } else if (count == 0) {
      s.out.array(0);
    } else {
      int some = (int) Math.min(count, Value.count(value));
      replyEnd(s, value, atHead, some);
      take(s, value, atHead, some);
    }
  }

  /// Writes the elements of one end, the outermost first.
  static void replyEnd(Shelf s, long value, boolean atHead, int count) {
    s.out.array(count);
    ListWalk walk = s.listWalk;
    walk.start(value, atHead ? 0 : -1, !atHead);
    for (int i = 0; i < count; i++) {
      walk.next(s.got);
      s.bulk(s.got);
    }
  }

  /// Removes elements of one end.
  static void take(Shelf s, long value, boolean atHead, int count) {
    s.begin(value);
    if (count == 1) {
      ListValue.drop(s.bench, value, atHead);
    } else {
      int from = atHead ? 0 : Value.count(value) - count;
      ListValue.removeRange(s.bench, value, from, count);
    }
    ListValue.shrinking(s.bench, value, s.limits());
    s.finish(s.key, value, atHead ? KeyEvent.LPOP : KeyEvent.RPOP);
  }

  static void llen(Shelf s) {
    long value = s.read(1, Value.LIST);
    if (value != Shelf.WRONG) {
      s.out.integer(value == 0 ? 0 : Value.count(value));
    }
  }

  static void lrange(Shelf s) {
    if (!s.isLong(2)) {
      return;
    }
    long start = s.number();
    if (!s.isLong(3)) {
      return;
    }
    long end = s.number();
    long value = s.read(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    int count = value == 0 ? 0 : Value.count(value);
    int from = Ranges.from(start, count);
    int to = Ranges.to(end, count);
    if (from >= to) {
      s.out.array(0);
      return;
    }
    s.out.array(to - from);
    ListWalk walk = s.listWalk;
    walk.start(value, Ranges.nearest(from, count), false);
    for (int i = from; i < to; i++) {
      walk.next(s.got);
      s.bulk(s.got);
    }
  }

  static void lindex(Shelf s) {
    long value = s.read(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      s.out.nil();
      return;
    }
    if (!s.isLong(2)) {
      return;
    }
    if (find(s, value, s.number())) {
      s.bulk(s.got);
    } else {
      s.out.nil();
    }
  }

  /// Walks to an index that may be out of range, and reads the element there.
  private static boolean find(Shelf s, long value, long index) {
    int count = Value.count(value);
    long place = index < 0 ? count + index : index;
    if (place < 0 || place >= count) {
      return false;
    }
    s.listWalk.start(value, Ranges.nearest((int) place, count), false);
    return s.listWalk.next(s.got);
  }

  static void lset(Shelf s) {
    long value = s.write(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      s.out.error("ERR no such key");
      return;
    }
    if (!s.isLong(2)) {
      return;
    }
    s.begin(value);
    grow(s, value, 3, 4);
    // The index counts with its lower 32 bits only, as in Valkey.
    int index = (int) s.number();
    if (!find(s, value, index)) {
      s.unchanged(value);
      s.out.error("ERR index out of range");
      return;
    }
    s.listWalk.replace(s.bench, s.arg(s.one, 3), s.limits());
    ListValue.shrinking(s.bench, value, s.limits());
    s.finish(s.key, value, KeyEvent.LSET);
    s.out.ok();
  }

  static void lrem(Shelf s) {
    if (!s.isSymmetric(2)) {
      return;
    }
    boolean backward = s.number() < 0;
    long most = s.number() == 0 ? Long.MAX_VALUE : Math.abs(s.number());
    long value = s.write(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      s.out.integer(0);
      return;
    }
    s.begin(value);
    Item wanted = s.arg(s.one, 3);
    s.listWalk.start(value, backward ? -1 : 0, backward);
    long removed = 0;
    while (removed < most && s.listWalk.next(s.got)) {
      if (s.got.equalTo(wanted.address(), wanted.length())) {
        s.listWalk.remove(s.bench);
        removed++;
      }
    }
    if (removed > 0) {
      ListValue.shrinking(s.bench, value, s.limits());
      s.finish(s.key, value, KeyEvent.LREM);
    }
    s.out.integer(removed);
  }

  static void ltrim(Shelf s) {
    if (!s.isLong(2)) {
      return;
    }
    long start = s.number();
    if (!s.isLong(3)) {
      return;
    }
    long end = s.number();
    long value = s.write(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value != 0) {
      int count = Value.count(value);
      int from = Ranges.from(start, count);
      int to = Ranges.to(end, count);
      if (from >= to) {
        from = count;
        to = count;
      }
      s.begin(value);
      ListValue.removeRange(s.bench, value, to, count - to);
      ListValue.removeRange(s.bench, value, 0, from);
      ListValue.shrinking(s.bench, value, s.limits());
      s.finish(s.key, value, KeyEvent.LTRIM);
    }
    s.out.ok();
  }

  static void linsert(Shelf s) {
    boolean after = s.args.is(2, "AFTER");
    if (!after && !s.args.is(2, "BEFORE")) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    long value = s.write(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      s.out.integer(0);
      return;
    }
    s.begin(value);
    grow(s, value, 4, 5);
    Item pivot = s.arg(s.two, 3);
    s.listWalk.start(value, 0, false);
    while (s.listWalk.next(s.got)) {
      if (s.got.equalTo(pivot.address(), pivot.length())) {
        s.listWalk.insert(s.bench, after, s.arg(s.one, 4), s.limits());
        s.out.integer(Value.count(value));
        s.finish(s.key, value, KeyEvent.LINSERT);
        return;
      }
    }
    s.unchanged(value);
    s.out.integer(-1);
  }
}
