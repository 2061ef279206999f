package io.scorta.server.api;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.control.network.Instances;
import io.scorta.control.network.NetworkKinds;
import io.scorta.control.node.CacheCluster;
import io.scorta.control.node.ClusterView;
import io.scorta.control.node.NodeObservation;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import io.scorta.server.api.OperatorRows.ServerFacts;
import io.scorta.server.realise.Aliases;
import io.scorta.server.realise.Realiser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Tells what runs of an account, with the real addresses and those that stand for them here.
final class OperatorStatus {
  private final Realiser realiser;
  private final ServerFacts facts;

  /// The answer, field by field as it is written.
  record Status(
      String region,
      String account,
      String data,
      NetworkStatus network,
      List<CacheStatus> caches,
      List<InstanceStatus> instances,
      List<AddressStatus> elasticIps) {}

  record NetworkStatus(String name, String why, List<String> limits, List<String> troubles) {}

  record CacheStatus(
      String cluster,
      String node,
      String engine,
      String state,
      String address,
      String alias,
      int port,
      String message) {}

  record InstanceStatus(
      String id, String state, String address, String alias, String publicAddress) {}

  record AddressStatus(String address, String alias, String allocation, String holder) {}

  OperatorStatus(Realiser realiser, ServerFacts facts) {
    this.realiser = realiser;
    this.facts = facts;
  }

  Status of(Call call) {
    State state = call.state();
    Aliases book = realiser.network().aliases();
    return new Status(
        call.region(),
        call.account(),
        facts.data(),
        new NetworkStatus(realiser.ground(), facts.why(), realiser.limits(), realiser.troubles()),
        state.all(call.account(), CacheCluster.KIND).stream()
            .flatMap(cluster -> caches(ClusterView.of(state, call.account(), cluster), book))
            .toList(),
        state.all(call.account(), NetworkKinds.INSTANCE).stream()
            .flatMap(instance -> instance(state, instance, book).stream())
            .toList(),
        addresses(state, call.account(), NetworkKinds.ELASTIC_IP)
            .map(one -> address(one, book))
            .toList());
  }

  private static Stream<CacheStatus> caches(ClusterView view, Aliases book) {
    var settings = view.cluster().settings();
    return view.nodes().stream()
        .map(
            node ->
                new CacheStatus(
                    view.cluster().id(),
                    node.node().id(),
                    settings.engine().wireName() + " " + settings.engineVersion(),
                    node.status(),
                    Ipv4.format(node.node().seat().address()),
                    alias(book.ofInterface(node.node().seat().networkInterfaceId())),
                    settings.port(),
                    node.seen().map(NodeObservation::message).orElse("")));
  }

  private static Optional<InstanceStatus> instance(State state, Instance instance, Aliases book) {
    return state
        .find(instance.owner(), NetworkKinds.NETWORK_INTERFACE, instance.networkInterfaceId())
        .map(
            it ->
                new InstanceStatus(
                    instance.id(),
                    Instances.status(state, instance.owner(), instance.id()).wireName(),
                    Ipv4.format(it.address()),
                    alias(book.ofInterface(it.id())),
                    publicAddress(state, it)));
  }

  private static String publicAddress(State state, NetworkInterface it) {
    return Stream.of(NetworkKinds.ELASTIC_IP, NetworkKinds.LENT_IP)
        .flatMap(kind -> addresses(state, it.owner(), kind))
        .filter(one -> holder(one).equals(it.id()))
        .map(one -> Ipv4.format(one.publicAddress()))
        .findFirst()
        .orElse("");
  }

  private static Stream<ElasticIp> addresses(State state, String account, Kind<ElasticIp> kind) {
    return state.all(account, kind).stream();
  }

  private static AddressStatus address(ElasticIp one, Aliases book) {
    return new AddressStatus(
        Ipv4.format(one.publicAddress()),
        alias(book.ofElastic(one.publicAddress())),
        one.allocationId(),
        holder(one));
  }

  private static String holder(ElasticIp one) {
    return one.association().map(ElasticIp.Association::networkInterfaceId).orElse("");
  }

  private static String alias(OptionalInt alias) {
    return alias.isPresent() ? Ipv4.format(alias.getAsInt()) : "";
  }
}
