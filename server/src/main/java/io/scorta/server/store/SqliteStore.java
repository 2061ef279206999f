package io.scorta.server.store;

import io.scorta.control.state.Change;
import io.scorta.control.state.Key;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The records in one SQLite file, `scorta.db` in the data folder.
///
/// Write-ahead log, and a flush at every commit: what was acknowledged survives a power cut. The
/// statements are few and plain, so they are JDBC's own; a mapping library would add a tenth of a
/// second to every start.
public final class SqliteStore implements Store {
  public static final String FILE = "scorta.db";
  private static final String PUT =
      """
      INSERT INTO document (account, kind, id, version, json) VALUES (?, ?, ?, 1, ?)
      ON CONFLICT DO UPDATE SET version = version + 1, json = excluded.json
      """;
  private static final String REMOVE =
      "DELETE FROM document WHERE account = ? AND kind = ? AND id = ?";
  private final SqliteFile file;
  private final Map<String, Kind<?>> kinds;
  private final DocumentCodec codec = new DocumentCodec();
  private final Connection connection;
  private final PreparedStatement put;
  private final PreparedStatement remove;
  private @Nullable Exception broken;

  private SqliteStore(SqliteFile file, Map<String, Kind<?>> kinds, Connection connection)
      throws SQLException {
    this.file = file;
    this.kinds = kinds;
    this.connection = connection;
    put = connection.prepareStatement(PUT);
    remove = connection.prepareStatement(REMOVE);
  }

  /// The store in a folder that the caller holds.
  ///
  /// @throws StoreException when the file is damaged, not ours, or of a newer version
  public static SqliteStore open(Path folder, Collection<Kind<?>> kinds) {
    SqliteLibrary.prepare(folder);
    SqliteFile file = new SqliteFile(folder.resolve(FILE));
    Map<String, Kind<?>> byName =
        kinds.stream()
            .filter(Kind::durable)
            .collect(Collectors.toUnmodifiableMap(Kind::name, Function.identity()));
    try {
      return new SqliteStore(file, byName, file.open());
    } catch (SQLException e) {
      throw file.damaged(e.toString());
    }
  }

  @Override
  public State load() {
    List<Change> records = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT account, kind, id, json FROM document")) {
      while (rows.next()) {
        records.add(read(rows));
      }
      connection.commit(); // Ends the read: an open one would keep the log from being folded in.
    } catch (SQLException e) {
      throw file.damaged(e.toString());
    }
    return State.EMPTY.apply(records);
  }

  private Change read(ResultSet row) throws SQLException {
    String account = row.getString(1);
    String kindName = row.getString(2);
    String id = row.getString(3);
    Kind<?> kind = kinds.get(kindName);
    if (kind == null) {
      throw file.damaged("record %s of account %s: no kind %s".formatted(id, account, kindName));
    }
    try {
      return record(account, kind, id, row.getString(4));
    } catch (JacksonException | IllegalArgumentException e) {
      throw file.damaged(
          "record %s of account %s, kind %s: %s".formatted(id, account, kindName, e.getMessage()));
    }
  }

  private <T extends Record> Change record(String account, Kind<T> kind, String id, String json) {
    return new Change.Put<>(new Key<>(account, kind, id), codec.decode(kind, json));
  }

  @Override
  public void commit(List<Change> changes) {
    List<Change> durable = changes.stream().filter(c -> c.key().kind().durable()).toList();
    if (durable.isEmpty()) {
      return;
    }
    if (broken != null) {
      throw new StoreException("the store stopped after an earlier failure: restart", broken);
    }
    try {
      for (Change change : durable) {
        write(change);
      }
      connection.commit();
    } catch (SQLException | JacksonException e) {
      rollBack(e);
      throw new StoreException("a change could not be stored (%s): none of it is".formatted(e), e);
    }
  }

  private void write(Change change) throws SQLException {
    Key<?> key = change.key();
    if (!kinds.containsKey(key.kind().name())) {
      throw new SQLException("kind " + key.kind().name() + " is not one that can be loaded again");
    }
    PreparedStatement statement =
        switch (change) {
          case Change.Put<?> _ -> put;
          case Change.Remove _ -> remove;
        };
    statement.setString(1, key.account());
    statement.setString(2, key.kind().name());
    statement.setString(3, key.id());
    if (change instanceof Change.Put<?> record) {
      statement.setString(4, codec.encode(record.value()));
    }
    statement.executeUpdate();
  }

  /// Where even this fails nobody knows what the file holds, so nothing more is written to it.
  private void rollBack(Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      e.addSuppressed(cause);
      broken = e;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("the store cannot be closed", e);
    }
  }
}
