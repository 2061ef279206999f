package io.scorta.engine.evict;

/// The best victims seen so far, in the order of their scores; at most [#ROOM].
///
/// A candidate is known by the hash of its key and the number of its database, because by the time
/// it is chosen its record may have moved or gone.
public final class Candidates {
  public static final int ROOM = 16;

  private final long[] scores = new long[ROOM];
  private final long[] hashes = new long[ROOM];
  private final int[] databases = new int[ROOM];
  private int count;

  public int count() {
    return count;
  }

  /// Adds a candidate unless it is known or all known ones are better; a higher score is better.
  public void offer(int database, long hash, long score) {
    for (int i = 0; i < count; i++) {
      if (hashes[i] == hash && databases[i] == database) {
        return;
      }
    }
    int place = 0;
    while (place < count && scores[place] < score) {
      place++;
    }
    if (count < ROOM) {
      shift(place, place + 1, count - place);
      count++;
    } else if (place > 0) {
      place--;
      shift(1, 0, place);
    } else {
      return;
    }
    scores[place] = score;
    hashes[place] = hash;
    databases[place] = database;
  }

  private void shift(int from, int to, int length) {
    System.arraycopy(scores, from, scores, to, length);
    System.arraycopy(hashes, from, hashes, to, length);
    System.arraycopy(databases, from, databases, to, length);
  }

  /// Takes the best one out; then [#takenHash] and [#takenDatabase] tell which it is.
  public void take() {
    count--;
  }

  public long takenHash() {
    return hashes[count];
  }

  public int takenDatabase() {
    return databases[count];
  }

  public void clear() {
    count = 0;
  }
}
