package io.scorta.access.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The namespace of the internet as it stands: links to the VPCs' gateways and to hosts outside.
final class EdgePlace {
  private final Tools tools;
  private final Guests guests;
  private final Namespace where;
  private final LoadedRules rules;
  private final RouteLines routes = new RouteLines("");
  private final Map<String, EdgePlan.Host> hosts = new HashMap<>();

  /// The VPC's namespace that a gateway's link leads to.
  private final Map<String, Namespace> gateways = new HashMap<>();

  private EdgePlace(Tools tools, Guests guests, Namespace where, LoadedRules rules) {
    this.tools = tools;
    this.guests = guests;
    this.where = where;
    this.rules = rules;
  }

  static EdgePlace make(Tools tools, Guests guests, Namespace where) {
    guests.make(List.of(where));
    Settings.router(where);
    LoadedRules rules = LoadedRules.load(tools, where, "edge.nft");
    tools.ip(where, List.of("link set lo up"));
    return new EdgePlace(tools, guests, where, rules);
  }

  /// Brings hosts, rules and routes in line with a plan, when all gateways are connected.
  void bring(EdgePlan plan, Set<Namespace> there) {
    for (EdgePlan.Host host : List.copyOf(hosts.values())) {
      if (!host.equals(plan.hosts().get(host.link())) || !there.contains(host.guest())) {
        disconnect(host.link());
        guests.remove(List.of(host.guest()));
        hosts.remove(host.link());
      }
    }
    for (EdgePlan.Host host : plan.hosts().values()) {
      if (!hosts.containsKey(host.link())) {
        guests.make(List.of(host.guest()));
        tools.ip(where, link(host.link(), "eth0", host.guest()));
        guests.settle(host.guest(), host.address(), Planner.EDGE_ROUTER);
        hosts.put(host.link(), host);
      }
    }
    rules.bring(plan.elements());
    tools.ip(where, routes.bring(plan.routes()));
  }

  /// Whether a gateway's link leads to a VPC.
  boolean isConnected(String link) {
    return gateways.containsKey(link);
  }

  /// The links that lead to a VPC's namespace.
  List<String> linksTo(Namespace vpc) {
    return gateways.entrySet().stream()
        .filter(it -> it.getValue().equals(vpc))
        .map(Map.Entry::getKey)
        .toList();
  }

  void connect(String link, Namespace vpc) {
    tools.ip(where, link(link, "igw", vpc));
    tools.ip(vpc, List.of("addr add %s/32 dev igw".formatted(Planner.ROUTER), "link set igw up"));
    gateways.put(link, vpc);
  }

  void disconnect(String link) {
    tools.ipIfPossible(where, List.of("link del " + link));
    routes.forgetLink(link);
    gateways.remove(link);
  }

  private static List<String> link(String name, String peer, Namespace other) {
    List<String> commands = new ArrayList<>();
    commands.add("link add %s type veth peer name %s netns %s".formatted(name, peer, other));
    commands.add("addr add %s/32 dev %s".formatted(Planner.EDGE_ROUTER, name));
    commands.add("link set %s up".formatted(name));
    return commands;
  }
}
