package io.scorta.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// Unpacks SQLite's native library once, beside the data.
///
/// Left alone, the driver unpacks it into the temporary folder at every start and compares what it
/// wrote, which takes a tenth of a second; and after a kill the copy stays behind.
final class SqliteLibrary {
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";
  private static final System.Logger LOG = System.getLogger(SqliteLibrary.class.getName());

  private SqliteLibrary() {}

  /// Points the driver at the unpacked library. Where that fails the driver goes its own way.
  static void prepare(Path folder) {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    Path home = folder.resolve("native").resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
    Path library = home.resolve(name);
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        return;
      }
      if (!Files.exists(library)) {
        Files.createDirectories(home);
        Path draft = home.resolve(name + ".new");
        Files.copy(packed, draft, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE);
      }
      System.setProperty(PATH_PROPERTY, home.toAbsolutePath().toString());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "event=sqlite-library-not-unpacked folder=" + home, e);
    }
  }
}
