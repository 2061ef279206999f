package io.scorta.server.api;

import static io.scorta.server.api.CacheRequests.text;

import io.scorta.control.node.CacheEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticache.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticache.model.SourceType;

/// Which events a request means: by what they are about, and when they were.
record CacheEventFilter(
    Optional<String> sourceType, Optional<String> sourceId, Instant from, Instant to) {
  private static final Duration DURATION_DEFAULT = Duration.ofMinutes(60);
  private static final int DURATION_MINUTES_MAX = 14 * 24 * 60;
  private static final String COMBINATION = "InvalidParameterCombination";
  private static final String VALUE = "InvalidParameterValue";

  static CacheEventFilter of(DescribeEventsRequest request, Instant now) {
    Optional<String> type = text(request.sourceTypeAsString());
    type.ifPresent(CacheEventFilter::checkType);
    Optional<String> id = text(request.sourceIdentifier());
    if (id.isPresent() && type.isEmpty()) {
      throw new FaultException(COMBINATION, "SourceIdentifier needs SourceType: give both.");
    }
    Duration duration =
        Optional.ofNullable(request.duration())
            .map(CacheEventFilter::minutes)
            .orElse(DURATION_DEFAULT);
    Instant to = Optional.ofNullable(request.endTime()).orElse(now);
    Instant from = Optional.ofNullable(request.startTime()).orElse(to.minus(duration));
    if (request.duration() != null && request.startTime() != null && request.endTime() != null) {
      throw new FaultException(COMBINATION, "Give at most two of StartTime, EndTime and Duration.");
    }
    if (request.duration() != null && request.startTime() != null) {
      to = from.plus(duration);
    }
    if (from.isAfter(to)) {
      throw new FaultException(COMBINATION, "StartTime is after EndTime.");
    }
    return new CacheEventFilter(type, id, from, to);
  }

  boolean fits(CacheEvent event) {
    return sourceType.map(event.source().wireName()::equals).orElse(true)
        && sourceId.map(event.sourceId()::equalsIgnoreCase).orElse(true)
        && !event.at().isBefore(from)
        && !event.at().isAfter(to);
  }

  private static void checkType(String type) {
    Set<String> known =
        SourceType.knownValues().stream().map(SourceType::toString).collect(Collectors.toSet());
    if (!known.contains(type)) {
      throw new FaultException(VALUE, "Invalid value for SourceType: \"%s\".".formatted(type));
    }
  }

  private static Duration minutes(int asked) {
    if (asked < 1 || asked > DURATION_MINUTES_MAX) {
      throw new FaultException(
          VALUE,
          "Invalid value for Duration: %d. Give 1 to %d minutes."
              .formatted(asked, DURATION_MINUTES_MAX));
    }
    return Duration.ofMinutes(asked);
  }
}
