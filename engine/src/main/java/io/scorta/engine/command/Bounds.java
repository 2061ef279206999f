package io.scorta.engine.command;

import io.scorta.engine.memory.Memory;
import io.scorta.engine.value.Item;
import io.scorta.engine.value.SortedSetValue;
import io.scorta.engine.value.Value;

/// A range of a sorted set by score, by member or by rank, and what it comes down to: ranks.
///
/// Reused for every command that needs one.
final class Bounds {
  static final int RANK = 0;
  static final int SCORE = 1;
  static final int LEX = 2;

  private static final int BELOW_ALL = -1;
  private static final int WITHIN = 0;
  private static final int ABOVE_ALL = 1;

  private double min;
  private double max;
  private boolean minOpen;
  private boolean maxOpen;
  private int minPlace;
  private int maxPlace;
  private long start;
  private long end;
  private int kind;

  /// The first rank of the range in the value last given to [#apply].
  private int from;

  /// The rank behind the last one.
  private int to;

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /// Reads two arguments as a range; if they are none, the client is told.
  boolean parse(Shelf s, int byWhat, int minArg, int maxArg) {
    kind = byWhat;
    return switch (byWhat) {
      case RANK -> parseRanks(s, minArg, maxArg);
      case SCORE -> parseScores(s, minArg, maxArg);
      default -> parseMembers(s, minArg, maxArg);
    };
  }

  private boolean parseRanks(Shelf s, int startArg, int endArg) {
    if (!s.isLong(startArg)) {
      return false;
    }
    start = s.number();
    if (!s.isLong(endArg)) {
      return false;
    }
    end = s.number();
    return true;
  }

  private boolean parseScores(Shelf s, int minArg, int maxArg) {
    minOpen = isOpen(s, minArg);
    maxOpen = isOpen(s, maxArg);
    min = score(s, minArg, minOpen);
    max = score(s, maxArg, maxOpen);
    if (Double.isNaN(min) || Double.isNaN(max)) {
      s.out.error("ERR min or max is not a float");
      return false;
    }
    return true;
  }

  private static boolean isOpen(Shelf s, int arg) {
    return s.args.length(arg) > 0 && Memory.getByte(s.args.address(arg)) == '(';
  }

  private static double score(Shelf s, int arg, boolean open) {
    int skip = open ? 1 : 0;
    return RealText.parse(s.args.address(arg) + skip, s.args.length(arg) - skip, false);
  }

  private boolean parseMembers(Shelf s, int minArg, int maxArg) {
    if (!isMember(s, minArg) || !isMember(s, maxArg)) {
      s.out.error("ERR min or max not valid string range item");
      return false;
    }
    minPlace = place(s, minArg);
    maxPlace = place(s, maxArg);
    minOpen = isOpen(s, minArg);
    maxOpen = isOpen(s, maxArg);
    member(s, s.one, minArg, minPlace);
    member(s, s.two, maxArg, maxPlace);
    return true;
  }

  private static boolean isMember(Shelf s, int arg) {
    int length = s.args.length(arg);
    if (length == 0) {
      return false;
    }
    int first = Memory.getByte(s.args.address(arg));
    return first == '(' || first == '[' || (length == 1 && (first == '-' || first == '+'));
  }

  private static int place(Shelf s, int arg) {
    return switch (Memory.getByte(s.args.address(arg))) {
      case '-' -> BELOW_ALL;
      case '+' -> ABOVE_ALL;
      default -> WITHIN;
    };
  }

  private static void member(Shelf s, Item item, int arg, int place) {
    if (place == WITHIN) {
      item.set(s.args.address(arg) + 1, s.args.length(arg) - 1);
    }
  }

  /// Finds the ranks. For ranks counted from the highest score, `down` turns them around.
  void apply(Shelf s, long value, boolean down) {
    int count = Value.count(value);
    switch (kind) {
      case RANK -> {
        int first = Ranges.from(start, count);
        int behind = Ranges.to(end, count);
        from = down ? count - behind : first;
        to = down ? count - first : behind;
      }
      case SCORE -> {
        from = SortedSetValue.countBelow(value, min, minOpen);
        to = SortedSetValue.countBelow(value, max, !maxOpen);
      }
      default -> {
        from = rank(s, value, s.one, minPlace, minOpen);
        to = rank(s, value, s.two, maxPlace, !maxOpen);
      }
    }
    to = Math.max(from, to);
  }

  private static int rank(Shelf s, long value, Item member, int place, boolean orEqual) {
    return switch (place) {
      case BELOW_ALL -> 0;
      case ABOVE_ALL -> Value.count(value);
      default -> SortedSetValue.countBelow(s.bench, value, member, orEqual);
    };
  }
}
