package io.scorta.control.node;

import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import java.time.Instant;
import java.util.List;

/// Something that happened to a resource, as DescribeEvents tells it.
///
/// Written when it has happened: on what was observed, or on a change of a record that has no more
/// to it than the record.
public record CacheEvent(Source source, String sourceId, String message, Instant at) {
  public static final Kind<CacheEvent> KIND = Kind.durable("cache-event", CacheEvent.class);
  private static final int MILLIS_DIGITS = 15;
  private static final int PER_MILLISECOND_MAX = 10_000;

  /// What an event may be about, and its name in the API.
  public enum Source {
    CACHE_CLUSTER("cache-cluster"),
    CACHE_PARAMETER_GROUP("cache-parameter-group"),
    CACHE_SUBNET_GROUP("cache-subnet-group"),
    REPLICATION_GROUP("replication-group");

    private final String wireName;

    Source(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /// Writes an event about a resource of an account. Ids grow with time, so that records are kept
  /// in the order of events.
  public static void write(Draft draft, String account, CacheEvent event) {
    String prefix = idAt(event.at());
    for (int i = 0; i < PER_MILLISECOND_MAX; i++) {
      String id = "%s-%04d".formatted(prefix, i);
      if (draft.find(account, KIND, id).isEmpty()) {
        draft.put(account, KIND, id, event);
        return;
      }
    }
    throw new IllegalStateException("more than " + PER_MILLISECOND_MAX + " events at once");
  }

  /// Forgets the events before a moment.
  static void forget(Draft draft, String account, Instant before) {
    List<CacheEvent> old =
        draft.all(account, KIND).stream().takeWhile(event -> event.at().isBefore(before)).toList();
    for (int i = 0; i < old.size(); ) {
      i += forgetMillisecond(draft, account, old.get(i).at());
    }
  }

  /// Forgets the events of one millisecond and tells how many there were.
  private static int forgetMillisecond(Draft draft, String account, Instant at) {
    String prefix = idAt(at);
    int count = 0;
    for (; count < PER_MILLISECOND_MAX; count++) {
      String id = "%s-%04d".formatted(prefix, count);
      if (draft.find(account, KIND, id).isEmpty()) {
        return count;
      }
      draft.remove(account, KIND, id);
    }
    return count;
  }

  private static String idAt(Instant moment) {
    return String.format("%0" + MILLIS_DIGITS + "d", moment.toEpochMilli());
  }
}
