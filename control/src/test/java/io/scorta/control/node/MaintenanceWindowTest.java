package io.scorta.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.control.state.Mint;
import io.scorta.control.state.Refusal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MaintenanceWindowTest {
  @Test
  void windowMayReachOverTheEndOfTheWeek() {
    MaintenanceWindow window = MaintenanceWindow.parse("Sun:23:30-mon:00:30");
    assertThat(window.contains(Instant.parse("2026-01-04T23:29:00Z"))).isFalse();
    assertThat(window.contains(Instant.parse("2026-01-04T23:30:00Z"))).isTrue();
    assertThat(window.contains(Instant.parse("2026-01-05T00:29:59Z"))).isTrue();
    assertThat(window.contains(Instant.parse("2026-01-05T00:30:00Z"))).isFalse();
    assertThat(window).hasToString("sun:23:30-mon:00:30");
  }

  @Test
  void badWindowsAreRefused() {
    for (String text : new String[] {"", "sun", "xyz:01:00-xyz:02:00", "sun:24:00-mon:01:00"}) {
      assertThatThrownBy(() -> MaintenanceWindow.parse(text)).isInstanceOf(Refusal.class);
    }
    assertThatThrownBy(() -> MaintenanceWindow.parse("sun:01:00-sun:01:59"))
        .hasMessageContaining("shorter than 60 minutes");
  }

  @Test
  void chosenWindowIsReadBackAsItself() {
    for (int seed = 0; seed < 100; seed++) {
      MaintenanceWindow window = MaintenanceWindow.any(new Mint(seed));
      assertThat(MaintenanceWindow.parse(window.toString())).isEqualTo(window);
    }
  }
}
