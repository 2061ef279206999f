package io.scorta.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir Path folder;

  @Test
  void theFirstStartMakesOneAccountThatLaterOnesFind() {
    AccountKeys first = Credentials.open(folder).all().getFirst();
    assertThat(first.account()).matches("[1-9][0-9]{11}");
    assertThat(first.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
    assertThat(first.secretAccessKey()).hasSize(40);
    assertThat(Credentials.open(folder).all()).containsExactly(first);
  }

  @Test
  void anAddedAccountIsFoundByItsAccessKeyAndStays() {
    Credentials credentials = Credentials.open(folder);
    AccountKeys added = credentials.add(Optional.of("111122223333"));
    assertThat(credentials.ofAccessKey(added.accessKeyId())).contains(added);
    assertThat(Credentials.open(folder).all()).hasSize(2).contains(added);
  }

  @Test
  void anAccountThatExistsOrIsNoneIsRefused() {
    Credentials credentials = Credentials.open(folder);
    credentials.add(Optional.of("111122223333"));
    assertThatThrownBy(() -> credentials.add(Optional.of("111122223333")))
        .hasMessageContaining("exists");
    assertThatThrownBy(() -> credentials.add(Optional.of("1"))).hasMessageContaining("12 digits");
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws IOException {
    Credentials.open(folder);
    assertThat(Files.getPosixFilePermissions(folder.resolve("credentials.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aSecretIsNeverPrinted() {
    AccountKeys keys = Credentials.open(folder).all().getFirst();
    assertThat(keys.toString()).doesNotContain(keys.secretAccessKey()).contains("***");
  }

  @Test
  void aDamagedFileIsRefusedAndNamed() throws IOException {
    Files.writeString(folder.resolve("credentials.json"), "{");
    assertThatThrownBy(() -> Credentials.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("credentials.json");
  }
}
