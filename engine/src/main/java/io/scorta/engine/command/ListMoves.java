package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.ListValue;
import io.scorta.engine.value.Value;

/// LMOVE, LMPOP and LPOS.
final class ListMoves {
  private ListMoves() {}

  static void lmove(Shelf s) {
    int from = end(s, 3);
    int to = from < 0 ? -1 : end(s, 4);
    if (to >= 0) {
      move(s, from == 0, to == 0);
    }
  }

  static void rpoplpush(Shelf s) {
    move(s, false, true);
  }

  /// 0 for LEFT, 1 for RIGHT; -1 if the argument is neither, and the client is told.
  static int end(Shelf s, int arg) {
    if (s.args.is(arg, "LEFT")) {
      return 0;
    }
    if (s.args.is(arg, "RIGHT")) {
      return 1;
    }
    s.out.error(Errors.SYNTAX);
    return -1;
  }

  static void move(Shelf s, boolean fromHead, boolean toHead) {
    long source = s.write(1, Value.LIST);
    if (source == Shelf.WRONG) {
      return;
    }
    if (source == 0) {
      s.out.nil();
      return;
    }
    long target = s.write(s.other, 2, Value.LIST);
    if (target == Shelf.WRONG) {
      return;
    }
    ListValue.peek(s.bench, source, fromHead, s.got);
    s.bulk(s.got);
    // The element moves by way of a copy, because either list may move its blocks.
    int length = s.got.length();
    long copy = s.bench.allocator().allocate(length);
    Memory.copy(s.got.address(), copy, length);
    s.one.set(copy, length);
    if (target == source) {
      turn(s, source, fromHead, toHead);
    } else {
      push(s, target, toHead);
      ListCommands.take(s, source, fromHead, 1);
    }
    s.bench.allocator().free(copy, length);
  }

  private static void turn(Shelf s, long value, boolean fromHead, boolean toHead) {
    s.begin(value);
    ListValue.drop(s.bench, value, fromHead);
    ListValue.growing(s.bench, value, s.one.length(), 1, s.limits().listListpackSize());
    ListValue.push(s.bench, value, toHead, s.one, s.limits());
    ListValue.shrinking(s.bench, value, s.limits());
    s.finish(s.key, value, toHead ? KeyEvent.LPUSH : KeyEvent.RPUSH);
    s.keeper.changed(s.key, fromHead ? KeyEvent.LPOP : KeyEvent.RPOP);
  }

  private static void push(Shelf s, long found, boolean atHead) {
    boolean fresh = found == 0;
    long value = fresh ? ListValue.make(s.bench) : found;
    if (!fresh) {
      s.begin(value);
    }
    ListValue.growing(s.bench, value, s.one.length(), 1, s.limits().listListpackSize());
    ListValue.push(s.bench, value, atHead, s.one, s.limits());
    s.finish(fresh, s.other, value, atHead ? KeyEvent.LPUSH : KeyEvent.RPUSH);
    // A new record may have made the table grow, and the source with it.
    s.seek(s.key, 1);
  }

  static void lmpop(Shelf s) {
    multiPop(s, 1);
  }

  /// Takes from the first list that has something. The number of keys is the first argument, or the
  /// second after the time to wait for one.
  static void multiPop(Shelf s, int numberArg) {
    if (!s.isOneOrMore(numberArg, "ERR numkeys should be greater than 0")) {
      return;
    }
    int first = numberArg + 1;
    long where = s.number() + first;
    if (where >= s.args.count() || where < 0) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    int end = end(s, (int) where);
    long count = end < 0 ? -1 : countOption(s, (int) where + 1);
    if (count < 0) {
      return;
    }
    long timeout = numberArg == 1 ? 0 : BlockingCommands.timeoutMillis(s, 1);
    if (timeout < 0) {
      return;
    }
    for (int i = first; i < where; i++) {
      long value = s.write(i, Value.LIST);
      if (value == Shelf.WRONG) {
        return;
      }
      if (value != 0) {
        popSome(s, value, i, count, end == 0);
        return;
      }
    }
    if (numberArg == 1) {
      s.out.nilArray();
    } else {
      s.x.await(Awaited.keys(Value.LIST, first, (int) where - first), timeout);
    }
  }

  private static void popSome(Shelf s, long value, int keyArg, long count, boolean atHead) {
    s.out.array(2);
    s.out.bulk(s.args.address(keyArg), s.args.length(keyArg));
    int some = (int) Math.min(count, Value.count(value));
    ListCommands.replyEnd(s, value, atHead, some);
    ListCommands.take(s, value, atHead, some);
  }

  /// What COUNT says from this argument on: 1 without it, -1 if the client was told of an error.
  static long countOption(Shelf s, int from) {
    if (from == s.args.count()) {
      return 1;
    }
    if (!s.args.is(from, "COUNT") || from + 1 == s.args.count()) {
      s.out.error(Errors.SYNTAX);
      return -1;
    }
    if (!s.isOneOrMore(from + 1, "ERR count should be greater than 0")) {
      return -1;
    }
    if (from + 2 != s.args.count()) {
      s.out.error(Errors.SYNTAX);
      return -1;
    }
    return s.number();
  }

  static void lpos(Shelf s) {
    long rank = 1;
    long count = -1;
    long most = 0;
    for (int i = 3; i < s.args.count(); i += 2) {
      boolean more = i + 1 < s.args.count();
      if (more && s.args.is(i, "RANK")) {
        if (!s.isSymmetric(i + 1) || !isRank(s)) {
          return;
        }
        rank = s.number();
      } else if (more && s.args.is(i, "COUNT")) {
        if (!s.isPositive(i + 1, "ERR COUNT can't be negative")) {
          return;
        }
        count = s.number();
      } else if (more && s.args.is(i, "MAXLEN")) {
        if (!s.isPositive(i + 1, "ERR MAXLEN can't be negative")) {
          return;
        }
        most = s.number();
      } else {
        s.out.error(Errors.SYNTAX);
        return;
      }
    }
    long value = s.read(1, Value.LIST);
    if (value == Shelf.WRONG) {
      return;
    }
    positions(s, value, rank, count, most == 0 ? Long.MAX_VALUE : most);
  }

  private static boolean isRank(Shelf s) {
    if (s.number() == 0) {
      s.out.error(
          "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or"
              + " use negative to start from the end of the list");
      return false;
    }
    return true;
  }

  /// Writes one position, or with a count that is not -1 an array of them.
  private static void positions(Shelf s, long value, long rank, long count, long most) {
    boolean backward = rank < 0;
    long skip = Math.abs(rank) - 1;
    int length = value == 0 ? 0 : Value.count(value);
    int mark = count >= 0 ? s.out.begin() : 0;
    long found = 0;
    long wanted = count < 0 ? 1 : count == 0 ? Long.MAX_VALUE : count;
    if (value != 0) {
      Item element = s.arg(s.one, 2);
      s.listWalk.start(value, backward ? -1 : 0, backward);
      for (int i = 0; found < wanted && i < most && s.listWalk.next(s.got); i++) {
        if (s.got.equalTo(element.address(), element.length()) && skip-- <= 0) {
          s.out.integer(backward ? length - 1 - i : i);
          found++;
        }
      }
    }
    if (count >= 0) {
      s.out.endArray(mark, found);
    } else if (found == 0) {
      s.out.nil();
    }
  }
}
