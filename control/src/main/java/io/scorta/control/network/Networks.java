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
    return new Network(
        state.everywhere(NetworkKinds.VPC),
        state.everywhere(NetworkKinds.SUBNET),
        state.everywhere(NetworkKinds.INTERNET_GATEWAY),
        state.everywhere(NetworkKinds.ROUTE_TABLE),
        state.everywhere(NetworkKinds.SECURITY_GROUP),
        state.everywhere(NetworkKinds.NETWORK_INTERFACE),
        addresses,
        state.everywhere(NetworkKinds.INSTANCE),
        listeners,
        new Network.Rest(
            state.everywhere(NetworkKinds.NETWORK_ACL),
            Peerings.active(state),
            PrefixLists.all(state)));
  }
}
