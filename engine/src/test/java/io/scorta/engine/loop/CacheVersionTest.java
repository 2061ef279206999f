package io.scorta.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CacheVersionTest {
  @Test
  void versionChangesUnderAnOpenConnectionAndTheKeysStay() throws IOException {
    CacheConfig config = CacheConfig.resp("test").withFlavour(CacheConfig.Flavour.VALKEY, "8.0.1");
    try (Served served = new Served(EngineConfig.standard().withThreads(1), config);
        RespClient client = served.connect()) {
      assertThat(client.call("SET", "key", "value")).isEqualTo("+OK\r\n");
      assertThat(client.call("HELLO")).contains("8.0.1");
      served.cache.present("8.1.0");
      assertThat(client.call("HELLO")).contains("8.1.0").doesNotContain("8.0.1");
      assertThat(client.call("GET", "key")).isEqualTo("$5\r\nvalue\r\n");
    }
  }
}
