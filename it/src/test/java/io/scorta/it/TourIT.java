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
  void everyStepOfTheJourneyComesOutRight() {
    try (Running scorta = Running.serve(data, "--network", "loopback")) {
      tour(scorta, "loopback");
    }
  }

  @Test
  void everyStepComesOutRightOnTheKernelsNetworkOrItSaysWhyThereIsNone() {
    if (Programs.run("unshare", "--net", "true").exit() == 0) {
      try (Running scorta = Running.serve(data, "--network", "kernel")) {
        String said = tour(scorta, "kernel");
        assertThat(said).contains("no packet answers the instance", "the stranger hears nothing");
      }
    } else {
      Programs.Answer refused =
          Programs.run(
              Programs.home().resolve("scorta").toString(),
              "serve",
              "--network",
              "kernel",
              "--data",
              data.toString());
      assertThat(refused.exit()).isNotZero();
      assertThat(refused.errors()).contains("network kernel is not possible here: ");
    }
  }

  private String tour(Running scorta, String network) {
    Programs.Answer tour =
        Programs.run(
            List.of(
                Programs.home().resolve("scorta").toString(),
                "tour",
                "--network",
                network,
                "--data",
                data.toString(),
                "--api",
                scorta.address()),
            Map.of(),
            "");
    assertThat(tour.exit()).as(tour.output() + tour.errors()).isZero();
    assertThat(tour.output()).contains(" steps right, 0 wrong");
    return tour.output();
  }
}
