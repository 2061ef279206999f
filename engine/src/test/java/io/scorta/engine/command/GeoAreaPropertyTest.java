package io.scorta.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GeoAreaPropertyTest {
  private static final int CASES = 20_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void whatLiesInACircleLiesInOneOfTheRanges() {
    for (int i = 0; i < CASES; i++) {
      double longitude = random.nextDouble(-170, 170);
      double latitude = random.nextDouble(-70, 70);
      double radius = Math.pow(10, random.nextDouble(1, 5.5));
      GeoArea area = new GeoArea(longitude, latitude, true, radius, 0, 1);
      double share = radius / 111_000;
      double otherLongitude = longitude + random.nextDouble(-share, share);
      double otherLatitude = latitude + random.nextDouble(-share, share);
      if (!Geohash.isPlace(otherLongitude, otherLatitude)) {
        continue;
      }
      double score = Geohash.encode(otherLongitude, otherLatitude, Geohash.STEPS_MAX);
      double meters = area.reach(Geohash.longitude(score), Geohash.latitude(score));
      boolean[] met = {false};
      area.ranges(
          (from, to) -> {
            met[0] |= score >= from && score < to;
            return true;
          });
      if (!Double.isNaN(meters)) {
        assertThat(met[0]).as("seed %d, case %d", seed, i).isTrue();
      }
    }
  }

  @Test
  void aPlaceComesBackFromItsScore() {
    for (int i = 0; i < CASES; i++) {
      double longitude = random.nextDouble(-180, 180);
      double latitude = random.nextDouble(-85, 85);
      double score = Geohash.encode(longitude, latitude, Geohash.STEPS_MAX);
      double meters =
          Geohash.distance(longitude, latitude, Geohash.longitude(score), Geohash.latitude(score));
      assertThat(meters).as("seed %d, case %d", seed, i).isLessThan(0.6);
    }
  }

  @Test
  void knownPlacesHaveTheirKnownTexts() {
    double palermo = Geohash.encode(13.361389, 38.115556, Geohash.STEPS_MAX);
    assertThat(Geohash.text(palermo)).isEqualTo("sqc8b49rny0");
    assertThat(palermo).isEqualTo(3479099956230698.0);
  }
}
