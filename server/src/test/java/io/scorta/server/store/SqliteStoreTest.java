package io.scorta.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.control.state.Change;
import io.scorta.control.state.Key;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  private static final Kind<Note> NOTES = Kind.durable("note", Note.class);
  private static final Kind<Note> SIGHTINGS = Kind.observed("sighting", Note.class);
  private static final String ACCOUNT = "111122223333";
  @TempDir Path folder;

  record Note(String text, int number) {}

  @Test
  void whatWasCommittedIsLoadedAfterReopening() {
    try (Store store = open()) {
      store.commit(List.of(put("a", 1), put("b", 2)));
      store.commit(List.of(put("a", 3), new Change.Remove(new Key<>(ACCOUNT, NOTES, "b"))));
    }
    State loaded = load();
    assertThat(loaded.all(ACCOUNT, NOTES)).containsExactly(new Note("text of a", 3));
  }

  @Test
  void observationsAreNotStored() {
    try (Store store = open()) {
      store.commit(
          List.of(new Change.Put<>(new Key<>(ACCOUNT, SIGHTINGS, "a"), new Note("seen", 1))));
    }
    assertThat(load().everywhere(SIGHTINGS)).isEmpty();
  }

  @Test
  void aKindThatCouldNotBeLoadedAgainIsRefusedAndNothingOfItsChangeIsKept() {
    Kind<Note> unknown = Kind.durable("unknown", Note.class);
    try (Store store = open()) {
      Change stray = new Change.Put<>(new Key<>(ACCOUNT, unknown, "x"), new Note("x", 1));
      assertThatThrownBy(() -> store.commit(List.of(put("a", 1), stray)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("unknown");
      store.commit(List.of(put("b", 2)));
    }
    assertThat(load().all(ACCOUNT, NOTES)).containsExactly(new Note("text of b", 2));
  }

  @Test
  void aFileOfANewerVersionIsRefusedAndLeftAsItIs() throws Exception {
    open().close();
    change("PRAGMA user_version = 2");
    byte[] before = bytes();
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("newer");
    assertThat(bytes()).isEqualTo(before);
  }

  @Test
  void aFileThatIsNotADatabaseIsRefusedAndLeftAsItIs() throws Exception {
    Files.writeString(file(), "not a database ".repeat(1000));
    byte[] before = bytes();
    assertRefused("not an SQLite database");
    assertThat(bytes()).isEqualTo(before);
  }

  @Test
  void anEmptyFileIsRefusedAsItHoldsNoRecords() throws Exception {
    Files.createFile(file());
    assertRefused("not an SQLite database");
    assertThat(bytes()).isEmpty();
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndLeftAsItIs() throws Exception {
    change("CREATE TABLE document (a TEXT)");
    byte[] before = bytes();
    assertRefused("not made by Scorta");
    assertThat(bytes()).isEqualTo(before);
  }

  @Test
  void aDamagedFileIsRefusedAndLeftAsItIs() throws Exception {
    try (Store store = open()) {
      for (int i = 0; i < 200; i++) {
        store.commit(List.of(put("note-" + i, i)));
      }
    }
    byte[] damaged = bytes();
    for (int i = 8192; i < 12_288; i++) {
      damaged[i] = (byte) 0xa5;
    }
    Files.write(file(), damaged);
    assertRefused("nothing was changed");
    assertThat(bytes()).isEqualTo(damaged);
  }

  @Test
  void aTruncatedFileIsRefused() throws Exception {
    try (Store store = open()) {
      for (int i = 0; i < 200; i++) {
        store.commit(List.of(put("note-" + i, i)));
      }
    }
    byte[] whole = bytes();
    Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 4096));
    assertRefused("nothing was changed");
  }

  @Test
  void aRecordThatCannotBeReadIsNamed() throws Exception {
    try (Store store = open()) {
      store.commit(List.of(put("a", 1)));
    }
    change("UPDATE document SET json = '{\"text\":\"x\"}'");
    try (Store store = open()) {
      assertThatThrownBy(store::load)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("record a of account " + ACCOUNT);
    }
  }

  @Test
  void aLogWithoutItsFileIsRefused() throws Exception {
    Files.writeString(folder.resolve("scorta.db-wal"), "log");
    assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("-wal");
  }

  @Test
  void onlyOneProcessHoldsAFolder() {
    try (FolderLock _ = FolderLock.hold(folder)) {
      assertThatThrownBy(() -> FolderLock.hold(folder))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by another Scorta")
          .hasMessageContaining("--data");
    }
    FolderLock.hold(folder).close();
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining(reason);
  }

  private Store open() {
    return SqliteStore.open(folder, List.of(NOTES, SIGHTINGS));
  }

  private State load() {
    try (Store store = open()) {
      return store.load();
    }
  }

  private Path file() {
    return folder.resolve(SqliteStore.FILE);
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(file());
  }

  private void change(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static Change put(String id, int number) {
    return new Change.Put<>(new Key<>(ACCOUNT, NOTES, id), new Note("text of " + id, number));
  }
}
