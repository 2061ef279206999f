package io.scorta.access.kernel;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Vpc;
import io.scorta.access.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Draws the internet between the VPCs: gateways, Elastic IPs and hosts outside.
final class EdgeDrawing {
  private final Naming naming;
  private final PolicySnapshot snapshot;
  private final Elements elements = new Elements();
  private final List<String> routes = new ArrayList<>();
  private final Map<String, EdgePlan.Host> hosts = new HashMap<>();

  /// Interfaces that already have the Elastic IP that they go out by.
  private final Set<String> translated = new HashSet<>();

  EdgeDrawing(Naming naming, PolicySnapshot snapshot) {
    this.naming = naming;
    this.snapshot = snapshot;
  }

  EdgePlan plan(Set<Integer> outside) {
    routes.add("blackhole default");
    for (Vpc vpc : snapshot.network().vpcs()) {
      if (Planner.hasGateway(snapshot.network(), vpc.id())) {
        elements.add(NftSet.GATEWAYS, naming.gatewayLink(vpc.id()));
      }
    }
    for (ElasticIp elastic : snapshot.network().elasticIps()) {
      elastic.association().ifPresent(tie -> associate(elastic, tie));
    }
    new TreeSet<>(outside).forEach(this::host);
    return new EdgePlan(naming.namespace("edge"), hosts, routes, elements);
  }

  private void associate(ElasticIp elastic, ElasticIp.Association tie) {
    int number = snapshot.endpointOfInterface(tie.networkInterfaceId());
    if (number == PolicySnapshot.NO_ENDPOINT) {
      return;
    }
    NetworkInterface it = snapshot.network().interfaces().get(number);
    if (!Planner.hasGateway(snapshot.network(), it.vpcId())) {
      return;
    }
    String link = naming.gatewayLink(it.vpcId());
    String publicly = Ipv4.format(elastic.publicAddress());
    String privately = Ipv4.format(tie.privateAddress());
    elements.add(NftSet.PUBLICS, publicly);
    elements.add(NftSet.TO_PRIVATE, publicly + " : " + privately);
    if (translated.add(it.id())) {
      elements.add(NftSet.TO_PUBLIC, "%s . %s : %s".formatted(link, privately, publicly));
    }
    routes.add("%s via %s dev %s onlink".formatted(publicly, Planner.ROUTER, link));
  }

  private void host(int address) {
    String text = Ipv4.format(address);
    String link = naming.hostLink(address);
    hosts.put(link, new EdgePlan.Host(address, link, naming.namespace("out-" + text)));
    elements.add(NftSet.HOSTS, link + " . " + text);
    routes.add("%s dev %s".formatted(text, link));
  }
}
