package io.scorta.engine.command;

/// CLIENT PAUSE: until a time no client's commands are executed, or none that change anything.
///
/// Changed by any loop under the monitor; read by all at every batch.
public final class Pause {
  private static final int NONE = 0;
  private static final int WRITES = 1;
  private static final int ALL = 2;

  private volatile int mode = NONE;
  private volatile long endMillis;

  /// Begins, or changes what is paused; an end that is later than the new one stays.
  synchronized void begin(boolean all, long untilMillis) {
    mode = all ? ALL : WRITES;
    endMillis = Math.max(endMillis, untilMillis);
  }

  synchronized void end() {
    mode = NONE;
    endMillis = 0;
  }

  /// Whether there was a pause that nobody ended; [#isOn] knows whether its time is over.
  boolean isKnown() {
    return mode != NONE;
  }

  /// Whether commands are held back now; meanwhile no key expires by itself.
  public boolean isOn(long nowMillis) {
    return mode != NONE && endMillis > nowMillis;
  }

  /// Whether a command is held back.
  boolean holds(CommandRow row, boolean transactionChanges, long nowMillis) {
    return isOn(nowMillis) && (mode == ALL || row.mayChange || transactionChanges);
  }

  long endMillis() {
    return endMillis;
  }
}
