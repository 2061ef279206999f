package io.scorta.control.network;

import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Refusal;
import io.scorta.control.state.State;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Private addresses in a subnet.
public final class Addresses {
  private Addresses() {}

  /// A free address of the subnet: the one that is asked for, else the lowest.
  ///
  /// Refuses an address that is not the subnet's, is reserved or in use, and a full subnet.
  public static int free(Draft draft, Subnet subnet, Optional<Integer> asked) {
    Set<Integer> used = used(draft.state(), subnet);
    if (asked.isPresent()) {
      return checked(subnet, used, asked.get());
    }
    int end = subnet.cidr().base() + (int) subnet.cidr().size();
    for (int address = subnet.cidr().base(); address != end; address++) {
      if (subnet.isUsable(address) && !used.contains(address)) {
        return address;
      }
    }
    throw Refusal.of(
        "InsufficientFreeAddressesInSubnet",
        "There are not enough free addresses in subnet '%s' to satisfy the request: use another"
            + " subnet or delete what is in it",
        subnet.id());
  }

  /// Whether an interface in the subnet may take this address.
  public static boolean isFree(State state, Subnet subnet, int address) {
    return subnet.cidr().contains(address)
        && subnet.isUsable(address)
        && !used(state, subnet).contains(address);
  }

  /// How many addresses of the subnet are left.
  public static long freeCount(State state, Subnet subnet) {
    return subnet.cidr().size()
        - Subnet.RESERVED_FIRST
        - Subnet.RESERVED_LAST
        - used(state, subnet).size();
  }

  private static int checked(Subnet subnet, Set<Integer> used, int asked) {
    String text = Ipv4.format(asked);
    if (!subnet.cidr().contains(asked)) {
      throw Faults.value(
          "Address %s does not fall within the subnet's address range: %s has %s",
          text, subnet.id(), subnet.cidr());
    }
    if (!subnet.isUsable(asked)) {
      throw Faults.value(
          "Address %s is in subnet's reserved address range: the first %d and the last address of"
              + " %s are reserved",
          text, Subnet.RESERVED_FIRST, subnet.cidr());
    }
    if (used.contains(asked)) {
      throw Refusal.of("InvalidIPAddress.InUse", "Address %s is in use.", text);
    }
    return asked;
  }

  private static Set<Integer> used(State state, Subnet subnet) {
    return Classic.holders(state, subnet).stream()
        .filter(i -> i.subnetId().equals(subnet.id()))
        .map(NetworkInterface::address)
        .collect(Collectors.toSet());
  }
}
