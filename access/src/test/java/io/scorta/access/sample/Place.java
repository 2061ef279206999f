package io.scorta.access.sample;

import io.scorta.access.model.CacheListener;
import io.scorta.access.model.Cidr;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Guest;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTable;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Instance;
import io.scorta.access.model.InternetGateway;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkAcl;
import io.scorta.access.model.NetworkAclEntry;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Peering;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.PrefixList;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.access.model.Subnet;
import io.scorta.access.model.Vpc;
import io.scorta.access.policy.Party;
import io.scorta.access.policy.PolicyCompiler;
import io.scorta.access.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A network that a test changes step by step.
public final class Place {
  public static final int TRUSTED = Ipv4.parse("198.51.100.27");
  public static final int STRANGER = Ipv4.parse("198.51.100.99");
  public static final int ELASTIC = Ipv4.parse("203.0.113.73");
  public static final int NAT_ADDRESS = Ipv4.parse("10.0.0.55");
  public static final String VPC = "vpc-1";
  private static final String OWNER = "000000000000";

  public final List<Vpc> vpcs = new ArrayList<>();
  public final List<Subnet> subnets = new ArrayList<>();
  public final List<InternetGateway> gateways = new ArrayList<>();
  public final List<RouteTable> tables = new ArrayList<>();
  public final List<SecurityGroup> groups = new ArrayList<>();
  public final List<NetworkInterface> interfaces = new ArrayList<>();
  public final List<ElasticIp> elasticIps = new ArrayList<>();
  public final List<Instance> instances = new ArrayList<>();
  public final List<CacheListener> listeners = new ArrayList<>();
  public final List<NetworkAcl> acls = new ArrayList<>();
  public final List<Peering> peerings = new ArrayList<>();
  public final List<PrefixList> prefixLists = new ArrayList<>();
  private int rules;

  /// The place of the journey without any rule: a public subnet with a NAT instance and its Elastic
  /// IP, a private one with three cache nodes.
  public static Place journey() {
    Place place = new Place();
    place.vpc(VPC, "10.0.0.0/16");
    place.subnet("subnet-public", VPC, "10.0.0.0/24");
    place.subnet("subnet-private", VPC, "10.0.1.0/24");
    place.gateways.add(new InternetGateway("igw-1", OWNER, Optional.of(VPC)));
    place.table("rtb-main", VPC, true, List.of());
    place.table("rtb-public", VPC, false, List.of("subnet-public"));
    place.route("rtb-public", "0.0.0.0/0", new RouteTarget.Gateway("igw-1"));
    place.group("sg-cluster");
    place.group("sg-nat");
    place.instance("nat", "subnet-public", "10.0.0.55", "sg-nat");
    place.elastic("203.0.113.73", "eni-nat", NAT_ADDRESS);
    for (int i = 0; i < 3; i++) {
      place.node("node" + i, "subnet-private", "10.0.1." + (230 + i), "sg-cluster", 11211);
    }
    return place;
  }

  /// The journey's place with its rules for Memcached and its iptables commands.
  public static Place opened() {
    Place place = journey();
    place.in("sg-nat", 11211, 11213, "198.51.100.27/32");
    place.in("sg-nat", 22, 22, "198.51.100.27/32");
    place.out("sg-nat", 11211, 11211, "sg-cluster");
    place.in("sg-cluster", 11211, 11211, "sg-nat");
    place.guest("nat", guest -> forwarding(guest, true));
    for (int i = 0; i < 3; i++) {
      place.dnat("nat", 11211 + i, "10.0.1." + (230 + i), 11211);
    }
    place.nat("nat", "POSTROUTING", List.of(), new GuestTarget.Snat(NAT_ADDRESS, Optional.empty()));
    return place;
  }

  public PolicySnapshot compile() {
    return PolicyCompiler.compile(network());
  }

  public Network network() {
    return new Network(
        vpcs,
        subnets,
        gateways,
        tables,
        groups,
        interfaces,
        elasticIps,
        instances,
        listeners,
        new Network.Rest(acls, peerings, prefixLists));
  }

  /// An ACL without lines, for these subnets; one for none is the default of its VPC.
  public void acl(String id, String vpc, String... subnetIds) {
    Map<String, String> ties = new java.util.HashMap<>();
    List.of(subnetIds).forEach(subnet -> ties.put("aclassoc-" + subnet, subnet));
    acls.add(new NetworkAcl(id, vpc, OWNER, subnetIds.length == 0, List.of(), ties));
  }

  /// Adds a line, in place of the one with the same number and direction.
  public void line(String acl, NetworkAclEntry line) {
    acls.replaceAll(
        it -> {
          if (!it.id().equals(acl)) {
            return it;
          }
          List<NetworkAclEntry> lines = new ArrayList<>(it.entries());
          lines.removeIf(old -> old.number() == line.number() && old.egress() == line.egress());
          lines.add(line);
          return new NetworkAcl(
              it.id(), it.vpcId(), it.owner(), it.isDefault(), lines, it.associations());
        });
  }

  /// A line about TCP.
  public static NetworkAclEntry tcp(
      int number, boolean egress, boolean allow, PortRange ports, String block) {
    return new NetworkAclEntry(
        number,
        egress,
        allow,
        Protocol.TCP,
        ports.first(),
        ports.last(),
        Optional.of(Cidr.parse(block)),
        Optional.empty());
  }

  /// A line that lets everything pass.
  public static NetworkAclEntry all(int number, boolean egress) {
    return new NetworkAclEntry(
        number, egress, true, Protocol.ALL, -1, -1, Optional.of(Cidr.ANYWHERE), Optional.empty());
  }

  public void peering(String id, String requester, String accepter, boolean active) {
    peerings.removeIf(it -> it.id().equals(id));
    peerings.add(
        new Peering(
            id, new Peering.Side(OWNER, requester), new Peering.Side(OWNER, accepter), active));
  }

  public void prefixList(String id, String... blocks) {
    prefixLists.removeIf(it -> it.id().equals(id));
    prefixLists.add(
        new PrefixList(id, OWNER, java.util.stream.Stream.of(blocks).map(Cidr::parse).toList()));
  }

  public void prefixRoute(String tableId, String listId, RouteTarget target) {
    tables.replaceAll(
        it -> {
          if (!it.id().equals(tableId)) {
            return it;
          }
          Map<String, RouteTarget> routes = new java.util.HashMap<>(it.prefixRoutes());
          routes.put(listId, target);
          return new RouteTable(
              it.id(),
              it.vpcId(),
              it.owner(),
              it.routes(),
              it.mainAssociationId(),
              it.associations(),
              routes);
        });
  }

  public void vpc(String id, String cidr) {
    vpcs.add(new Vpc(id, OWNER, List.of(Cidr.parse(cidr)), false, true, true));
  }

  public void subnet(String id, String vpc, String cidr) {
    subnets.add(new Subnet(id, vpc, OWNER, Cidr.parse(cidr), "xx-1a", false, false));
  }

  public void table(String id, String vpc, boolean main, List<String> subnetIds) {
    Map<String, String> ties = new java.util.HashMap<>();
    subnetIds.forEach(subnet -> ties.put("rtbassoc-" + subnet, subnet));
    Cidr local = vpcs.stream().filter(it -> it.id().equals(vpc)).findFirst().orElseThrow().cidr();
    tables.add(
        new RouteTable(
            id,
            vpc,
            OWNER,
            List.of(new Route(local, new RouteTarget.Local())),
            main ? Optional.of("rtbassoc-" + id) : Optional.empty(),
            ties));
  }

  public void route(String tableId, String cidr, RouteTarget target) {
    tables.replaceAll(
        it -> {
          if (!it.id().equals(tableId)) {
            return it;
          }
          List<Route> routes = new ArrayList<>(it.routes());
          routes.add(new Route(Cidr.parse(cidr), target));
          return new RouteTable(
              it.id(),
              it.vpcId(),
              it.owner(),
              routes,
              it.mainAssociationId(),
              it.associations(),
              it.prefixRoutes());
        });
  }

  /// A group as it is created: nothing in, everything out.
  public void group(String id) {
    bareGroup(id, VPC);
    allOut(id);
  }

  public void bareGroup(String id, String vpc) {
    groups.add(new SecurityGroup(id, vpc, OWNER, id, "", List.of()));
  }

  public String allOut(String group) {
    return rule(group, true, Protocol.ALL, -1, -1, "0.0.0.0/0");
  }

  public String in(String group, int from, int to, String peer) {
    return rule(group, false, Protocol.TCP, from, to, peer);
  }

  public String out(String group, int from, int to, String peer) {
    return rule(group, true, Protocol.TCP, from, to, peer);
  }

  /// Adds a rule and returns its id; the peer is a block, or the id of a group or prefix list.
  public String rule(
      String group, boolean egress, Protocol protocol, int from, int to, String peer) {
    String id = "sgr-" + ++rules;
    RulePeer end =
        peer.startsWith("sg-")
            ? new RulePeer.Group(peer, OWNER)
            : peer.startsWith("pl-")
                ? new RulePeer.PrefixList(peer)
                : new RulePeer.Block(Cidr.parse(peer));
    SecurityGroupRule rule = new SecurityGroupRule(id, egress, protocol, from, to, end, "");
    groups.replaceAll(
        it -> {
          List<SecurityGroupRule> all = new ArrayList<>(it.rules());
          all.add(rule);
          return it.id().equals(group) ? withRules(it, all) : it;
        });
    return id;
  }

  public void revoke(String ruleId) {
    groups.replaceAll(
        it -> withRules(it, it.rules().stream().filter(r -> !r.id().equals(ruleId)).toList()));
  }

  public void revokeEgress(String group) {
    groups.replaceAll(
        it ->
            it.id().equals(group)
                ? withRules(it, it.rules().stream().filter(r -> !r.egress()).toList())
                : it);
  }

  private static SecurityGroup withRules(SecurityGroup it, List<SecurityGroupRule> all) {
    return new SecurityGroup(it.id(), it.vpcId(), it.owner(), it.name(), it.description(), all);
  }

  public void node(String name, String subnet, String address, String group, int port) {
    add(name, subnet, address, NetworkInterface.Holder.CACHE_NODE, group);
    listeners.add(new CacheListener("eni-" + name, port));
  }

  public void instance(String name, String subnet, String address, String group) {
    add(name, subnet, address, NetworkInterface.Holder.INSTANCE, group);
    instances.add(new Instance("i-" + name, OWNER, "eni-" + name, true, Guest.fresh()));
  }

  /// A NAT gateway; it has no group and no source/destination check.
  public void natGateway(String name, String subnet, String address) {
    add(name, subnet, address, NetworkInterface.Holder.NAT_GATEWAY, "sg-none");
    change(name, it -> with(it, List.of(), false));
  }

  private void add(
      String name, String subnet, String address, NetworkInterface.Holder holder, String group) {
    String vpc =
        subnets.stream().filter(it -> it.id().equals(subnet)).findFirst().orElseThrow().vpcId();
    interfaces.add(
        new NetworkInterface(
            "eni-" + name,
            vpc,
            subnet,
            OWNER,
            Ipv4.parse(address),
            List.of(group),
            true,
            "",
            holder,
            "i-" + name));
  }

  public void groupsOf(String name, String... groupIds) {
    change(name, it -> with(it, List.of(groupIds), it.sourceDestCheck()));
  }

  public void sourceDestCheck(String name, boolean on) {
    change(name, it -> with(it, it.groupIds(), on));
  }

  public void remove(String name) {
    interfaces.removeIf(it -> it.id().equals("eni-" + name));
    listeners.removeIf(it -> it.networkInterfaceId().equals("eni-" + name));
    instances.removeIf(it -> it.id().equals("i-" + name));
  }

  private void change(String name, UnaryOperator<NetworkInterface> how) {
    interfaces.replaceAll(it -> it.id().equals("eni-" + name) ? how.apply(it) : it);
  }

  private static NetworkInterface with(NetworkInterface it, List<String> groupIds, boolean check) {
    return new NetworkInterface(
        it.id(),
        it.vpcId(),
        it.subnetId(),
        it.owner(),
        it.address(),
        groupIds,
        check,
        it.description(),
        it.holder(),
        it.attachedTo());
  }

  public void elastic(String address, String eni, int privateAddress) {
    elasticIps.add(
        new ElasticIp(
            "eipalloc-" + address,
            OWNER,
            Ipv4.parse(address),
            Optional.of(new ElasticIp.Association("eipassoc-" + address, eni, privateAddress))));
  }

  public void disassociate() {
    elasticIps.replaceAll(
        it -> new ElasticIp(it.allocationId(), it.owner(), it.publicAddress(), Optional.empty()));
  }

  public void run(String name, boolean running) {
    instances.replaceAll(
        it ->
            it.id().equals("i-" + name)
                ? new Instance(it.id(), it.owner(), it.networkInterfaceId(), running, it.guest())
                : it);
  }

  public void guest(String name, UnaryOperator<Guest> how) {
    instances.replaceAll(
        it ->
            it.id().equals("i-" + name)
                ? new Instance(
                    it.id(),
                    it.owner(),
                    it.networkInterfaceId(),
                    it.running(),
                    how.apply(it.guest()))
                : it);
  }

  public static Guest forwarding(Guest guest, boolean on) {
    return new Guest(on, guest.settings(), guest.tables(), guest.files());
  }

  public void dnat(String name, int port, String address, int to) {
    nat(
        name,
        "PREROUTING",
        List.of(
            new GuestMatch.InInterface("eth0", false),
            new GuestMatch.OfProtocol(Protocol.TCP, false),
            new GuestMatch.Ports(
                Protocol.TCP, Optional.empty(), false, Optional.of(PortRange.of(port)), false)),
        new GuestTarget.Dnat(Ipv4.parse(address), to));
  }

  public void nat(String name, String chain, List<GuestMatch> matches, GuestTarget target) {
    append(name, GuestTable.NAT, chain, new GuestRule(matches, Optional.of(target)));
  }

  public void filter(String name, String chain, List<GuestMatch> matches, GuestTarget target) {
    append(name, GuestTable.FILTER, chain, new GuestRule(matches, Optional.of(target)));
  }

  private void append(String name, String table, String chain, GuestRule rule) {
    chain(
        name,
        table,
        chain,
        it -> {
          List<GuestRule> all = new ArrayList<>(it.rules());
          all.add(rule);
          return new GuestChain(it.name(), it.policy(), all);
        });
  }

  public void chain(String name, String table, String chain, UnaryOperator<GuestChain> how) {
    guest(
        name,
        guest ->
            new Guest(
                guest.ipForward(),
                guest.settings(),
                guest.tables().stream()
                    .map(it -> it.name().equals(table) ? with(it, chain, how) : it)
                    .toList(),
                guest.files()));
  }

  private static GuestTable with(GuestTable table, String chain, UnaryOperator<GuestChain> how) {
    return new GuestTable(
        table.name(),
        table.chains().stream().map(it -> it.name().equals(chain) ? how.apply(it) : it).toList());
  }

  public void flush(String name, String table, String chain) {
    chain(name, table, chain, it -> new GuestChain(it.name(), it.policy(), List.of()));
  }

  public static Party eni(String name) {
    return new Party.Interface("eni-" + name);
  }

  public static Party address(int address) {
    return new Party.Address(address);
  }
}
