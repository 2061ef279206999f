package io.scorta.server.boot;

import io.scorta.server.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Tells commands that know the data folder where its Scorta answers; there while it does.
final class RunningFile implements AutoCloseable {
  private static final String FILE = "running.json";
  private final Path file;

  private RunningFile(Path file) {
    this.file = file;
  }

  static RunningFile write(Path folder, String api, String region) {
    Path file = folder.resolve(FILE);
    Path draft = folder.resolve(FILE + ".new");
    try {
      Files.writeString(
          draft, new JsonMapper().writeValueAsString(Map.of("api", api, "region", region)));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new RunningFile(file);
    } catch (IOException e) {
      throw new StoreException("%s cannot be written (%s)".formatted(file, e), e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
