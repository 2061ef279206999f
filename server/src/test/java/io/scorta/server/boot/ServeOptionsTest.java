package io.scorta.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.server.boot.ServeOptions.NetworkChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeOptionsTest {
  @TempDir Path folder;

  @Test
  void everyDefaultIsAsDocumented() {
    assertThat(ServeOptions.read(List.of(), Map.of("HOME", folder.toString())))
        .isEqualTo(
            new ServeOptions(
                folder.resolve(".scorta"), "127.0.0.1", 4379, NetworkChoice.AUTO, "us-east-1"));
  }

  @Test
  void everyKeyIsReadFromItsFlag() {
    assertThat(
            ServeOptions.read(
                List.of(
                    "--data",
                    folder.toString(),
                    "--api=0.0.0.0:0",
                    "--network",
                    "kernel",
                    "--region=eu-south-1"),
                Map.of()))
        .isEqualTo(new ServeOptions(folder, "0.0.0.0", 0, NetworkChoice.KERNEL, "eu-south-1"));
  }

  @Test
  void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws IOException {
    assertThat(region(List.of(), Map.of())).isEqualTo("us-east-1");
    Files.writeString(folder.resolve("scorta.conf"), "# mine\n\nregion = eu-west-1 # here\n");
    assertThat(region(List.of(), Map.of())).isEqualTo("eu-west-1");
    Map<String, String> environment = Map.of("SCORTA_REGION", "eu-west-2");
    assertThat(region(List.of(), environment)).isEqualTo("eu-west-2");
    assertThat(region(List.of("--region", "eu-west-3"), environment)).isEqualTo("eu-west-3");
  }

  @Test
  void theEnvironmentNamesTheDataFolderInWhichTheFileStands() throws IOException {
    Files.writeString(folder.resolve("scorta.conf"), "api = 127.0.0.1:1234\n");
    ServeOptions options =
        ServeOptions.read(List.of(), Map.of("SCORTA_DATA", folder.toString(), "HOME", "/none"));
    assertThat(options.data()).isEqualTo(folder);
    assertThat(options.port()).isEqualTo(1234);
  }

  @Test
  void anUnknownKeyFailsWithTheNearestKnownOne() throws IOException {
    assertRefused(List.of("--netwrok", "auto"), "--netwrok", "network");
    Files.writeString(folder.resolve("scorta.conf"), "\nregoin = x\n");
    assertRefused(List.of(), "line 2", "region");
    Files.writeString(folder.resolve("scorta.conf"), "colour = x\n");
    assertRefused(List.of(), "colour", "data, api, network, region");
  }

  @Test
  void whatCannotBeUsedIsRefusedWithWhatCan() throws IOException {
    assertRefused(List.of("--api", "4379"), "HOST:PORT");
    assertRefused(List.of("--api", "localhost:70000"), "65535");
    assertRefused(List.of("--network", "docker"), "auto, kernel or loopback");
    assertRefused(List.of("--region", "Mars"), "us-east-1");
    assertRefused(List.of("--api"), "needs a value");
    assertRefused(List.of("extra"), "extra");
    assertRefused(List.of("--data", ""), "--data", "give a folder");
    Files.writeString(folder.resolve("scorta.conf"), "data = /elsewhere\n");
    assertRefused(List.of(), "--data");
  }

  private void assertRefused(List<String> arguments, String... parts) {
    assertThatThrownBy(() -> ServeOptions.read(arguments, Map.of("SCORTA_DATA", folder.toString())))
        .isInstanceOf(OptionException.class)
        .hasMessageContainingAll(parts);
  }

  private String region(List<String> arguments, Map<String, String> environment) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("SCORTA_DATA", folder.toString());
    return ServeOptions.read(arguments, all).region();
  }
}
