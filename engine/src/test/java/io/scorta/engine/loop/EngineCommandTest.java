package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return EngineCommand.run(
        List.of(args),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void aUsedPortIsNamedWithTheOptionThatChoosesAnother() {
    try (Served served = new Served()) {
      int port = served.listener.address().getPort();
      assertThat(run("--port", "" + port)).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("127.0.0.1:" + port)
          .contains("in use")
          .contains("--port");
      assertThat(out.size()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port, abc, --port abc: give 0 to 65535",
    "--port, 70000, --port 70000: give 0 to 65535",
    "--threads, 0, --threads 0: give 1 to 256",
    "--memory, much, --memory much: give a size such as 512mb",
    "--protocol, http, --protocol http: give resp or memcached",
    "--portt, 1, there is no option \"--portt\""
  })
  void aWrongOptionIsExplained(String option, String value, String message) {
    assertThat(run(option, value)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).contains("Usage:");
  }

  @Test
  void helpIsGiven() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--protocol");
  }
}
