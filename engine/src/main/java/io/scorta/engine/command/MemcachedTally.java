package io.scorta.engine.command;

/// What one loop counts of one memcached cache. Written by that loop, read by `stats` on any; only
/// sums over all loops have a meaning.
public final class MemcachedTally {
  long gets;
  long sets;
  long flushes;
  long touches;
  long touchHits;
  long touchMisses;
  long deleteHits;
  long deleteMisses;
  long incrHits;
  long incrMisses;
  long decrHits;
  long decrMisses;
  long casHits;
  long casMisses;
  long casBadval;
  long totalItems;
  long tooLarge;
  long noMemory;
  long metas;

  void reset() {
    gets = 0;
    sets = 0;
    flushes = 0;
    touches = 0;
    touchHits = 0;
    touchMisses = 0;
    deleteHits = 0;
    deleteMisses = 0;
    incrHits = 0;
    incrMisses = 0;
    decrHits = 0;
    decrMisses = 0;
    casHits = 0;
    casMisses = 0;
    casBadval = 0;
    totalItems = 0;
    tooLarge = 0;
    noMemory = 0;
    metas = 0;
  }
}
