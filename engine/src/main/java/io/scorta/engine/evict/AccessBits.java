package io.scorta.engine.evict;

/// The 24 bits in which a record remembers its use.
///
/// ```
/// LRU   seconds of the wall clock, modulo 2^24
/// LFU   minutes of the last decrease, modulo 2^16, in the upper 16 bits | counter of 8 bits
/// ```
///
/// The counter grows with the logarithm of the uses and falls with time.
public final class AccessBits {
  public static final int LFU_INITIAL = 5;
  private static final int MASK = 0xffffff;
  private static final int COUNTER_MAX = 255;
  private static final long SPAN_SECONDS = 1L << 24;

  private AccessBits() {}

  public static int lruClock(long nowMillis) {
    return (int) (nowMillis / 1000) & MASK;
  }

  /// How long ago the bits were set.
  public static long idleSeconds(int bits, long nowMillis) {
    long idle = (long) lruClock(nowMillis) - (bits & MASK);
    return idle < 0 ? idle + SPAN_SECONDS : idle;
  }

  /// Bits that say "unused for so many seconds".
  public static int lruIdle(long nowMillis, long idleSeconds) {
    return (int) (nowMillis / 1000 - idleSeconds) & MASK;
  }

  public static int lfu(long nowMillis, int counter) {
    return minutes(nowMillis) << 8 | counter;
  }

  /// The counter as it is now: less by one for each `decayMinutes` since it was last lowered.
  public static int frequency(int bits, long nowMillis, int decayMinutes) {
    int counter = bits & 0xff;
    int elapsed = minutes(nowMillis) - (bits >>> 8 & 0xffff) & 0xffff;
    int periods = decayMinutes > 0 ? elapsed / decayMinutes : 0;
    return Math.max(0, counter - periods);
  }

  /// The bits after one more use; `dice` is evenly spread over 32 bits.
  public static int lfuUsed(int bits, long nowMillis, LfuSetting setting, int dice) {
    int counter = frequency(bits, nowMillis, setting.decayMinutes());
    if (counter < COUNTER_MAX) {
      int above = Math.max(0, counter - LFU_INITIAL);
      double chance = 1.0 / ((double) above * setting.logFactor() + 1);
      if ((dice >>> 1) < chance * Integer.MAX_VALUE) {
        counter++;
      }
    }
    return lfu(nowMillis, counter);
  }

  private static int minutes(long nowMillis) {
    return (int) (nowMillis / 60_000) & 0xffff;
  }

  /// `lfu-log-factor` and `lfu-decay-time`.
  public record LfuSetting(int logFactor, int decayMinutes) {
    public static final LfuSetting DEFAULT = new LfuSetting(10, 1);
  }
}
