package io.scorta.server.api;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The actions of one service that are real, by name. What has no row is not built.
public final class ActionTable {
  private final Service service;
  private final SortedMap<String, Row<?, ?>> rows = new TreeMap<>();

  public ActionTable(Service service, List<? extends Row<?, ?>> rows) {
    this.service = service;
    for (Row<?, ?> row : rows) {
      if (this.rows.putIfAbsent(row.action(), row) != null) {
        throw new IllegalArgumentException(
            "%s has two rows for %s".formatted(service, row.action()));
      }
    }
  }

  public Service service() {
    return service;
  }

  /// The names of the actions, sorted.
  public Collection<String> actions() {
    return Collections.unmodifiableSet(rows.keySet());
  }

  Optional<Row<?, ?>> row(String action) {
    return Optional.ofNullable(rows.get(action));
  }
}
