package io.scorta.engine.keyspace;

/// What one loop counts for one keyspace. Written by that loop alone and read by anybody, who may
/// see a figure that is slightly old; only sums over all loops have a meaning.
public final class Tally {
  /// Bytes in use at block size; may be negative for one loop.
  public long usedBytes;

  /// Records that have an expiry; may be negative for one loop.
  public long expiring;

  public long hits;
  public long misses;
  public long expired;
  public long evicted;
  public long changes;
  public long commands;
  public long errors;
  public long connectionsReceived;
  public long connectionsRejected;
  public long clientsEvicted;
  public long inputBytes;
  public long outputBytes;

  /// Back to zero, except what describes the present.
  public void reset() {
    hits = 0;
    misses = 0;
    expired = 0;
    evicted = 0;
    commands = 0;
    errors = 0;
    connectionsReceived = 0;
    connectionsRejected = 0;
    clientsEvicted = 0;
    inputBytes = 0;
    outputBytes = 0;
  }
}
