package io.scorta.engine.command;

import io.scorta.engine.keyspace.KeyEvent;
import io.scorta.engine.keyspace.RecordBlock;
import io.scorta.engine.value.SetValue;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.Value;

/// ZUNION, ZINTER, ZDIFF, their STORE forms, and ZINTERCARD. Plain sets count with score 1.
///
/// A result is made apart from its sources, so that a source may be the target too.
final class SortedSetAlgebra {
  private enum Kind {
    UNION(KeyEvent.ZUNIONSTORE),
    INTER(KeyEvent.ZINTERSTORE),
    DIFF(KeyEvent.ZDIFFSTORE);

    private final KeyEvent stored;

    Kind(KeyEvent stored) {
      this.stored = stored;
    }
  }

  private enum Aggregate {
    SUM,
    MIN,
    MAX
  }

  private SortedSetAlgebra() {}

  static void zunion(Shelf s) {
    new Run(s, Kind.UNION, 1).run();
  }

  static void zinter(Shelf s) {
    new Run(s, Kind.INTER, 1).run();
  }

  static void zdiff(Shelf s) {
    new Run(s, Kind.DIFF, 1).run();
  }

  static void zunionstore(Shelf s) {
    new Run(s, Kind.UNION, 2).run();
  }

  static void zinterstore(Shelf s) {
    new Run(s, Kind.INTER, 2).run();
  }

  static void zdiffstore(Shelf s) {
    new Run(s, Kind.DIFF, 2).run();
  }

  static void zintercard(Shelf s) {
    Run run = new Run(s, Kind.INTER, 1);
    run.counting = true;
    run.run();
  }

  /// One execution: what the arguments say, the sources, and the result as it grows.
  private static final class Run {
    private final Shelf s;
    private final Kind kind;
    private final int numberArg;
    private boolean counting;
    private long[] sources = {};
    private double[] weights = {};
    private Aggregate aggregate = Aggregate.SUM;
    private boolean withScores;
    private long limit = Long.MAX_VALUE;
    private long counted;
    private long result;

    Run(Shelf s, Kind kind, int numberArg) {
      this.s = s;
      this.kind = kind;
      this.numberArg = numberArg;
    }

    void run() {
      if (!s.isLong(numberArg)) {
        return;
      }
      if (s.number() < 1) {
        s.out.error("ERR at least 1 input key is needed for '" + s.x.command().name + "' command");
        return;
      }
      if (s.number() > s.args.count() - (numberArg + 1)) {
        s.out.error(Errors.SYNTAX);
        return;
      }
      int keys = (int) s.number();
      if (!findSources(keys) || !parseOptions(numberArg + 1 + keys)) {
        return;
      }
      combine();
      if (counting) {
        s.out.integer(counted);
      } else if (numberArg == 2) {
        s.out.integer(result == 0 ? 0 : Value.count(result));
        if (result != 0) {
          SortedSetValue.shrinking(s.bench, result, s.limits());
        }
        s.store(1, result, kind.stored);
      } else {
        reply();
      }
    }

    private boolean findSources(int keys) {
      sources = new long[keys];
      weights = new double[keys];
      for (int i = 0; i < keys; i++) {
        weights[i] = 1;
        long record = s.readAny(numberArg + 1 + i);
        if (record == 0) {
          continue;
        }
        int type = RecordBlock.type(record);
        if (type != Value.SORTED_SET && type != Value.SET) {
          s.out.error(Errors.WRONG_TYPE);
          return false;
        }
        sources[i] = RecordBlock.collection(record);
      }
      return true;
    }

    private boolean parseOptions(int from) {
      boolean weighs = kind != Kind.DIFF && !counting;
      int at = from;
      while (at < s.args.count()) {
        int left = s.args.count() - at;
        if (weighs && left > sources.length && s.args.is(at, "WEIGHTS")) {
          if (!parseWeights(at + 1)) {
            return false;
          }
          at += 1 + sources.length;
        } else if (weighs && left >= 2 && s.args.is(at, "AGGREGATE")) {
          if (!parseAggregate(at + 1)) {
            return false;
          }
          at += 2;
        } else if (numberArg == 1 && !counting && s.args.is(at, "WITHSCORES")) {
          withScores = true;
          at++;
        } else if (counting && left >= 2 && s.args.is(at, "LIMIT")) {
          if (!s.isPositive(at + 1, "ERR LIMIT can't be negative")) {
            return false;
          }
          limit = s.number() == 0 ? Long.MAX_VALUE : s.number();
          at += 2;
        } else {
          s.out.error(Errors.SYNTAX);
          return false;
        }
      }
      return true;
    }

    private boolean parseWeights(int from) {
      for (int i = 0; i < weights.length; i++) {
        if (!s.isReal(from + i, "ERR weight value is not a float")) {
          return false;
        }
        weights[i] = s.real();
      }
      return true;
    }

    private boolean parseAggregate(int arg) {
      for (Aggregate candidate : Aggregate.values()) {
        if (s.args.is(arg, candidate.name())) {
          aggregate = candidate;
          return true;
        }
      }
      s.out.error(Errors.SYNTAX);
      return false;
    }

    private void combine() {
      switch (kind) {
        case UNION -> {
          sortBySize();
          for (int i = 0; i < sources.length; i++) {
            unite(i);
          }
        }
        case INTER -> {
          sortBySize();
          intersect();
        }
        case DIFF -> subtract();
      }
    }

    /// From the smallest source up, as sums of floating point numbers depend on their order.
    private void sortBySize() {
      for (int i = 1; i < sources.length; i++) {
        for (int j = i; j > 0 && size(j - 1) > size(j); j--) {
          long source = sources[j];
          sources[j] = sources[j - 1];
          sources[j - 1] = source;
          double weight = weights[j];
          weights[j] = weights[j - 1];
          weights[j - 1] = weight;
        }
      }
    }

    private int size(int source) {
      return sources[source] == 0 ? 0 : Value.count(sources[source]);
    }

    private void unite(int source) {
      if (sources[source] == 0) {
        return;
      }
      start(source);
      while (next(source)) {
        double score = weighted(source, score(source));
        double old = result == 0 ? Double.NaN : SortedSetValue.score(result, s.got);
        if (Double.isNaN(old)) {
          add(score);
        } else {
          SortedSetValue.rescore(s.bench, result, join(old, score), s.got);
        }
      }
    }

    private void intersect() {
      if (sources[0] == 0) {
        return;
      }
      start(0);
      while (counted < limit && next(0)) {
        double own = score(0);
        double score = weighted(0, own);
        for (int i = 1; i < sources.length && !Double.isNaN(score); i++) {
          double there = sources[i] == sources[0] ? own : scoreIn(sources[i]);
          score = Double.isNaN(there) ? there : join(score, there * weights[i]);
        }
        if (Double.isNaN(score)) {
          continue;
        }
        if (counting) {
          counted++;
        } else {
          add(score);
        }
      }
    }

    private void subtract() {
      if (sources[0] == 0) {
        return;
      }
      start(0);
      while (next(0)) {
        boolean elsewhere = false;
        for (int i = 1; i < sources.length && !elsewhere; i++) {
          elsewhere = sources[i] != 0 && !Double.isNaN(scoreIn(sources[i]));
        }
        if (!elsewhere) {
          add(score(0));
        }
      }
    }

    private void add(double score) {
      if (result == 0) {
        result = SortedSetValue.makeLarge(s.bench, size(0));
      }
      SortedSetValue.add(s.bench, result, score, s.got, s.limits());
    }

    private double weighted(int source, double score) {
      double weighted = weights[source] * score;
      return Double.isNaN(weighted) ? 0 : weighted;
    }

    private double join(double sum, double score) {
      return switch (aggregate) {
        case SUM -> {
          double joined = sum + score;
          yield Double.isNaN(joined) ? 0 : joined;
        }
        case MIN -> score < sum ? score : sum;
        case MAX -> score > sum ? score : sum;
      };
    }

    private double scoreIn(long source) {
      if (Value.type(source) == Value.SET) {
        return SetValue.contains(source, s.got) ? 1 : Double.NaN;
      }
      return SortedSetValue.score(source, s.got);
    }

    private void start(int source) {
      if (Value.type(sources[source]) == Value.SET) {
        s.walk.start(sources[source]);
      } else {
        s.sortedWalk.start(sources[source], 0, false);
      }
    }

    private boolean next(int source) {
      return Value.type(sources[source]) == Value.SET
          ? s.walk.next(s.got)
          : s.sortedWalk.next(s.got);
    }

    private double score(int source) {
      return Value.type(sources[source]) == Value.SET ? 1 : s.sortedWalk.score();
    }

    private void reply() {
      int count = result == 0 ? 0 : Value.count(result);
      boolean nested = withScores && s.out.isThree();
      s.out.array(withScores && !nested ? 2L * count : count);
      if (result == 0) {
        return;
      }
      s.sortedWalk.start(result, 0, false);
      while (s.sortedWalk.next(s.got)) {
        if (nested) {
          s.out.array(2);
        }
        s.bulk(s.got);
        if (withScores) {
          s.out.real(s.sortedWalk.score());
        }
      }
      Value.free(s.bench, result);
    }
  }
}
