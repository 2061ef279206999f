package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.value.SetValue;
import io.scorta.engine.value.Value;

/// SADD and its kin, for one set each, and SMOVE.
final class SetCommands {
  /// SPOP of nearly all members makes what is left anew; so many times fewer must be left.
  private static final int REMAKE_RATIO = 5;

  private SetCommands() {}

  static void sadd(Shelf s) {
    long value = s.write(1, Value.SET);
    if (value == Shelf.WRONG) {
      return;
    }
    int members = s.args.count() - 2;
    boolean fresh = value == 0;
    if (fresh) {
      value = SetValue.make(s.bench, s.arg(s.one, 2), members, s.limits());
    } else {
      s.begin(value);
      SetValue.growing(s.bench, value, members, s.limits());
    }
    long added = 0;
    for (int i = 2; i < s.args.count(); i++) {
      if (SetValue.add(s.bench, value, s.arg(s.one, i), s.limits())) {
        added++;
      }
    }
    if (added > 0) {
      s.finish(fresh, s.key, value, KeyEvent.SADD);
    } else {
      s.unchanged(value);
    }
    s.out.integer(added);
  }

  static void srem(Shelf s) {
    long value = s.write(1, Value.SET);
    if (value == Shelf.WRONG) {
      return;
    }
    long removed = 0;
    if (value != 0) {
      s.begin(value);
      for (int i = 2; i < s.args.count(); i++) {
        if (SetValue.remove(s.bench, value, s.arg(s.one, i))) {
          removed++;
        }
      }
      if (removed > 0) {
        s.finish(s.key, value, KeyEvent.SREM);
      }
    }
    s.out.integer(removed);
  }

  static void smembers(Shelf s) {
    long value = s.read(1, Value.SET);
    if (value != Shelf.WRONG) {
      replyAll(s, value);
    }
  }

  static void replyAll(Shelf s, long value) {
    s.out.set(value == 0 ? 0 : Value.count(value));
    if (value != 0) {
      s.walk.start(value);
      while (s.walk.next(s.got)) {
        s.bulk(s.got);
      }
    }
  }

  static void sismember(Shelf s) {
    long value = s.read(1, Value.SET);
    if (value != Shelf.WRONG) {
      s.out.integer(value != 0 && SetValue.contains(value, s.arg(s.one, 2)) ? 1 : 0);
    }
  }

  static void smismember(Shelf s) {
    long value = s.read(1, Value.SET);
    if (value == Shelf.WRONG) {
      return;
    }
    s.out.array(s.args.count() - 2);
    for (int i = 2; i < s.args.count(); i++) {
      s.out.integer(value != 0 && SetValue.contains(value, s.arg(s.one, i)) ? 1 : 0);
    }
  }

  static void scard(Shelf s) {
    long value = s.read(1, Value.SET);
    if (value != Shelf.WRONG) {
      s.out.integer(value == 0 ? 0 : Value.count(value));
    }
  }

  static void smove(Shelf s) {
    long source = s.write(1, Value.SET);
    if (source == Shelf.WRONG) {
      return;
    }
    if (source == 0) {
      s.out.integer(0);
      return;
    }
    long target = s.write(s.other, 2, Value.SET);
    if (target == Shelf.WRONG) {
      return;
    }
    if (source == target) {
      s.out.integer(SetValue.contains(source, s.arg(s.one, 3)) ? 1 : 0);
      return;
    }
    s.begin(source);
    if (!SetValue.remove(s.bench, source, s.arg(s.one, 3))) {
      s.out.integer(0);
      return;
    }
    s.finish(s.key, source, KeyEvent.SREM);
    // Removing a key may move the places of others.
    s.seek(s.other, 2);
    boolean fresh = target == 0;
    if (fresh) {
      target = SetValue.make(s.bench, s.arg(s.one, 3), 1, s.limits());
    } else {
      s.begin(target);
    }
    if (SetValue.add(s.bench, target, s.arg(s.one, 3), s.limits())) {
      s.finish(fresh, s.other, target, KeyEvent.SADD);
    } else {
      s.unchanged(target);
    }
    s.out.integer(1);
  }

  static void spop(Shelf s) {
    if (s.args.count() > 3) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    if (s.args.count() == 3) {
      popSome(s);
      return;
    }
    long value = s.write(1, Value.SET);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      s.out.nil();
      return;
    }
    s.begin(value);
    popOne(s, value);
    s.finish(s.key, value, KeyEvent.SPOP);
  }

  private static void popOne(Shelf s, long value) {
    SetValue.random(s.bench, value, s.got);
    s.bulk(s.got);
    SetValue.remove(s.bench, value, s.got);
  }

  private static void popSome(Shelf s) {
    if (!s.isPositive(2, Shelf.NOT_POSITIVE)) {
      return;
    }
    long count = s.number();
    long value = s.write(1, Value.SET);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0 || count == 0) {
      s.out.set(0);
      return;
    }
    int size = Value.count(value);
    if (count >= size) {
      replyAll(s, value);
      s.keeper.remove(s.key);
      s.keeper.changed(s.key, KeyEvent.SPOP);
      s.keeper.changed(s.key, KeyEvent.DEL);
      return;
    }
    s.begin(value);
    s.out.set(count);
    for (long i = 0; i < count; i++) {
      popOne(s, value);
    }
    if ((size - count) * REMAKE_RATIO <= count) {
      SetValue.shrinking(s.bench, value, s.limits());
    }
    s.finish(s.key, value, KeyEvent.SPOP);
  }
}
