package io.scorta.control.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The changes of one decision while it is being made; reads see what was already written.
///
/// Lives inside one `decide` and is used by one thread.
public final class Draft {
  private final List<Change> changes = new ArrayList<>();
  private State state;

  public Draft(State state) {
    this.state = state;
  }

  /// The state with the changes so far.
  public State state() {
    return state;
  }

  public <T extends Record> Optional<T> find(String account, Kind<T> kind, String id) {
    return state.find(account, kind, id);
  }

  public <T extends Record> Collection<T> all(String account, Kind<T> kind) {
    return state.all(account, kind);
  }

  public <T extends Record> Draft put(String account, Kind<T> kind, String id, T value) {
    return add(new Change.Put<>(new Key<>(account, kind, id), value));
  }

  public Draft remove(String account, Kind<?> kind, String id) {
    return add(new Change.Remove(new Key<>(account, kind, id)));
  }

  /// The decision that these changes are, with its reply.
  public <R> Decision<R> accept(R reply) {
    return new Decision.Accepted<>(changes, reply);
  }

  private Draft add(Change change) {
    changes.add(change);
    state = state.apply(List.of(change));
    return this;
  }
}
