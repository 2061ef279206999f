package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.SortedWalk;
import io.scorta.engine.value.Value;

/// ZADD and its kin, for single members.
final class SortedSetCommands {
  private static final int NX = 1;
  private static final int XX = 2;
  private static final int GT = 4;
  private static final int LT = 8;
  private static final int CHANGED = 16;
  private static final int INCREMENT = 32;

  private SortedSetCommands() {}

  static void zadd(Shelf s) {
    int flags = 0;
    int from = 2;
    for (; from < s.args.count(); from++) {
      int flag = flag(s, from);
      if (flag == 0) {
        break;
      }
      flags |= flag;
    }
    int left = s.args.count() - from;
    if (left == 0 || left % 2 != 0) {
      s.out.error(Errors.SYNTAX);
    } else if (areCompatible(s, flags, left / 2)) {
      addAll(s, from, flags);
    }
  }

  private static int flag(Shelf s, int arg) {
    if (s.args.is(arg, "NX")) {
      return NX;
    }
    if (s.args.is(arg, "XX")) {
      return XX;
    }
    if (s.args.is(arg, "GT")) {
      return GT;
    }
    if (s.args.is(arg, "LT")) {
      return LT;
    }
    if (s.args.is(arg, "CH")) {
      return CHANGED;
    }
    return s.args.is(arg, "INCR") ? INCREMENT : 0;
  }

  private static boolean areCompatible(Shelf s, int flags, int pairs) {
    if ((flags & NX) != 0 && (flags & XX) != 0) {
      s.out.error("ERR XX and NX options at the same time are not compatible");
      return false;
    }
    if (Integer.bitCount(flags & (GT | LT | NX)) > 1) {
      s.out.error("ERR GT, LT, and/or NX options at the same time are not compatible");
      return false;
    }
    if ((flags & INCREMENT) != 0 && pairs > 1) {
      s.out.error("ERR INCR option supports a single increment-element pair");
      return false;
    }
    return true;
  }

  static void zincrby(Shelf s) {
    addAll(s, 2, INCREMENT);
  }

  private static void addAll(Shelf s, int from, int flags) {
    for (int i = from; i < s.args.count(); i += 2) {
      if (!s.isReal(i, Errors.NOT_A_FLOAT)) {
        return;
      }
    }
    long value = s.write(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    boolean fresh = value == 0;
    if (fresh && (flags & XX) != 0) {
      reply(s, flags, 0, Double.NaN);
      return;
    }
    if (fresh) {
      value = SortedSetValue.make(s.bench);
    } else {
      s.begin(value);
    }
    int pairs = (s.args.count() - from) / 2;
    SortedSetValue.growing(s.bench, value, pairs, s.longest(from + 1, 2), s.limits());
    addPairs(s, fresh, value, from, flags);
  }

  private static void addPairs(Shelf s, boolean fresh, long value, int from, int flags) {
    long added = 0;
    long updated = 0;
    double result = Double.NaN;
    for (int i = from; i < s.args.count(); i += 2) {
      s.isReal(i, Errors.NOT_A_FLOAT);
      double old = SortedSetValue.score(value, s.arg(s.one, i + 1));
      double wanted = wanted(old, s.real(), flags);
      if (Double.isNaN(wanted)) {
        s.out.error("ERR resulting score is not a number (NaN)");
        end(s, fresh, value, added + updated, flags);
        return;
      }
      result = Double.NaN;
      if (Double.isNaN(old)) {
        if ((flags & XX) == 0) {
          SortedSetValue.add(s.bench, value, wanted, s.one, s.limits());
          added++;
          result = wanted;
        }
      } else if (allows(old, wanted, flags)) {
        result = wanted;
        if (wanted != old) {
          SortedSetValue.rescore(s.bench, value, wanted, s.one);
          updated++;
        }
      }
    }
    reply(s, flags, (flags & CHANGED) != 0 ? added + updated : added, result);
    end(s, fresh, value, added + updated, flags);
  }

  private static double wanted(double old, double score, int flags) {
    boolean adds = (flags & INCREMENT) != 0 && (flags & NX) == 0 && !Double.isNaN(old);
    return adds ? old + score : score;
  }

  private static boolean allows(double old, double wanted, int flags) {
    return (flags & NX) == 0
        && ((flags & GT) == 0 || wanted > old)
        && ((flags & LT) == 0 || wanted < old);
  }

  private static void reply(Shelf s, int flags, long count, double result) {
    if ((flags & INCREMENT) == 0) {
      s.out.integer(count);
    } else if (Double.isNaN(result)) {
      s.out.nil();
    } else {
      s.out.real(result);
    }
  }

  private static void end(Shelf s, boolean fresh, long value, long changes, int flags) {
    if (changes > 0) {
      s.finish(fresh, s.key, value, (flags & INCREMENT) != 0 ? KeyEvent.ZINCR : KeyEvent.ZADD);
    } else if (fresh) {
      Value.free(s.bench, value);
    } else {
      s.unchanged(value);
    }
  }

  static void zrem(Shelf s) {
    long value = s.write(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    long removed = 0;
    if (value != 0) {
      s.begin(value);
      for (int i = 2; i < s.args.count(); i++) {
        if (SortedSetValue.remove(s.bench, value, s.arg(s.one, i))) {
          removed++;
        }
      }
      if (removed > 0) {
        s.finish(s.key, value, KeyEvent.ZREM);
      }
    }
    s.out.integer(removed);
  }

  static void zcard(Shelf s) {
    long value = s.read(1, Value.SORTED_SET);
    if (value != Shelf.WRONG) {
      s.out.integer(value == 0 ? 0 : Value.count(value));
    }
  }

  static void zscore(Shelf s) {
    long value = s.read(1, Value.SORTED_SET);
    if (value != Shelf.WRONG) {
      replyScore(s, value, 2);
    }
  }

  static void zmscore(Shelf s) {
    long value = s.read(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    s.out.array(s.args.count() - 2);
    for (int i = 2; i < s.args.count(); i++) {
      replyScore(s, value, i);
    }
  }

  private static void replyScore(Shelf s, long value, int arg) {
    double score = value == 0 ? Double.NaN : SortedSetValue.score(value, s.arg(s.one, arg));
    if (Double.isNaN(score)) {
      s.out.nil();
    } else {
      s.out.real(score);
    }
  }

  static void zrank(Shelf s) {
    rank(s, false);
  }

  static void zrevrank(Shelf s) {
    rank(s, true);
  }

  private static void rank(Shelf s, boolean reverse) {
    if (s.args.count() > 4) {
      s.arity(reverse ? "zrevrank" : "zrank");
      return;
    }
    boolean withScore = s.args.count() == 4;
    if (withScore && !s.args.is(3, "WITHSCORE")) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    long value = s.read(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    int rank = value == 0 ? -1 : SortedSetValue.rank(value, s.arg(s.one, 2));
    if (rank >= 0) {
      if (withScore) {
        s.out.array(2);
      }
      s.out.integer(reverse ? Value.count(value) - 1 - rank : rank);
      if (withScore) {
        s.out.real(SortedSetValue.score(value, s.one));
      }
    } else if (withScore) {
      s.out.nilArray();
    } else {
      s.out.nil();
    }
  }

  static void zpopmin(Shelf s) {
    pop(s, false);
  }

  static void zpopmax(Shelf s) {
    pop(s, true);
  }

  private static void pop(Shelf s, boolean max) {
    if (s.args.count() > 3) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    boolean counted = s.args.count() == 3;
    if (counted && !s.isPositive(2, Shelf.NOT_POSITIVE)) {
      return;
    }
    long count = counted ? s.number() : 1;
    long value = s.write(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0 || count == 0) {
      s.out.array(0);
      return;
    }
    boolean nested = counted && s.out.isThree();
    int some = (int) Math.min(count, Value.count(value));
    s.out.array(nested ? some : 2L * some);
    take(s, value, some, max, nested);
  }

  static void zmpop(Shelf s) {
    multiPop(s, 1);
  }

  /// Takes from the first sorted set that has something. The number of keys is the first argument,
  /// or the second after the time to wait for one.
  static void multiPop(Shelf s, int numberArg) {
    if (!s.isOneOrMore(numberArg, "ERR numkeys should be greater than 0")) {
      return;
    }
    int first = numberArg + 1;
    long where = s.number() + first;
    boolean inside = where >= 0 && where < s.args.count();
    boolean max = inside && s.args.is((int) where, "MAX");
    if (!inside || !max && !s.args.is((int) where, "MIN")) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    long count = ListMoves.countOption(s, (int) where + 1);
    if (count < 0) {
      return;
    }
    long timeout = numberArg == 1 ? 0 : BlockingCommands.timeoutMillis(s, 1);
    if (timeout < 0) {
      return;
    }
    for (int i = first; i < where; i++) {
      long value = s.write(i, Value.SORTED_SET);
      if (value == Shelf.WRONG) {
        return;
      }
      if (value != 0) {
        popSome(s, value, i, count, max);
        return;
      }
    }
    if (numberArg == 1) {
      s.out.nilArray();
    } else {
      s.x.await(Awaited.keys(Value.SORTED_SET, first, (int) where - first), timeout);
    }
  }

  private static void popSome(Shelf s, long value, int keyArg, long count, boolean max) {
    int some = (int) Math.min(count, Value.count(value));
    s.out.array(2);
    s.out.bulk(s.args.address(keyArg), s.args.length(keyArg));
    s.out.array(some);
    take(s, value, some, max, true);
  }

  /// Writes members from one end and removes them.
  static void take(Shelf s, long value, int some, boolean max, boolean nested) {
    int size = Value.count(value);
    SortedWalk walk = s.sortedWalk;
    walk.start(value, max ? size - 1 : 0, max);
    for (int i = 0; i < some; i++) {
      walk.next(s.got);
      if (nested) {
        s.out.array(2);
      }
      s.bulk(s.got);
      s.out.real(walk.score());
    }
    s.begin(value);
    int from = max ? size - some : 0;
    SortedSetValue.removeRange(s.bench, value, from, from + some);
    s.finish(s.key, value, max ? KeyEvent.ZPOPMAX : KeyEvent.ZPOPMIN);
  }
}
