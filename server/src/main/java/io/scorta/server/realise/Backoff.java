package io.scorta.server.realise;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// When what failed may be tried again: the wait doubles with each failure of the same thing.
final class Backoff<K> {
  private final Map<K, Failure> failures = new HashMap<>();

  private record Failure(String message, Duration pause, Instant notBefore) {}

  void failed(K what, String message, Instant now) {
    Failure before = failures.get(what);
    Duration pause = before == null ? Limits.RETRY_FIRST : doubled(before.pause);
    failures.put(what, new Failure(message, pause, now.plus(pause)));
  }

  void succeeded(K what) {
    failures.remove(what);
  }

  /// Forgets what is no longer wanted.
  void retain(Set<K> wanted) {
    failures.keySet().retainAll(wanted);
  }

  boolean mayTry(K what, Instant now) {
    Failure failure = failures.get(what);
    return failure == null || !now.isBefore(failure.notBefore);
  }

  /// What the last failure said.
  Optional<String> message(K what) {
    return Optional.ofNullable(failures.get(what)).map(Failure::message);
  }

  /// What failed last time it was tried, and why.
  List<String> all() {
    return failures.values().stream().map(Failure::message).sorted().toList();
  }

  /// When something is next to be tried again.
  Optional<Instant> next() {
    return failures.values().stream().map(Failure::notBefore).min(Instant::compareTo);
  }

  private static Duration doubled(Duration pause) {
    Duration next = pause.multipliedBy(2);
    return next.compareTo(Limits.RETRY_LAST) > 0 ? Limits.RETRY_LAST : next;
  }
}
