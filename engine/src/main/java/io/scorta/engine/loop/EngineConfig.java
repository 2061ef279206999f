package io.scorta.engine.loop;

import java.time.Duration;

/// The settings of an engine; those of its caches are in [CacheConfig].
///
/// `portable` asks for `java.nio` instead of epoll. A refused connection is held for `holdTime`, at
/// most `heldMax` at a time in each loop: the oldest is reset when there are more. Of replies that
/// clients do not take, at most `waitingBytesMax` are kept, over all connections; each loop has an
/// equal part.
public record EngineConfig(
    int threads, boolean portable, Duration holdTime, int heldMax, long waitingBytesMax) {
  static final String TRANSPORT_PROPERTY = "scorta.transport";
  private static final int THREADS_MAX = 256;
  private static final long WAITING_BYTES_MAX = 1L << 30;
  private static final long WAITING_BYTES_MIN = 1L << 20;

  public EngineConfig {
    if (threads < 1 || threads > THREADS_MAX) {
      throw new IllegalArgumentException(
          "%d threads: give 1 to %d".formatted(threads, THREADS_MAX));
    }
    if (holdTime.isNegative() || heldMax < 0) {
      throw new IllegalArgumentException("the limits of held sockets are not negative");
    }
    if (waitingBytesMax < WAITING_BYTES_MIN) {
      throw new IllegalArgumentException(
          "%d bytes of waiting replies: give %d or more"
              .formatted(waitingBytesMax, WAITING_BYTES_MIN));
    }
  }

  /// One loop on up to two cores, else one for each core.
  public static EngineConfig standard() {
    int cores = Runtime.getRuntime().availableProcessors();
    boolean portable = "nio".equals(System.getProperty(TRANSPORT_PROPERTY));
    int threads = cores <= 2 ? 1 : Math.min(cores, THREADS_MAX);
    return new EngineConfig(threads, portable, Duration.ofSeconds(130), 1024, WAITING_BYTES_MAX);
  }

  public EngineConfig withThreads(int value) {
    return new EngineConfig(value, portable, holdTime, heldMax, waitingBytesMax);
  }

  public EngineConfig withPortable(boolean value) {
    return new EngineConfig(threads, value, holdTime, heldMax, waitingBytesMax);
  }

  public EngineConfig withHold(Duration time, int max) {
    return new EngineConfig(threads, portable, time, max, waitingBytesMax);
  }

  public EngineConfig withWaiting(long bytesMax) {
    return new EngineConfig(threads, portable, holdTime, heldMax, bytesMax);
  }
}
