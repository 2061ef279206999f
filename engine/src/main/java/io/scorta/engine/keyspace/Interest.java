package io.scorta.engine.keyspace;

/// Who wants to learn of what happens to keys. Nobody nearly always, so that a change costs one
/// comparison.
public final class Interest {
  /// Some connection watches keys for its transaction.
  public static final int WATCHED = 1 << 24;

  /// Some connection waits for a key to be filled.
  public static final int AWAITED = 1 << 25;

  /// Some client keeps copies of keys and is told when they change.
  public static final int TRACKED = 1 << 26;

  private static final int CLASSES = WATCHED - 1;
  private static final int CHANNELS = EventClasses.BY_KEY | EventClasses.BY_EVENT;

  /// Written under the monitor; read by any loop at every change.
  private volatile int bits;

  /// The bits above, and below them the [EventClasses] that are published.
  public int bits() {
    return bits;
  }

  /// Sets or takes back one of the bits above.
  public synchronized void set(int bit, boolean wanted) {
    bits = wanted ? bits | bit : bits & ~bit;
  }

  /// Says which classes of events are published; without a kind of channel it is none.
  public synchronized void classes(int classes) {
    bits = bits & ~CLASSES | ((classes & CHANNELS) == 0 ? 0 : classes);
  }
}
