package io.scorta.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole journey, as a user sees it.
class TourIT {
  @TempDir private Path data;

  @Test
  void everyStepOfTheJourneyComesOutRightTwiceOverTheSameScorta() {
    try (Running scorta = Running.serve(data)) {
      for (int round = 0; round < 2; round++) {
        Programs.Answer tour =
            Programs.run(
                List.of(
                    Programs.home().resolve("scorta").toString(),
                    "tour",
                    "--network",
                    "loopback",
                    "--data",
                    data.toString(),
                    "--api",
                    scorta.address()),
                Map.of(),
                "");
        assertThat(tour.exit()).as(tour.output() + tour.errors()).isZero();
        assertThat(tour.output()).contains(" steps right, 0 wrong");
      }
    }
  }
}
