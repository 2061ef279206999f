package io.scorta.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.state.Draft;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressChoiceTest {
  private static final String ACCOUNT = "000000000001";

  @Test
  void firstNodesOfAnEmptySubnetLieTogetherNearItsTop() {
    assertThat(fill("10.0.1.0/24", 3)).containsExactly("10.0.1.230", "10.0.1.231", "10.0.1.232");
  }

  @Test
  void fullTopIsFollowedByTheAddressesBelow() {
    assertThat(fill("10.0.1.0/24", 26)).endsWith("10.0.1.253", "10.0.1.254", "10.0.1.229");
  }

  @Test
  void everyUsableAddressIsGivenOnceAndThenNoMore() {
    assertThat(fill("10.0.1.0/28", 100))
        .hasSize(11)
        .doesNotHaveDuplicates()
        .startsWith("10.0.1.14", "10.0.1.13")
        .endsWith("10.0.1.4");
  }

  @Test
  void offsetGrowsWithTheSubnet() {
    assertThat(fill("172.31.0.0/20", 1)).containsExactly("172.31.14.96");
  }

  /// The addresses that so many nodes get one after the other.
  private static List<String> fill(String block, int nodes) {
    Subnet subnet =
        new Subnet("subnet-1", "vpc-1", ACCOUNT, Cidr.parse(block), "us-east-1a", false, false);
    Draft draft = new Draft(State.EMPTY);
    List<String> given = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      Optional<Integer> address = AddressChoice.next(draft.state(), subnet);
      if (address.isEmpty()) {
        return given;
      }
      given.add(Ipv4.format(address.get()));
      draft.put(ACCOUNT, NetworkKinds.NETWORK_INTERFACE, "eni-" + i, held(i, address.get()));
    }
    return given;
  }

  private static NetworkInterface held(int number, int address) {
    return new NetworkInterface(
        "eni-" + number,
        "vpc-1",
        "subnet-1",
        ACCOUNT,
        address,
        List.of(),
        true,
        "",
        NetworkInterface.Holder.CACHE_NODE,
        "a/0001");
  }
}
