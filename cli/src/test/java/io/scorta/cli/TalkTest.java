package io.scorta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TalkTest {
  @Test
  void theHomeFolderIsTheShellsAsForTheServer() {
    assertThat(Talk.home(Map.of("HOME", "/somewhere"))).isEqualTo(Path.of("/somewhere"));
    assertThat(Talk.home(Map.of())).isEqualTo(Path.of(System.getProperty("user.home")));
  }
}
