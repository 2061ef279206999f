package io.scorta.control.node;

import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import java.time.Instant;
import java.util.List;

/// Something that happened to a resource, as DescribeEvents tells it.
///
/// Written when it has happened: on what was observed, or on a change of a record that has no more
/// to it than the record. Ids grow with time, so records are kept in the order of events.
public record CacheEvent(String id, Source source, String sourceId, String message, Instant at) {
  public static final Kind<CacheEvent> KIND = Kind.durable("cache-event", CacheEvent.class);
  private static final int MILLIS_DIGITS = 15;
  private static final int PER_MILLISECOND_MAX = 10_000;

  /// What an event may be about, and its name in the API.
  public enum Source {
    CACHE_CLUSTER("cache-cluster"),
    CACHE_PARAMETER_GROUP("cache-parameter-group"),
    REPLICATION_GROUP("replication-group");

    private final String wireName;

    Source(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /// What happened to which resource.
  public record Happening(Source source, String sourceId, String message) {}

  /// Writes an event of the context's account, at its time.
  public static void write(Draft draft, Context context, Happening what) {
    String prefix = String.format("%0" + MILLIS_DIGITS + "d", context.now().toEpochMilli());
    for (int i = 0; i < PER_MILLISECOND_MAX; i++) {
      String id = "%s-%04d".formatted(prefix, i);
      if (draft.find(context.account(), KIND, id).isEmpty()) {
        CacheEvent event =
            new CacheEvent(id, what.source, what.sourceId, what.message, context.now());
        draft.put(context.account(), KIND, id, event);
        return;
      }
    }
    throw new IllegalStateException("more than " + PER_MILLISECOND_MAX + " events at once");
  }

  /// Forgets the events before a moment.
  static void forget(Draft draft, String account, Instant before) {
    List<CacheEvent> old =
        draft.all(account, KIND).stream().takeWhile(event -> event.at().isBefore(before)).toList();
    old.forEach(event -> draft.remove(account, KIND, event.id()));
  }
}
