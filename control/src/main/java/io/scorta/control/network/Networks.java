package io.scorta.control.network;

import io.scorta.access.model.CacheListener;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Network;
import io.scorta.control.state.State;
import java.util.List;
import java.util.stream.Stream;

/// The network as the policy sees it.
public final class Networks {
  private Networks() {}

  /// The whole network of all accounts, with the ports on which cache nodes answer.
  public static Network of(State state, List<CacheListener> listeners) {
    List<ElasticIp> addresses =
        Stream.concat(
                state.everywhere(NetworkKinds.ELASTIC_IP).stream(),
                state.everywhere(NetworkKinds.LENT_IP).stream())
            .toList();
    boolean classic = Classic.vpc(state).isPresent();
    return new Network(
        and(state.everywhere(NetworkKinds.VPC), Classic.vpc(state).stream()),
        and(state.everywhere(NetworkKinds.SUBNET), only(classic, Classic.whole())),
        and(state.everywhere(NetworkKinds.INTERNET_GATEWAY), only(classic, Classic.gateway())),
        and(state.everywhere(NetworkKinds.ROUTE_TABLE), only(classic, Classic.routes())),
        and(state.everywhere(NetworkKinds.SECURITY_GROUP), Classic.cacheGroups(state).stream()),
        state.everywhere(NetworkKinds.NETWORK_INTERFACE),
        addresses,
        state.everywhere(NetworkKinds.INSTANCE),
        listeners,
        new Network.Rest(
            state.everywhere(NetworkKinds.NETWORK_ACL),
            Peerings.active(state),
            PrefixLists.all(state)));
  }

  private static <T> List<T> and(List<T> some, Stream<T> more) {
    return Stream.concat(some.stream(), more).toList();
  }

  private static <T> Stream<T> only(boolean when, T value) {
    return when ? Stream.of(value) : Stream.of();
  }
}
