package io.scorta.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// The database file: made whole or not at all, and looked at before anything is changed in it.
final class SqliteFile {
  /// "scrt", in the file's own header: tells our file from any other SQLite database.
  static final int APPLICATION_ID = 0x73637274;

  /// The form of the tables. A file with a higher one was written by a newer Scorta.
  static final int SCHEMA_VERSION = 1;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final String SCHEMA =
      """
      CREATE TABLE document (
        account TEXT NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (account, kind, id)
      ) WITHOUT ROWID
      """;
  private final Path file;

  SqliteFile(Path file) {
    this.file = file;
  }

  /// A connection to the file, which is made when there is none and checked when there is one.
  ///
  /// @throws StoreException when the file is damaged, not ours, or of a newer version
  Connection open() {
    try {
      if (Files.exists(file)) {
        check();
      } else {
        make();
      }
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(JournalMode.WAL);
      config.setSynchronous(SynchronousMode.FULL);
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | IOException e) {
      throw damaged(e.toString());
    }
  }

  /// Under another name first: a crash leaves no half-made file behind that looks like a whole one.
  private void make() throws SQLException, IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    if (Files.exists(log)) {
      throw new StoreException(
          "%s is missing but its log %s is there: put the file back, or move the log away"
              .formatted(file, log));
    }
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SynchronousMode.FULL);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + draft);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
      statement.execute(SCHEMA);
      connection.commit();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Reads only: a file that Scorta refuses is left as it is.
  private void check() throws SQLException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw damaged("it is not an SQLite database");
      }
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      if (number(statement, "PRAGMA application_id") != APPLICATION_ID) {
        throw damaged("it was not made by Scorta");
      }
      int version = number(statement, "PRAGMA user_version");
      if (version > SCHEMA_VERSION) {
        throw new StoreException(
            ("%s has form %d and this Scorta reads forms up to %d: it was written by a newer"
                    + " Scorta, use that one, or name another folder with --data")
                .formatted(file, version, SCHEMA_VERSION));
      }
      checkPages(statement);
    }
  }

  private void checkPages(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
      String finding = result.next() ? result.getString(1) : "no answer";
      if (!finding.equals("ok")) {
        throw damaged(finding);
      }
    }
  }

  StoreException damaged(String finding) {
    return new StoreException(
        ("%s cannot be read (%s): nothing was changed; put back a copy of it, or name another"
                + " folder with --data")
            .formatted(file, finding));
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }
}
