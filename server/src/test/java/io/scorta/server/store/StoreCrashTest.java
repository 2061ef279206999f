package io.scorta.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that commits, at moments of chance.
class StoreCrashTest {
  private static final int ROUNDS = Integer.getInteger("scorta.crash.rounds", 8);
  private static final int COMMITS_MAX = 60;
  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsThereAfterAKillAndNoCommitIsThereInPart() throws Exception {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged = commitUntilKilled(1 + random.nextInt(COMMITS_MAX));
      try (FolderLock _ = FolderLock.hold(folder);
          Store store = SqliteStore.open(folder, List.of(Writer.COUNTS))) {
        List<Long> numbers =
            store.load().everywhere(Writer.COUNTS).stream().map(Writer.Count::number).toList();
        assertThat(numbers).as("round %d, seed %d", round, seed).hasSize(Writer.RECORDS);
        assertThat(numbers.stream().distinct()).as("whole commits").hasSize(1);
        assertThat(numbers.getFirst()).isGreaterThanOrEqualTo(acknowledged);
      }
    }
  }

  private long commitUntilKilled(int commits) throws Exception {
    long acknowledged = 0;
    try (Fork writer = Fork.of(Writer.class, folder.toString())) {
      BufferedReader output = writer.output();
      for (int i = 0; i < commits; i++) {
        acknowledged = Long.parseLong(output.readLine());
      }
    }
    return acknowledged;
  }
}
