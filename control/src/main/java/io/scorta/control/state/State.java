package io.scorta.control.state;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// Every record of every account at one moment. Immutable; [#apply] is the only maker of new ones.
///
/// Copies share their structure, so a change costs the logarithm of the number of records.
public final class State {
  public static final State EMPTY = new State(0, TreePMap.empty());

  private final long version;
  private final PSortedMap<String, Account> accounts;

  private State(long version, PSortedMap<String, Account> accounts) {
    this.version = version;
    this.accounts = accounts;
  }

  /// How many changes led here; grows with every applied list of changes.
  public long version() {
    return version;
  }

  public <T extends Record> Optional<T> find(String account, Kind<T> kind, String id) {
    Account records = accounts.get(account);
    return records == null ? Optional.empty() : records.find(kind, id);
  }

  /// The records of one kind of an account, in the order of their ids.
  public <T extends Record> Collection<T> all(String account, Kind<T> kind) {
    Account records = accounts.get(account);
    return records == null ? List.of() : records.all(kind);
  }

  /// The accounts that have any record, in order.
  public Collection<String> accounts() {
    return accounts.keySet();
  }

  /// The records of one kind of every account, by account and id.
  public <T extends Record> List<T> everywhere(Kind<T> kind) {
    return accounts.values().stream().flatMap(records -> records.all(kind).stream()).toList();
  }

  public State apply(List<Change> changes) {
    PSortedMap<String, Account> next = accounts;
    for (Change change : changes) {
      String account = change.key().account();
      Account before = next.get(account);
      next = next.plus(account, (before == null ? Account.EMPTY : before).apply(change));
    }
    return new State(version + 1, next);
  }

  /// Whether both hold the same durable records: how a test compares a live and a loaded state.
  public boolean sameDurable(State other) {
    return durable().equals(other.durable());
  }

  private PMap<String, PMap<String, PSortedMap<String, Record>>> durable() {
    PMap<String, PMap<String, PSortedMap<String, Record>>> kept = HashTreePMap.empty();
    for (var entry : accounts.entrySet()) {
      PMap<String, PSortedMap<String, Record>> kinds = entry.getValue().durable();
      if (!kinds.isEmpty()) {
        kept = kept.plus(entry.getKey(), kinds);
      }
    }
    return kept;
  }

  /// One account's records, by kind and id.
  private record Account(PMap<Kind<?>, PSortedMap<String, Record>> kinds) {
    static final Account EMPTY = new Account(HashTreePMap.empty());

    <T extends Record> Optional<T> find(Kind<T> kind, String id) {
      PSortedMap<String, Record> records = kinds.get(kind);
      Record found = records == null ? null : records.get(id);
      return found == null ? Optional.empty() : Optional.of(kind.type().cast(found));
    }

    @SuppressWarnings("unchecked") // A kind's records are put under that kind alone.
    <T extends Record> Collection<T> all(Kind<T> kind) {
      PSortedMap<String, Record> records = kinds.get(kind);
      return records == null ? List.of() : (Collection<T>) records.values();
    }

    Account apply(Change change) {
      Kind<?> kind = change.key().kind();
      PSortedMap<String, Record> before = kinds.get(kind);
      PSortedMap<String, Record> records = before == null ? TreePMap.empty() : before;
      PSortedMap<String, Record> after =
          switch (change) {
            case Change.Put<?> put -> records.plus(put.key().id(), put.value());
            case Change.Remove remove -> records.minus(remove.key().id());
          };
      return new Account(after.isEmpty() ? kinds.minus(kind) : kinds.plus(kind, after));
    }

    PMap<String, PSortedMap<String, Record>> durable() {
      PMap<String, PSortedMap<String, Record>> kept = HashTreePMap.empty();
      for (var entry : kinds.entrySet()) {
        if (entry.getKey().durable()) {
          kept = kept.plus(entry.getKey().name(), entry.getValue());
        }
      }
      return kept;
    }
  }
}
