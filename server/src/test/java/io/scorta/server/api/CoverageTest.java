package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CoverageTest {
  static final String COMMAND =
      "mvn -pl server -am test -Dtest=CoverageTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dcoverage=write";

  @Test
  void pageSaysWhatTheTablesSay() throws IOException {
    Path page = page();
    String wanted = CoveragePage.text(Tables.all());
    if ("write".equals(System.getProperty("coverage"))) {
      Files.writeString(page, wanted);
    }
    assertThat(Files.readString(page)).as("run: %s", COMMAND).isEqualTo(wanted);
  }

  @Test
  void everyRowIsAnActionOfItsService() {
    for (ActionTable table : Tables.all()) {
      assertThat(CoveragePage.actions(table.service()))
          .as(table.service().scope())
          .containsAll(table.actions());
    }
  }

  @Test
  void everyRowReadsTheRequestThatItsNameSays() {
    for (ActionTable table : Tables.all()) {
      for (String action : table.actions()) {
        Class<?> builder =
            table.row(action).orElseThrow().requestBuilder().get().getClass().getEnclosingClass();
        assertThat(builder.getSimpleName()).isEqualTo(action + "Request");
      }
    }
  }

  private static Path page() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/coverage.md"))) { // Ends at the root, which fails.
      folder = folder.getParent();
      assertThat(folder).as("a folder with docs/coverage.md").isNotNull();
    }
    return folder.resolve("docs/coverage.md");
  }
}
