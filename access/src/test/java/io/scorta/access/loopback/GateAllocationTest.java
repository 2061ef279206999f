package io.scorta.access.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.scorta.access.model.Ipv4;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// Accepting must leave no garbage behind where nothing but security groups decides.
class GateAllocationTest {
  private static final int CALLS = 100_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Site site = Site.journey();
  private final LoopbackGate gate = new LoopbackGate(LoopbackConfig.DEFAULT);

  @Test
  void decidingBetweenTwoInterfacesAllocatesNothing() {
    site.publishTo(gate);
    int node = site.alias("sessions/0001");
    assertThat(admitted(site.alias("nat"), node)).isEqualTo(CALLS);
    assertThat(admitted(site.alias("app"), node)).isZero();
    assertThat(admitted(Ipv4.parse("127.0.0.1"), node)).isZero();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    admitted(site.alias("nat"), node);
    long own = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(own).as("bytes of %d calls and one look-up", CALLS).isLessThan(CALLS);
  }

  private int admitted(int peer, int local) {
    int admitted = 0;
    for (int port = 0; port < CALLS; port++) {
      admitted += gate.admit(peer, port, local, 11211) >= 0 ? 1 : 0;
    }
    return admitted;
  }
}
