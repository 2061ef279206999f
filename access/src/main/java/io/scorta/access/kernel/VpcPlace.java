package io.scorta.access.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The namespace of a VPC as it stands: its router, its links and its rules.
///
/// Links come before the rules that know them and after the rules of the others, so at no moment
/// does a packet pass that the rules before or the rules after would not let pass.
final class VpcPlace {
  /// The group of links that are about to be removed.
  private static final int GONE = 7;

  private static final int SUBNET_RULES = 100;
  private static final int LOCAL_RULE = 200;
  private final Tools tools;
  private final Guests guests;
  private final Namespace where;
  private final LoadedRules rules;
  private final Map<String, Port> ports = new HashMap<>();
  private final Map<String, KernelPlane.Station> stations = new HashMap<>();
  private final Map<Integer, RouteLines> tables = new HashMap<>();

  private VpcPlace(Tools tools, Guests guests, Namespace where, LoadedRules rules) {
    this.tools = tools;
    this.guests = guests;
    this.where = where;
    this.rules = rules;
  }

  /// Makes the namespace anew, without an interface and with rules that let nothing pass.
  static VpcPlace make(Tools tools, Guests guests, Namespace where) {
    guests.make(List.of(where));
    Settings.router(where);
    LoadedRules rules = LoadedRules.load(tools, where, "vpc.nft");
    Settings.tracking(where);
    tools.ip(
        where,
        List.of(
            "link set lo up",
            "rule add pref %d lookup %d".formatted(LOCAL_RULE, Planner.LOCAL_TABLE)));
    return new VpcPlace(tools, guests, where, rules);
  }

  /// The holders' namespaces by interface.
  Map<String, KernelPlane.Station> stations() {
    return Map.copyOf(stations);
  }

  /// Puts the plan's rules in force, all at once.
  void guard(VpcPlan plan) {
    rules.bring(plan.elements());
  }

  /// Brings the route tables in line with the plan.
  void route(VpcPlan plan) {
    List<String> commands = new ArrayList<>();
    tables
        .entrySet()
        .removeIf(
            it -> {
              boolean isGone = !plan.tables().containsKey(it.getKey());
              if (isGone) {
                commands.addAll(it.getValue().bring(List.of()));
                commands.add("rule del " + rule(it.getKey()));
              }
              return isGone;
            });
    plan.tables().forEach((number, lines) -> commands.addAll(table(number, lines)));
    tools.ip(where, commands);
  }

  private List<String> table(int number, List<String> lines) {
    List<String> commands = new ArrayList<>();
    RouteLines known = tables.get(number);
    if (known == null) {
      known = new RouteLines(" table " + number);
      tables.put(number, known);
      if (number != Planner.LOCAL_TABLE) {
        commands.add("rule add " + rule(number));
      }
    }
    commands.addAll(known.bring(lines));
    return commands;
  }

  /// A link to another router is gone, and its routes with it.
  void forgetLink(String link) {
    tables.values().forEach(it -> it.forgetLink(link));
  }

  /// Removes the namespace and those of all holders.
  void remove() {
    List<Namespace> all = new ArrayList<>(ports.values().stream().map(Port::guest).toList());
    all.add(where);
    guests.remove(all);
  }

  private static String rule(int table) {
    return "pref %d fwmark %d/0xffff lookup %d".formatted(SUBNET_RULES, table, table);
  }

  /// Removes the links that are not in the plan or lead nowhere, with what they led to.
  ///
  /// @param there the namespaces that exist
  void detach(VpcPlan plan, Set<Namespace> there) {
    List<Port> gone =
        ports.values().stream()
            .filter(
                it -> !it.equals(plan.ports().get(it.interfaceId())) || !there.contains(it.guest()))
            .toList();
    unplug(gone);
    guests.remove(gone.stream().map(Port::guest).toList());
    forgetFlows(gone);
    for (Port port : gone) {
      ports.remove(port.interfaceId());
      stations.remove(port.interfaceId());
      tables.values().forEach(it -> it.forgetLink(port.link()));
    }
  }

  /// All at once: the kernel waits a while for each removal.
  private void unplug(List<Port> gone) {
    if (!gone.isEmpty()) {
      List<String> commands = new ArrayList<>();
      gone.forEach(it -> commands.add("link set %s group %d".formatted(it.link(), GONE)));
      commands.add("link del group " + GONE);
      tools.ipIfPossible(where, commands);
    }
  }

  /// Whoever gets an address next has no part in the flows of who had it before.
  private void forgetFlows(List<Port> gone) {
    if (!gone.isEmpty()) {
      FlowTable.forget(where, gone.stream().map(Port::address).collect(Collectors.toSet()));
    }
  }

  /// Makes the links of the plan that are missing, each with a fresh namespace behind it.
  void attach(VpcPlan plan) {
    Set<Port> fresh = new HashSet<>(plan.ports().values());
    fresh.removeAll(ports.values());
    if (fresh.isEmpty()) {
      return;
    }
    guests.make(fresh.stream().map(Port::guest).toList());
    List<String> commands = new ArrayList<>();
    for (Port port : fresh) {
      String link = port.link();
      commands.add("link add %s type veth peer name eth0 netns %s".formatted(link, port.guest()));
      commands.add("addr add %s/32 dev %s".formatted(Planner.ROUTER, link));
      commands.add("link set %s up".formatted(link));
    }
    tools.ip(where, commands);
    for (Port port : fresh) {
      long number = guests.settle(port.guest(), port.address(), Planner.ROUTER);
      if (port.translates()) {
        guests.translate(port.guest());
      }
      stations.put(port.interfaceId(), new KernelPlane.Station(port.guest(), number));
      ports.put(port.interfaceId(), port);
    }
  }
}
