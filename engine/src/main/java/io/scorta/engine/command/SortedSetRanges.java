package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.Value;
import org.jspecify.annotations.Nullable;

/// ZRANGE and all commands that name a range of a sorted set.
final class SortedSetRanges {
  private static final int AUTOMATIC = -1;

  /// What the options of one ZRANGE say.
  private record Options(int kind, boolean down, boolean scores, long offset, long limit) {}

  private SortedSetRanges() {}

  static void zrange(Shelf s) {
    range(s, 1, new Options(AUTOMATIC, false, false, 0, -1), false);
  }

  static void zrangestore(Shelf s) {
    range(s, 2, new Options(AUTOMATIC, false, false, 0, -1), false);
  }

  static void zrevrange(Shelf s) {
    range(s, 1, new Options(Bounds.RANK, true, false, 0, -1), true);
  }

  static void zrangebyscore(Shelf s) {
    range(s, 1, new Options(Bounds.SCORE, false, false, 0, -1), true);
  }

  static void zrevrangebyscore(Shelf s) {
    range(s, 1, new Options(Bounds.SCORE, true, false, 0, -1), true);
  }

  static void zrangebylex(Shelf s) {
    range(s, 1, new Options(Bounds.LEX, false, false, 0, -1), true);
  }

  static void zrevrangebylex(Shelf s) {
    range(s, 1, new Options(Bounds.LEX, true, false, 0, -1), true);
  }

  /// `source` is the argument of the key that is read; before it stands the target of a store. The
  /// older commands have their direction fixed.
  private static void range(Shelf s, int source, Options given, boolean directed) {
    Options options = options(s, source, given, directed);
    if (options == null || !areCompatible(s, options)) {
      return;
    }
    boolean swapped = options.down() && options.kind() != Bounds.RANK;
    int first = source + (swapped ? 2 : 1);
    int second = source + (swapped ? 1 : 2);
    if (!s.bounds.parse(s, options.kind(), first, second)) {
      return;
    }
    long value = s.read(source, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      none(s, source);
      return;
    }
    s.bounds.apply(s, value, options.down());
    emit(s, source, value, options);
  }

  private static void none(Shelf s, int source) {
    if (source == 2) {
      s.out.integer(0);
      s.store(1, 0, KeyEvent.ZRANGESTORE);
    } else {
      s.out.array(0);
    }
  }

  private static @Nullable Options options(Shelf s, int source, Options given, boolean directed) {
    int kind = given.kind();
    boolean down = given.down();
    boolean scores = false;
    long offset = 0;
    long limit = -1;
    for (int i = source + 3; i < s.args.count(); i++) {
      if (source == 1 && s.args.is(i, "WITHSCORES")) {
        scores = true;
      } else if (s.args.is(i, "LIMIT") && i + 2 < s.args.count()) {
        if (!s.isLong(i + 1)) {
          return null;
        }
        offset = s.number();
        if (!s.isLong(i + 2)) {
          return null;
        }
        limit = s.number();
        i += 2;
      } else if (!directed && !down && s.args.is(i, "REV")) {
        down = true;
      } else if (kind == AUTOMATIC && s.args.is(i, "BYLEX")) {
        kind = Bounds.LEX;
      } else if (kind == AUTOMATIC && s.args.is(i, "BYSCORE")) {
        kind = Bounds.SCORE;
      } else {
        s.out.error(Errors.SYNTAX);
        return null;
      }
    }
    return new Options(kind == AUTOMATIC ? Bounds.RANK : kind, down, scores, offset, limit);
  }

  private static boolean areCompatible(Shelf s, Options options) {
    if (options.limit() != -1 && options.kind() == Bounds.RANK) {
      s.out.error(
          "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or"
              + " BYLEX");
      return false;
    }
    if (options.scores() && options.kind() == Bounds.LEX) {
      s.out.error("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
      return false;
    }
    return true;
  }

  private static void emit(Shelf s, int source, long value, Options options) {
    int from = s.bounds.from();
    int to = s.bounds.to();
    long start = start(value, options, from, to);
    long available = start < 0 ? 0 : options.down() ? start - from + 1 : to - start;
    long limit = options.limit() < 0 ? Long.MAX_VALUE : options.limit();
    int count = (int) Math.clamp(limit, 0, Math.max(0, available));
    s.sortedWalk.start(value, (int) Math.max(0, start), options.down());
    if (source == 2) {
      store(s, count);
    } else {
      reply(s, count, options.scores());
    }
  }

  /// The rank of the first element to be shown, or -1 for none. A negative offset means nothing in
  /// a small set, and counts from the other end of the range in a large one, as elsewhere.
  private static long start(long value, Options options, int from, int to) {
    long offset = options.offset();
    if (from >= to || (offset > 0 && offset >= Value.count(value))) {
      return -1;
    }
    if (offset < 0 && Value.encoding(value) == Value.LISTPACK) {
      return -1;
    }
    boolean fromTop = options.down() == offset >= 0;
    long steps = offset >= 0 ? offset : -(offset + 1);
    if (steps >= to - from) {
      return -1;
    }
    return fromTop ? to - 1 - steps : from + steps;
  }

  private static void reply(Shelf s, int count, boolean scores) {
    boolean nested = scores && s.out.isThree();
    s.out.array(scores && !nested ? 2L * count : count);
    for (int i = 0; i < count; i++) {
      s.sortedWalk.next(s.got);
      if (nested) {
        s.out.array(2);
      }
      s.bulk(s.got);
      if (scores) {
        s.out.real(s.sortedWalk.score());
      }
    }
  }

  private static void store(Shelf s, int count) {
    long result = SortedSetValue.make(s.bench);
    SortedSetValue.growing(s.bench, result, count, 0, s.limits());
    for (int i = 0; i < count; i++) {
      s.sortedWalk.next(s.got);
      SortedSetValue.add(s.bench, result, s.sortedWalk.score(), s.got, s.limits());
    }
    s.out.integer(count);
    s.store(1, result, KeyEvent.ZRANGESTORE);
  }

  static void zcount(Shelf s) {
    count(s, Bounds.SCORE);
  }

  static void zlexcount(Shelf s) {
    count(s, Bounds.LEX);
  }

  private static void count(Shelf s, int kind) {
    if (!s.bounds.parse(s, kind, 2, 3)) {
      return;
    }
    long value = s.read(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    if (value == 0) {
      s.out.integer(0);
      return;
    }
    s.bounds.apply(s, value, false);
    s.out.integer((long) s.bounds.to() - s.bounds.from());
  }

  static void zremrangebyrank(Shelf s) {
    remove(s, Bounds.RANK, KeyEvent.ZREMRANGEBYRANK);
  }

  static void zremrangebyscore(Shelf s) {
    remove(s, Bounds.SCORE, KeyEvent.ZREMRANGEBYSCORE);
  }

  static void zremrangebylex(Shelf s) {
    remove(s, Bounds.LEX, KeyEvent.ZREMRANGEBYLEX);
  }

  private static void remove(Shelf s, int kind, KeyEvent event) {
    if (!s.bounds.parse(s, kind, 2, 3)) {
      return;
    }
    long value = s.write(1, Value.SORTED_SET);
    if (value == Shelf.WRONG) {
      return;
    }
    int removed = 0;
    if (value != 0) {
      s.bounds.apply(s, value, false);
      removed = s.bounds.to() - s.bounds.from();
      if (removed > 0) {
        s.begin(value);
        SortedSetValue.removeRange(s.bench, value, s.bounds.from(), s.bounds.to());
        s.finish(s.key, value, event);
      }
    }
    s.out.integer(removed);
  }
}
