package io.scorta.engine.value;

import io.scorta.engine.memory.Memory;

/// A place in a sorted set that does not change meanwhile, going up or down in rank.
public final class SortedWalk {
  private boolean backward;
  private long pack;
  private int at;
  private long node;
  private double score;

  /// Stands before the member at this rank, counted from the lowest score.
  public void start(long value, int rank, boolean down) {
    backward = down;
    pack = 0;
    node = 0;
    at = Listpack.NONE;
    if (rank < 0 || rank >= Value.count(value)) {
      return;
    }
    if (Value.encoding(value) == Value.SKIPLIST) {
      node = SkipList.at(value, rank);
    } else {
      pack = Memory.getLong(value + Value.PACK);
      at = Listpack.seek(pack, 2 * rank);
    }
  }

  /// Reads the next member; its score is then [#score]. False after the last.
  public boolean next(Item member) {
    if (node != 0) {
      SkipList.read(node, member);
      score = SkipList.score(node);
      node = backward ? SkipList.previous(node) : SkipList.next(node);
      return true;
    }
    if (at == Listpack.NONE) {
      return false;
    }
    Listpack.read(pack, at, member);
    int scoreAt = Listpack.next(pack, at);
    score = SortedSetValue.scoreAt(pack, scoreAt);
    if (backward) {
      int before = Listpack.previous(pack, at);
      at = before == Listpack.NONE ? before : Listpack.previous(pack, before);
    } else {
      at = Listpack.next(pack, scoreAt);
    }
    return true;
  }

  public double score() {
    return score;
  }
}
