package io.scorta.control.node;

import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.network.Classic;
import io.scorta.control.state.State;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Which address of a subnet a new cache node gets.
///
/// Cache nodes start nine tenths up their subnet, at offset 230 of 256, and go upward; when the top
/// is full they go downward from there. Instances take the lowest free address, so in a subnet that
/// holds both the two do not mix, and the addresses of a cluster lie together: the first nodes in
/// 10.0.1.0/24 are 10.0.1.230, .231 and .232. In a subnet of another size the offset is scaled.
final class AddressChoice {
  private static final int FIRST_OFFSET = 230;
  private static final int OFFSET_OF = 256;

  private AddressChoice() {}

  /// The next address for a cache node, empty when the subnet is full.
  static Optional<Integer> next(State state, Subnet subnet) {
    Set<Integer> used =
        Classic.holders(state, subnet).stream()
            .filter(held -> held.subnetId().equals(subnet.id()))
            .map(NetworkInterface::address)
            .collect(Collectors.toSet());
    long size = subnet.cidr().size();
    long first = size * FIRST_OFFSET / OFFSET_OF;
    return LongStream.concat(
            LongStream.range(first, size),
            LongStream.iterate(first - 1, offset -> offset >= 0, offset -> offset - 1))
        .mapToObj(offset -> subnet.cidr().base() + (int) offset)
        .filter(address -> subnet.isUsable(address) && !used.contains(address))
        .findFirst();
  }
}
