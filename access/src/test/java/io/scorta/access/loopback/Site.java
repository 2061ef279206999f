package io.scorta.access.loopback;

import io.scorta.access.guest.GuestAnswer;
import io.scorta.access.guest.GuestHost;
import io.scorta.access.guest.GuestShell;
import io.scorta.access.model.CacheListener;
import io.scorta.access.model.Cidr;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Guest;
import io.scorta.access.model.Instance;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.NetworkInterface.Holder;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A VPC with a public and a private subnet that a test fills, and what the realiser makes of it.
final class Site {
  static final String ACCOUNT = "123456789012";
  static final int TRUSTED = Ipv4.parse("198.51.100.27");
  static final int STRANGER = Ipv4.parse("198.51.100.99");
  static final int ELASTIC = Ipv4.parse("203.0.113.73");

  private final List<SecurityGroup> groups = new ArrayList<>();
  private final List<NetworkInterface> interfaces = new ArrayList<>();
  private final List<ElasticIp> elasticIps = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();
  private final List<CacheListener> listeners = new ArrayList<>();
  private AliasBook book = AliasBook.EMPTY;
  private int counter;

  /// Three Memcached nodes, an application instance and a NAT instance, set up as in the journey.
  static Site journey() {
    Site site = new Site();
    site.instance("app", "subnet-private", "10.0.1.10", "sg-app");
    site.instance("nat", "subnet-public", "10.0.0.55", "sg-nat");
    site.elastic(ELASTIC, "nat");
    for (int i = 0; i < 3; i++) {
      site.node("sessions/000" + (i + 1), "10.0.1." + (230 + i), "sg-cache", 11211);
    }
    for (String group : List.of("sg-app", "sg-nat", "sg-cache")) {
      site.rule(group, true, 0, 65535, "0.0.0.0/0");
    }
    site.rule("sg-nat", false, 11211, 11213, "198.51.100.27/32");
    site.rule("sg-cache", false, 11211, 11211, "sg-nat");
    site.run(
        "nat",
        """
        iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11211 -j DNAT --to 10.0.1.230:11211
        iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11212 -j DNAT --to 10.0.1.231:11211
        iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11213 -j DNAT --to 10.0.1.232:11211
        iptables -t nat -A POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.55
        sysctl -w net.ipv4.ip_forward=1
        """);
    return site;
  }

  void node(String name, String address, String group, int port) {
    add(name, "subnet-private", address, group, Holder.CACHE_NODE);
    listeners.add(new CacheListener(eni(name), port));
  }

  void instance(String name, String subnet, String address, String group) {
    add(name, subnet, address, group, Holder.INSTANCE);
    instances.add(new Instance("i-" + name, ACCOUNT, eni(name), true, Guest.fresh()));
  }

  void elastic(int address, String name) {
    NetworkInterface it =
        interfaces.stream().filter(e -> e.id().equals(eni(name))).findFirst().orElseThrow();
    elasticIps.add(
        new ElasticIp(
            "eipalloc-" + address,
            ACCOUNT,
            address,
            Optional.of(new ElasticIp.Association("eipassoc-1", it.id(), it.address()))));
  }

  /// Runs commands on an instance; they must succeed.
  void run(String name, String commands) {
    instances.replaceAll(
        it -> {
          if (!it.id().equals("i-" + name)) {
            return it;
          }
          GuestAnswer answer =
              GuestShell.run(it.guest(), new GuestHost(it.id(), 0, name), commands);
          if (answer.exit() != 0) {
            throw new IllegalStateException(answer.errors());
          }
          return new Instance(
              it.id(), it.owner(), it.networkInterfaceId(), it.running(), answer.after());
        });
  }

  void stop(String name) {
    instances.replaceAll(
        it ->
            it.id().equals("i-" + name)
                ? new Instance(it.id(), it.owner(), it.networkInterfaceId(), false, it.guest())
                : it);
  }

  void remove(String name) {
    interfaces.removeIf(it -> it.id().equals(eni(name)));
    listeners.removeIf(it -> it.networkInterfaceId().equals(eni(name)));
    instances.removeIf(it -> it.networkInterfaceId().equals(eni(name)));
  }

  /// Adds a TCP rule; the peer is a block or a group.
  String rule(String group, boolean egress, int from, int to, String peer) {
    String id = "sgr-" + ++counter;
    RulePeer end =
        peer.startsWith("sg-")
            ? new RulePeer.Group(peer, ACCOUNT)
            : new RulePeer.Block(Cidr.parse(peer));
    SecurityGroupRule rule = new SecurityGroupRule(id, egress, Protocol.TCP, from, to, end, "");
    SecurityGroup old = group(group);
    List<SecurityGroupRule> all = new ArrayList<>(old.rules());
    all.add(rule);
    groups.remove(old);
    groups.add(new SecurityGroup(group, "vpc-1", ACCOUNT, group, "", all));
    return id;
  }

  void revoke(String ruleId) {
    groups.replaceAll(
        it ->
            new SecurityGroup(
                it.id(),
                it.vpcId(),
                it.owner(),
                it.name(),
                it.description(),
                it.rules().stream().filter(rule -> !rule.id().equals(ruleId)).toList()));
  }

  Network network() {
    Cidr vpc = Cidr.parse("10.0.0.0/16");
    Route local = new Route(vpc, new RouteTarget.Local());
    Route out = new Route(Cidr.ANYWHERE, new RouteTarget.Gateway("igw-1"));
    return new Network(
        List.of(new Vpc("vpc-1", ACCOUNT, List.of(vpc), false, true, true)),
        List.of(subnet("subnet-public", "10.0.0.0/24"), subnet("subnet-private", "10.0.1.0/24")),
        List.of(new InternetGateway("igw-1", ACCOUNT, Optional.of("vpc-1"))),
        List.of(
            table("rtb-main", List.of(local), Optional.of("rtbassoc-0"), Map.of()),
            table(
                "rtb-public",
                List.of(local, out),
                Optional.empty(),
                Map.of("rtbassoc-1", "subnet-public"))),
        groups,
        interfaces,
        elasticIps,
        instances,
        listeners);
  }

  PolicySnapshot snapshot() {
    return PolicyCompiler.compile(network());
  }

  AliasBook book() {
    book = book.assigned(network());
    return book;
  }

  LoopbackPlan plan() {
    return LoopbackPlan.of(network(), book());
  }

  void publishTo(LoopbackGate gate) {
    gate.publish(snapshot(), book(), plan());
  }

  int alias(String name) {
    return book().aliasOfInterface(eni(name)).orElseThrow();
  }

  int elasticAlias() {
    return book().aliasOfElastic(ELASTIC).orElseThrow();
  }

  int outsideAlias(int address) {
    book = book().withOutside(address);
    return book.aliasOfOutside(address).orElseThrow();
  }

  static String eni(String name) {
    return "eni-" + name.replace('/', '-');
  }

  private SecurityGroup group(String id) {
    return groups.stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseGet(() -> new SecurityGroup(id, "vpc-1", ACCOUNT, id, "", List.of()));
  }

  private void add(String name, String subnet, String address, String group, Holder holder) {
    interfaces.add(
        new NetworkInterface(
            eni(name),
            "vpc-1",
            subnet,
            ACCOUNT,
            Ipv4.parse(address),
            List.of(group),
            true,
            "",
            holder,
            holder == Holder.INSTANCE ? "i-" + name : name));
  }

  private static Subnet subnet(String id, String cidr) {
    return new Subnet(id, "vpc-1", ACCOUNT, Cidr.parse(cidr), "xx-1a", false, false);
  }

  private static RouteTable table(
      String id, List<Route> routes, Optional<String> main, Map<String, String> ties) {
    return new RouteTable(id, "vpc-1", ACCOUNT, routes, main, ties);
  }
}
