package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.value.SetValue;
import io.scorta.engine.value.Value;
import java.util.Arrays;

/// SINTER, SUNION, SDIFF, their STORE forms, and SINTERCARD.
///
/// A result is made apart from its sources, so that a source may be the target too.
final class SetAlgebra {
  private SetAlgebra() {}

  static void sinter(Shelf s) {
    long[] sets = sources(s, 1, s.args.count());
    if (sets.length > 0) {
      reply(s, intersection(s, sets));
    }
  }

  static void sinterstore(Shelf s) {
    long[] sets = sources(s, 2, s.args.count());
    if (sets.length > 0) {
      long result = intersection(s, sets);
      if (result != 0) {
        SetValue.settling(s.bench, result, s.limits());
      }
      store(s, result, KeyEvent.SINTERSTORE);
    }
  }

  static void sunion(Shelf s) {
    long[] sets = sources(s, 1, s.args.count());
    if (sets.length > 0) {
      reply(s, union(s, sets));
    }
  }

  static void sunionstore(Shelf s) {
    long[] sets = sources(s, 2, s.args.count());
    if (sets.length > 0) {
      store(s, union(s, sets), KeyEvent.SUNIONSTORE);
    }
  }

  static void sdiff(Shelf s) {
    long[] sets = sources(s, 1, s.args.count());
    if (sets.length > 0) {
      reply(s, difference(s, sets));
    }
  }

  static void sdiffstore(Shelf s) {
    long[] sets = sources(s, 2, s.args.count());
    if (sets.length > 0) {
      store(s, difference(s, sets), KeyEvent.SDIFFSTORE);
    }
  }

  static void sintercard(Shelf s) {
    if (!s.isOneOrMore(1, "ERR numkeys should be greater than 0")) {
      return;
    }
    long keys = s.number();
    if (keys > s.args.count() - 2) {
      s.out.error("ERR Number of keys can't be greater than number of args");
      return;
    }
    long limit = 0;
    for (int i = 2 + (int) keys; i < s.args.count(); i += 2) {
      if (!s.args.is(i, "LIMIT") || i + 1 == s.args.count()) {
        s.out.error(Errors.SYNTAX);
        return;
      }
      if (!s.isPositive(i + 1, "ERR LIMIT can't be negative")) {
        return;
      }
      limit = s.number();
    }
    long[] sets = sources(s, 2, 2 + (int) keys);
    if (sets.length > 0) {
      s.out.integer(countCommon(s, sets, limit == 0 ? Long.MAX_VALUE : limit));
    }
  }

  /// The sets at these keys, 0 for a missing one; none at all if one is no set, and the client is
  /// told.
  private static long[] sources(Shelf s, int from, int to) {
    long[] sets = new long[to - from];
    for (int i = from; i < to; i++) {
      sets[i - from] = s.read(i, Value.SET);
      if (sets[i - from] == Shelf.WRONG) {
        return new long[0];
      }
    }
    return sets;
  }

  private static void reply(Shelf s, long result) {
    SetCommands.replyAll(s, result);
    if (result != 0) {
      Value.free(s.bench, result);
    }
  }

  private static void store(Shelf s, long result, KeyEvent event) {
    s.out.integer(result == 0 ? 0 : Value.count(result));
    s.store(1, result, event);
  }

  private static long intersection(Shelf s, long[] sets) {
    if (hasMissing(sets)) {
      return 0;
    }
    long smallest = smallest(sets);
    long result = 0;
    s.walk.start(smallest);
    while (s.walk.next(s.got)) {
      if (isInAll(s, sets, smallest)) {
        result = add(s, result);
      }
    }
    return result;
  }

  private static long countCommon(Shelf s, long[] sets, long limit) {
    if (hasMissing(sets)) {
      return 0;
    }
    long smallest = smallest(sets);
    long count = 0;
    s.walk.start(smallest);
    while (count < limit && s.walk.next(s.got)) {
      if (isInAll(s, sets, smallest)) {
        count++;
      }
    }
    return count;
  }

  private static boolean hasMissing(long[] sets) {
    for (long set : sets) {
      if (set == 0) {
        return true;
      }
    }
    return false;
  }

  private static long smallest(long[] sets) {
    long smallest = sets[0];
    for (long set : sets) {
      if (Value.count(set) < Value.count(smallest)) {
        smallest = set;
      }
    }
    return smallest;
  }

  private static boolean isInAll(Shelf s, long[] sets, long walked) {
    for (long set : sets) {
      if (set != walked && !SetValue.contains(set, s.got)) {
        return false;
      }
    }
    return true;
  }

  private static long union(Shelf s, long[] sets) {
    long result = 0;
    for (long set : sets) {
      if (set != 0) {
        s.walk.start(set);
        while (s.walk.next(s.got)) {
          result = add(s, result);
        }
      }
    }
    return result;
  }

  private static long difference(Shelf s, long[] sets) {
    long first = sets[0];
    long result = 0;
    if (first == 0) {
      return 0;
    }
    long[] others = Arrays.copyOfRange(sets, 1, sets.length);
    s.walk.start(first);
    while (s.walk.next(s.got)) {
      if (!isInAny(s, others)) {
        result = add(s, result);
      }
    }
    return result;
  }

  private static boolean isInAny(Shelf s, long[] sets) {
    for (long set : sets) {
      if (set != 0 && SetValue.contains(set, s.got)) {
        return true;
      }
    }
    return false;
  }

  /// Adds what was walked over to a result that is made with its first member.
  private static long add(Shelf s, long result) {
    long set = result != 0 ? result : SetValue.make(s.bench, s.got, 1, s.limits());
    SetValue.add(s.bench, set, s.got, s.limits());
    return set;
  }
}
