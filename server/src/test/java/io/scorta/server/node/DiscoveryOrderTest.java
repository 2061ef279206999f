package io.scorta.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Ipv4;
import io.scorta.control.node.Discovery;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryOrderTest {
  @Test
  void hostsAreListedInAlphabeticalOrderWhateverTheOrderOfTheNodes() {
    Discovery discovery =
        new Discovery(
            3,
            List.of(
                member("0001", "10.0.1.20"),
                member("0002", "10.0.1.9"),
                member("0003", "10.0.1.2")));
    assertThat(EmbeddedNode.told(discovery, address -> address))
        .isEqualTo(
            """
            3
            10.0.1.2|10.0.1.2|11211 10.0.1.20|10.0.1.20|11211 10.0.1.9|10.0.1.9|11211
            """);
  }

  private static Discovery.Member member(String nodeId, String address) {
    return new Discovery.Member("sessions", nodeId, Ipv4.parse(address), 11211);
  }
}
