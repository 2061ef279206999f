package io.scorta.engine.command;

import java.time.Duration;

/// When an item expires, as memcached's clients say it.
final class MemcachedExpiry {
  private static final long RELATIVE_SECONDS_MAX = Duration.ofDays(30).toSeconds();

  /// The expiry of what is to be gone at once.
  private static final long LONG_AGO = 1;

  private MemcachedExpiry() {}

  /// Seconds as clients give them: 0 for never, a negative number for at once, up to 30 days from
  /// now, beyond that a point in time. Answers ms, 0 for never.
  static long at(int seconds, long nowMillis) {
    if (seconds == 0) {
      return 0;
    }
    if (seconds < 0) {
      return LONG_AGO;
    }
    long millis = seconds * 1000L;
    return seconds > RELATIVE_SECONDS_MAX ? millis : nowMillis + millis;
  }
}
