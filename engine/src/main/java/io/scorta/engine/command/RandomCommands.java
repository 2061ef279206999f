package io.scorta.engine.command;

import io.scorta.engine.value.HashValue;
import io.scorta.engine.value.SetValue;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.Value;

/// SRANDMEMBER, HRANDFIELD and ZRANDMEMBER.
final class RandomCommands {
  /// Up to this size, or if a third of the elements is wanted, one pass over all chooses.
  private static final int ONE_PASS_MAX = 512;

  private static final int ONE_PASS_RATIO = 3;

  /// A negative count asks for repetition without end; one connection may not hold up all others.
  private static final long REPEATED_MAX = 16 << 20;

  private RandomCommands() {}

  static void srandmember(Shelf s) {
    if (s.args.count() > 3) {
      s.out.error(Errors.SYNTAX);
      return;
    }
    if (s.args.count() == 3 && !s.isSymmetric(2)) {
      return;
    }
    draw(s, Value.SET, false);
  }

  static void hrandfield(Shelf s) {
    drawPairs(s, Value.HASH, "WITHVALUES");
  }

  static void zrandmember(Shelf s) {
    drawPairs(s, Value.SORTED_SET, "WITHSCORES");
  }

  private static void drawPairs(Shelf s, int type, String option) {
    boolean pairs = s.args.count() == 4 && s.args.is(3, option);
    if (s.args.count() >= 3) {
      if (!s.isSymmetric(2)) {
        return;
      }
      if (s.args.count() > 4 || (s.args.count() == 4 && !pairs)) {
        s.out.error(Errors.SYNTAX);
        return;
      }
      if (pairs && Math.abs(s.number()) > Long.MAX_VALUE / 2) {
        s.out.error("ERR value is out of range");
        return;
      }
    }
    draw(s, type, pairs);
  }

  private static void draw(Shelf s, int type, boolean pairs) {
    boolean counted = s.args.count() >= 3;
    long count = s.number();
    long value = s.read(1, type);
    if (value == Shelf.WRONG) {
      return;
    }
    if (!counted) {
      if (value == 0) {
        s.out.nil();
      } else {
        random(s, value, type);
        s.bulk(s.got);
      }
      return;
    }
    if (value == 0 || count == 0) {
      s.out.array(0);
    } else if (count < -REPEATED_MAX) {
      s.out.error("ERR value is out of range");
    } else if (count < 0) {
      header(s, -count, pairs);
      for (long i = count; i < 0; i++) {
        element(s, pairs, type, random(s, value, type));
      }
    } else {
      distinct(s, value, (int) Math.min(count, Value.count(value)), pairs);
    }
  }

  private static void header(Shelf s, long count, boolean pairs) {
    s.out.array(pairs && !s.out.isThree() ? count * 2 : count);
  }

  /// Writes the element read last: its name, and with pairs what belongs to it.
  private static void element(Shelf s, boolean pairs, int type, double score) {
    if (pairs && s.out.isThree()) {
      s.out.array(2);
    }
    s.bulk(s.got);
    if (pairs && type == Value.HASH) {
      s.bulk(s.more);
    } else if (pairs) {
      s.out.real(score);
    }
  }

  private static double random(Shelf s, long value, int type) {
    return switch (type) {
      case Value.SET -> {
        SetValue.random(s.bench, value, s.got);
        yield 0;
      }
      case Value.HASH -> {
        HashValue.random(s.bench, value, s.got, s.more);
        yield 0;
      }
      default -> SortedSetValue.random(s.bench, value, s.got);
    };
  }

  private static void distinct(Shelf s, long value, int count, boolean pairs) {
    header(s, count, pairs);
    int size = Value.count(value);
    if (size <= ONE_PASS_MAX || (long) count * ONE_PASS_RATIO > size) {
      onePass(s, value, count, pairs);
    } else {
      drawDistinct(s, value, count, pairs);
    }
  }

  /// Each element is taken with the chance that as many are still wanted as are still to come.
  private static void onePass(Shelf s, long value, int count, boolean pairs) {
    int type = Value.type(value);
    int wanted = count;
    int left = Value.count(value);
    if (type == Value.SORTED_SET) {
      s.sortedWalk.start(value, 0, false);
    } else {
      s.walk.start(value);
    }
    while (wanted > 0) {
      switch (type) {
        case Value.SET -> s.walk.next(s.got);
        case Value.HASH -> s.walk.next(s.got, s.more);
        default -> s.sortedWalk.next(s.got);
      }
      if (s.bench.random(left) < wanted) {
        element(s, pairs, type, s.sortedWalk.score());
        wanted--;
      }
      left--;
    }
  }

  /// Draws until enough different ones were seen, which is soon as few of many are wanted.
  private static void drawDistinct(Shelf s, long value, int count, boolean pairs) {
    int type = Value.type(value);
    double score = random(s, value, type);
    long seen = SetValue.make(s.bench, s.got, count, s.limits());
    while (Value.count(seen) < count) {
      if (SetValue.add(s.bench, seen, s.got, s.limits())) {
        element(s, pairs, type, score);
      }
      score = random(s, value, type);
    }
    Value.free(s.bench, seen);
  }
}
