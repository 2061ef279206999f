package io.scorta.control.node;

import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.control.network.Classic;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The subnets, all of one VPC, from which the nodes of a cluster take their addresses.
public record SubnetGroup(String name, String description, String vpcId, List<String> subnetIds) {
  public static final Kind<SubnetGroup> KIND =
      Kind.durable("cache-subnet-group", SubnetGroup.class);

  /// The group over the default VPC's own subnets. It has no record and follows those subnets.
  public static final String DEFAULT = "default";

  /// What caches of EC2-Classic have in place of a group.
  public static final String CLASSIC = "";

  public SubnetGroup {
    subnetIds = List.copyOf(subnetIds);
  }

  public static Optional<SubnetGroup> find(State state, String account, String name) {
    if (name.equals(CLASSIC)) {
      return Classic.isOffered(state, account)
          ? Optional.of(new SubnetGroup(CLASSIC, "", Classic.NETWORK, List.of(Classic.NETWORK)))
          : Optional.empty();
    }
    return name.equals(DEFAULT) ? defaultGroup(state, account) : state.find(account, KIND, name);
  }

  public static SubnetGroup get(State state, String account, String name) {
    return find(state, account, name).orElseThrow(() -> CacheFaults.subnetGroupNotFound(name));
  }

  /// Every group that an account may use, by name.
  public static List<SubnetGroup> all(State state, String account) {
    return Stream.concat(defaultGroup(state, account).stream(), state.all(account, KIND).stream())
        .sorted(Comparator.comparing(SubnetGroup::name))
        .toList();
  }

  /// The subnets that still exist, in the group's order.
  public List<Subnet> subnets(State state, String account) {
    if (Classic.is(vpcId)) {
      return List.of(Classic.subnet(state, account));
    }
    return subnetIds.stream()
        .flatMap(id -> state.find(account, NetworkKinds.SUBNET, id).stream())
        .toList();
  }

  private static Optional<SubnetGroup> defaultGroup(State state, String account) {
    return state.all(account, NetworkKinds.VPC).stream()
        .filter(Vpc::isDefault)
        .findFirst()
        .map(vpc -> over(state, account, vpc));
  }

  private static SubnetGroup over(State state, String account, Vpc vpc) {
    List<String> ids =
        state.all(account, NetworkKinds.SUBNET).stream()
            .filter(subnet -> subnet.vpcId().equals(vpc.id()) && subnet.isDefault())
            .sorted(Comparator.comparing(Subnet::zone))
            .map(Subnet::id)
            .toList();
    return new SubnetGroup(DEFAULT, "Default CacheSubnetGroup", vpc.id(), ids);
  }
}
