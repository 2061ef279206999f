package io.scorta.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.sample.Place;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The short way of admission: no allocation, and the same answer as the long one.
class DirectPathsTest {
  private static final int ROUNDS = 20_000;
  private final Place place = Place.opened();

  @Test
  void admissionBetweenTwoInterfacesAllocatesNothing() {
    place.in("sg-cluster", 11211, 11211, "10.0.0.0/24");
    place.instance("app", "subnet-public", "10.0.0.10", "sg-nat");
    PolicySnapshot snapshot = place.compile();
    int app = snapshot.endpointOfInterface("eni-app");
    int node = snapshot.endpointOfInterface("eni-node0");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long admitted = admitMany(snapshot, app, node);
    long before = threads.getCurrentThreadAllocatedBytes();
    admitted += admitMany(snapshot, app, node);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(admitted).isEqualTo(2L * ROUNDS);
    assertThat(bytes).as("bytes for %d admissions", 2 * ROUNDS).isLessThan(ROUNDS);
  }

  @Test
  void guestRulesAndDetoursTakeTheLongWay() {
    place.instance("app", "subnet-private", "10.0.1.9", "sg-nat");
    assertThat(admits("app", "node0")).isTrue();
    place.filter(
        "app", "OUTPUT", List.of(), new io.scorta.access.model.GuestTarget.Reject("tcp-reset"));
    assertThat(admits("app", "node0")).isFalse();
    place.instance("other", "subnet-public", "10.0.0.9", "sg-nat");
    assertThat(admits("other", "node0")).isTrue();
    place.route("rtb-public", "10.0.1.0/24", new RouteTarget.Interface("eni-gone"));
    assertThat(admits("other", "node0")).isFalse();
  }

  private boolean admits(String from, String to) {
    PolicySnapshot snapshot = place.compile();
    return snapshot.admit(
            snapshot.endpointOfInterface("eni-" + from),
            snapshot.endpointOfInterface("eni-" + to),
            11211)
        >= 0;
  }

  private static long admitMany(PolicySnapshot snapshot, int app, int node) {
    long admitted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      admitted += snapshot.admit(app, node, 11211) >= 0 ? 1 : 0;
      admitted += snapshot.admit(node, app, 11211) >= 0 ? 1 : 0;
    }
    return admitted;
  }
}
