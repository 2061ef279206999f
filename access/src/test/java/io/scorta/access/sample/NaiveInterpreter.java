package io.scorta.access.sample;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.GuestChain;
import io.scorta.access.model.GuestMatch;
import io.scorta.access.model.GuestRule;
import io.scorta.access.model.GuestTarget;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.PortRange;
import io.scorta.access.model.Protocol;
import io.scorta.access.model.Route;
import io.scorta.access.model.RouteTable;
import io.scorta.access.model.RouteTarget;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroupRule;
import io.scorta.access.model.Subnet;
import io.scorta.access.policy.Flow;
import io.scorta.access.policy.Party;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules read literally, by scanning lists: the oracle for the compiled snapshot.
///
/// It carries a packet to the listener and a real answer back, with a connection tracking entry at
/// every host on the way, instead of reasoning about the way of the answers.
public final class NaiveInterpreter {
  private static final int TTL = 5;
  private static final int REPLY_TTL = 16;
  private static final List<Cidr> RESERVED =
      Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")
          .map(Cidr::parse)
          .toList();

  /// What became of a flow; the sides are those of the sender and of the last receiver.
  public record Answer(
      boolean allowed, String target, int port, boolean sourceOpen, boolean targetOpen) {
    public static final Answer NO = new Answer(false, "", 0, false, false);
  }

  /// A host's memory of a connection: the packet as it came and as it went.
  private record Entry(String eni, Letter came, Letter went) {}

  /// Source, destination and the service's port, which in an answer is the source port.
  private record Letter(int from, int to, int port) {}

  private final Network net;
  private final Flow flow;
  private final NaiveBorders borders;
  private final List<Entry> entries = new ArrayList<>();
  private boolean sourceOpen;
  private boolean targetOpen;

  private Letter packet = new Letter(0, 0, 0);

  /// The VPC that the packet came from on its last hop; empty when it came in by a gateway.
  private String cameFrom = "";

  private NaiveInterpreter(Network net, Flow flow) {
    this.net = net;
    this.flow = flow;
    this.borders = new NaiveBorders(net, flow);
  }

  public static Answer ask(Network net, Flow flow) {
    return new NaiveInterpreter(net, flow).answer();
  }

  /// Whether a rule of an interface admits the other end at this port.
  public static boolean admits(
      Network net, String id, boolean egress, Flow flow, int remote, int port) {
    NaiveInterpreter it = new NaiveInterpreter(net, flow);
    return !it.admitting(it.eni(id), egress, remote, port).isEmpty();
  }

  private Answer answer() {
    return switch (flow.source()) {
      case Party.Interface(String id) -> fromInside(eni(id));
      case Party.Address(int address) -> fromOutside(address);
    };
  }

  private Answer fromInside(NetworkInterface me) {
    int dialled = 0;
    switch (flow.target()) {
      case Party.Address(int address) -> dialled = address;
      case Party.Interface(String id) -> {
        if (!eni(id).vpcId().equals(me.vpcId()) && !peered(me.vpcId(), eni(id).vpcId())) {
          return Answer.NO;
        }
        dialled = eni(id).address();
      }
    }
    packet = new Letter(me.address(), dialled, flow.port());
    if (!up(me) || isNat(me)) {
      return Answer.NO;
    }
    if (dialled == me.address()) {
      return listens(me, flow.port()) ? yes(me) : Answer.NO;
    }
    Letter came = packet;
    if (instance(me).isPresent()) {
      packet = new Letter(sourceNat(me, packet), packet.to(), packet.port());
    }
    entries.add(new Entry(me.id(), came, packet));
    return leave(me, TTL);
  }

  private Answer fromOutside(int address) {
    packet = new Letter(address, 0, flow.port());
    if (RESERVED.stream().anyMatch(it -> it.contains(address)) || elastic(address).isPresent()) {
      return Answer.NO;
    }
    return switch (flow.target()) {
      case Party.Address(int dialled) -> inward(dialled, TTL - 1);
      case Party.Interface(String id) ->
          elasticOf(id).map(it -> inward(it.publicAddress(), TTL - 1)).orElse(Answer.NO);
    };
  }

  private Answer leave(NetworkInterface me, int ttl) {
    if (packet.from() != me.address() && me.sourceDestCheck()) {
      return Answer.NO;
    }
    List<SecurityGroupRule> open = admitting(me, true, packet.to(), packet.port());
    if (open.isEmpty() && !isNat(me) || ttl < 0) {
      return Answer.NO;
    }
    if (entries.size() == 1 && flow.source() instanceof Party.Interface) {
      sourceOpen = untracked(me, true, open);
    }
    RouteTarget target = route(me, packet.to());
    return switch (target) {
      case RouteTarget.Local _ ->
          at(me.vpcId(), packet.to())
              .filter(this::isMeant)
              .map(it -> hand(me, it, ttl - 1))
              .orElse(Answer.NO);
      case RouteTarget.Interface(String id) ->
          find(id)
              .filter(it -> it.vpcId().equals(me.vpcId()) && up(it))
              .map(it -> hand(me, it, ttl - 1))
              .orElse(Answer.NO);
      case RouteTarget.NatGateway(_, String id) ->
          find(id)
              .filter(it -> it.vpcId().equals(me.vpcId()) && isNat(it))
              .map(it -> hand(me, it, ttl - 1))
              .orElse(Answer.NO);
      case RouteTarget.Gateway(String id) -> outward(me, id, ttl - 1);
      case RouteTarget.Peering(String id) ->
          across(id, me.vpcId(), packet)
              .filter(this::isMeant)
              .map(it -> hand(me, it, ttl - 1))
              .orElse(Answer.NO);
      case null -> Answer.NO;
    };
  }

  /// An interface dialled by its id is not another one with the same address.
  private boolean isMeant(NetworkInterface it) {
    return !(flow.source() instanceof Party.Interface)
        || !(flow.target() instanceof Party.Interface(String id))
        || eni(id).address() != packet.to()
        || it.id().equals(id);
  }

  private Answer hand(NetworkInterface me, NetworkInterface next, int ttl) {
    if (!me.subnetId().equals(next.subnetId())) {
      if (!borders.passes(me, true, packet.to(), packet.port())
          || !borders.passes(next, false, packet.from(), packet.port())) {
        return Answer.NO;
      }
    }
    cameFrom = me.vpcId();
    return arrive(next, ttl);
  }

  // ---- peerings

  private boolean peered(String one, String other) {
    return net.peerings().stream().anyMatch(it -> it.active() && it.across(one).equals(other));
  }

  /// Who gets a packet that a peering is given: only from an address of the one VPC to an address
  /// of the other.
  private Optional<NetworkInterface> across(String id, String vpc, Letter letter) {
    return net.peerings().stream()
        .filter(it -> it.id().equals(id) && it.active() && !it.across(vpc).isEmpty())
        .findFirst()
        .filter(_ -> cidr(vpc).contains(letter.from()))
        .filter(it -> cidr(it.across(vpc)).contains(letter.to()))
        .flatMap(it -> at(it.across(vpc), letter.to()));
  }

  private Cidr cidr(String vpc) {
    return net.vpcs().stream().filter(it -> it.id().equals(vpc)).findFirst().orElseThrow().cidr();
  }

  private Answer outward(NetworkInterface me, String gateway, int ttl) {
    Optional<ElasticIp> own = elasticOf(me.id());
    if (!attached(gateway, me.vpcId())
        || own.isEmpty()
        || packet.from() != me.address()
        || !borders.passes(me, true, packet.to(), packet.port())) {
      return Answer.NO;
    }
    packet = new Letter(own.get().publicAddress(), packet.to(), packet.port());
    if (elastic(packet.to()).isPresent()) {
      return inward(packet.to(), ttl);
    }
    if (RESERVED.stream().anyMatch(it -> it.contains(packet.to()))) {
      return Answer.NO;
    }
    Letter reply = new Letter(packet.to(), packet.from(), packet.port());
    return replyFromOutside(reply, REPLY_TTL)
        ? new Answer(
            true, new Party.Address(packet.to()).toString(), packet.port(), sourceOpen, targetOpen)
        : Answer.NO;
  }

  private Answer inward(int address, int ttl) {
    Optional<NetworkInterface> target =
        elastic(address)
            .flatMap(ElasticIp::association)
            .flatMap(it -> find(it.networkInterfaceId()));
    if (target.isEmpty()
        || net.internetGateways().stream()
            .noneMatch(it -> it.vpcId().equals(Optional.of(target.get().vpcId())))) {
      return Answer.NO;
    }
    packet = new Letter(packet.from(), target.get().address(), packet.port());
    cameFrom = "";
    return borders.passes(target.get(), false, packet.from(), packet.port())
        ? arrive(target.get(), ttl)
        : Answer.NO;
  }

  private static boolean isNat(NetworkInterface me) {
    return me.holder() == NetworkInterface.Holder.NAT_GATEWAY;
  }

  /// It puts its own address in place of the sender's, and remembers the packet.
  private Answer throughNat(NetworkInterface me, int ttl) {
    if (packet.to() == me.address()) {
      return Answer.NO;
    }
    Letter came = packet;
    packet = new Letter(me.address(), packet.to(), packet.port());
    entries.add(new Entry(me.id(), came, packet));
    return leave(me, ttl);
  }

  private Answer arrive(NetworkInterface me, int ttl) {
    if (isNat(me)) {
      return throughNat(me, ttl);
    }
    List<SecurityGroupRule> open = admitting(me, false, packet.from(), packet.port());
    if (open.isEmpty()
        || !up(me)
        || packet.from() == me.address()
        || packet.to() != me.address() && me.sourceDestCheck()) {
      return Answer.NO;
    }
    targetOpen = untracked(me, false, open);
    Letter came = packet;
    if (instance(me).isPresent()) {
      destinationNat(me);
    }
    if (packet.to() == me.address()) {
      entries.add(new Entry(me.id(), came, packet));
      Letter reply = new Letter(came.to(), came.from(), came.port());
      return listens(me, packet.port()) && reply(me, reply, REPLY_TTL) ? yes(me) : Answer.NO;
    }
    if (instance(me).isEmpty()
        || !instance(me).get().guest().ipForward()
        || forwardPolicy(me) == GuestChain.Policy.DROP) {
      return Answer.NO;
    }
    packet = new Letter(sourceNat(me, packet), packet.to(), packet.port());
    entries.add(new Entry(me.id(), came, packet));
    return leave(me, ttl);
  }

  private Answer yes(NetworkInterface me) {
    return new Answer(true, me.id(), packet.port(), sourceOpen, targetOpen);
  }

  // ---- the answer packet: source, destination, and the service's port as its source port

  private boolean reply(NetworkInterface me, Letter reply, int ttl) {
    if (ttl < 0 || reply.from() != me.address() && me.sourceDestCheck()) {
      return false;
    }
    RouteTarget target = route(me, reply.to());
    return switch (target) {
      case RouteTarget.Local _ ->
          at(me.vpcId(), reply.to()).map(it -> replyHand(me, it, reply, ttl - 1)).orElse(false);
      case RouteTarget.Interface(String id) ->
          find(id)
              .filter(it -> it.vpcId().equals(me.vpcId()) && up(it))
              .map(it -> replyHand(me, it, reply, ttl - 1))
              .orElse(false);
      case RouteTarget.NatGateway _ -> false;
      case RouteTarget.Peering(String id) ->
          across(id, me.vpcId(), reply).map(it -> replyHand(me, it, reply, ttl - 1)).orElse(false);
      case RouteTarget.Gateway(String id) -> {
        Optional<ElasticIp> own = elasticOf(me.id());
        if (!attached(id, me.vpcId())
            || own.isEmpty()
            || reply.from() != me.address()
            || !borders.answerPasses(me, true, reply.to())) {
          yield false;
        }
        yield replyOutside(
            new Letter(own.get().publicAddress(), reply.to(), reply.port()), ttl - 1);
      }
      case null -> false;
    };
  }

  private boolean replyHand(NetworkInterface me, NetworkInterface next, Letter reply, int ttl) {
    boolean passes =
        me.subnetId().equals(next.subnetId())
            || borders.answerPasses(me, true, reply.to())
                && borders.answerPasses(next, false, reply.from());
    return passes && replyArrives(next, reply, ttl);
  }

  private boolean replyOutside(Letter reply, int ttl) {
    if (flow.source() instanceof Party.Address(int client)
        && client == reply.to()
        && elastic(reply.to()).isEmpty()) {
      int dialled =
          switch (flow.target()) {
            case Party.Address(int address) -> address;
            case Party.Interface(String id) -> elasticOf(id).orElseThrow().publicAddress();
          };
      return reply.from() == dialled && reply.port() == flow.port();
    }
    return replyFromOutside(reply, ttl);
  }

  private boolean replyFromOutside(Letter reply, int ttl) {
    Optional<NetworkInterface> target =
        elastic(reply.to())
            .flatMap(ElasticIp::association)
            .flatMap(it -> find(it.networkInterfaceId()));
    return target.isPresent()
        && borders.answerPasses(target.get(), false, reply.from())
        && replyArrives(
            target.get(), new Letter(reply.from(), target.get().address(), reply.port()), ttl - 1);
  }

  private boolean replyArrives(NetworkInterface me, Letter reply, int ttl) {
    Optional<Entry> entry =
        entries.stream()
            .filter(it -> it.eni().equals(me.id()))
            .filter(
                it ->
                    it.went().to() == reply.from()
                        && it.went().from() == reply.to()
                        && it.went().port() == reply.port())
            .findFirst();
    if (entry.isEmpty() || reply.to() != me.address() && me.sourceDestCheck()) {
      return false;
    }
    if (entry.get().equals(entries.getFirst()) && flow.source() instanceof Party.Interface) {
      return true;
    }
    Letter came = entry.get().came();
    return reply(me, new Letter(came.to(), came.from(), came.port()), ttl);
  }

  // ---- groups

  private List<SecurityGroupRule> admitting(
      NetworkInterface me, boolean egress, int remote, int port) {
    return rules(me, egress).stream()
        .filter(
            it ->
                it.protocol().number() == -1
                    || it.protocol().equals(flow.protocol())
                        && port >= it.fromPort()
                        && port <= it.toPort())
        .filter(it -> names(it.peer(), me, egress, remote))
        .toList();
  }

  private boolean names(RulePeer peer, NetworkInterface me, boolean egress, int remote) {
    return switch (peer) {
      case RulePeer.Block(Cidr cidr) -> cidr.contains(remote);
      case RulePeer.Block6 _ -> false;
      case RulePeer.PrefixList(String id) ->
          prefixes(id).stream().anyMatch(it -> it.contains(remote));
      case RulePeer.Group(String group, _) ->
          at(remoteVpc(me, egress, remote), remote)
              .map(it -> it.groupIds().contains(group))
              .orElse(false);
    };
  }

  private List<Cidr> prefixes(String id) {
    return net.prefixLists().stream()
        .filter(it -> it.id().equals(id))
        .flatMap(it -> it.blocks().stream())
        .toList();
  }

  private String remoteVpc(NetworkInterface me, boolean egress, int remote) {
    if (!egress) {
      return cameFrom.isEmpty() ? me.vpcId() : cameFrom;
    }
    return route(me, remote) instanceof RouteTarget.Peering(String id)
        ? net.peerings().stream()
            .filter(it -> it.id().equals(id) && it.active())
            .map(it -> it.across(me.vpcId()))
            .findFirst()
            .orElse("")
        : me.vpcId();
  }

  private boolean untracked(NetworkInterface me, boolean egress, List<SecurityGroupRule> open) {
    return !flow.protocol().equals(Protocol.ICMP)
        && open.stream().anyMatch(NaiveInterpreter::isAnywhere)
        && rules(me, !egress).stream()
            .filter(NaiveInterpreter::isAnywhere)
            .anyMatch(
                it ->
                    it.protocol().number() == -1
                        || it.protocol().equals(flow.protocol())
                            && it.fromPort() == 0
                            && it.toPort() == 65535);
  }

  private static boolean isAnywhere(SecurityGroupRule rule) {
    return rule.peer().equals(new RulePeer.Block(Cidr.ANYWHERE));
  }

  private List<SecurityGroupRule> rules(NetworkInterface me, boolean egress) {
    return net.securityGroups().stream()
        .filter(it -> me.groupIds().contains(it.id()))
        .flatMap(it -> it.rules().stream())
        .filter(it -> it.egress() == egress)
        .toList();
  }

  // ---- guests; the generator writes rules with a destination port only

  private void destinationNat(NetworkInterface me) {
    for (GuestRule rule : chain(me, "nat", "PREROUTING").rules()) {
      boolean matches =
          rule.matches().stream()
              .allMatch(
                  it ->
                      !(it instanceof GuestMatch.Ports ports)
                          || ports.protocol().equals(flow.protocol())
                              && ports
                                  .destination()
                                  .filter(range -> within(range, packet.port()))
                                  .isPresent());
      if (matches && rule.target().orElse(null) instanceof GuestTarget.Dnat(int to, int port)) {
        packet = new Letter(packet.from(), to, port);
        return;
      }
    }
  }

  private static boolean within(PortRange range, int port) {
    return port >= range.first() && port <= range.last();
  }

  private int sourceNat(NetworkInterface me, Letter packet) {
    for (GuestRule rule : chain(me, "nat", "POSTROUTING").rules()) {
      switch (rule.target().orElse(null)) {
        case GuestTarget.Masquerade _ -> {
          return me.address();
        }
        case GuestTarget.Snat(int to, _) -> {
          return to;
        }
        case null, default -> {}
      }
    }
    return packet.from();
  }

  private GuestChain.Policy forwardPolicy(NetworkInterface me) {
    return chain(me, "filter", "FORWARD").policy().orElseThrow();
  }

  private GuestChain chain(NetworkInterface me, String table, String chain) {
    return instance(me).orElseThrow().guest().tables().stream()
        .filter(it -> it.name().equals(table))
        .flatMap(it -> it.chains().stream())
        .filter(it -> it.name().equals(chain))
        .findFirst()
        .orElseThrow();
  }

  // ---- places

  private RouteTarget route(NetworkInterface me, int address) {
    Subnet subnet =
        net.subnets().stream().filter(it -> it.id().equals(me.subnetId())).findFirst().get();
    if (subnet.cidr().contains(address)) {
      return new RouteTarget.Local();
    }
    RouteTable table =
        net.routeTables().stream()
            .filter(it -> it.associations().containsValue(subnet.id()))
            .findFirst()
            .or(
                () ->
                    net.routeTables().stream()
                        .filter(it -> it.isMain() && it.vpcId().equals(me.vpcId()))
                        .findFirst())
            .orElseThrow();
    Stream<Route> byList =
        table.prefixRoutes().entrySet().stream()
            .flatMap(e -> prefixes(e.getKey()).stream().map(it -> new Route(it, e.getValue())));
    return Stream.concat(table.routes().stream(), byList)
        .filter(it -> it.destination().contains(address))
        .max(Comparator.comparingInt(it -> it.destination().bits()))
        .map(Route::target)
        .orElse(null);
  }

  private boolean attached(String gateway, String vpc) {
    return net.internetGateways().stream()
        .anyMatch(it -> it.id().equals(gateway) && it.vpcId().equals(Optional.of(vpc)));
  }

  private boolean up(NetworkInterface me) {
    return me.holder() != NetworkInterface.Holder.INSTANCE
        || instance(me).map(Instance::running).orElse(false);
  }

  private boolean listens(NetworkInterface me, int port) {
    return flow.protocol().equals(Protocol.ICMP)
        || net.listeners().stream()
            .anyMatch(it -> it.networkInterfaceId().equals(me.id()) && it.port() == port)
        || instance(me).isPresent() && port == 22;
  }

  private Optional<Instance> instance(NetworkInterface me) {
    return net.instances().stream()
        .filter(it -> it.networkInterfaceId().equals(me.id()))
        .findFirst();
  }

  private Optional<ElasticIp> elastic(int address) {
    return net.elasticIps().stream().filter(it -> it.publicAddress() == address).findFirst();
  }

  private Optional<ElasticIp> elasticOf(String eni) {
    return net.elasticIps().stream()
        .filter(it -> it.association().map(t -> t.networkInterfaceId().equals(eni)).orElse(false))
        .findFirst();
  }

  private Optional<NetworkInterface> at(String vpc, int address) {
    return net.interfaces().stream()
        .filter(it -> it.vpcId().equals(vpc) && it.address() == address)
        .findFirst();
  }

  private NetworkInterface eni(String id) {
    return find(id).orElseThrow();
  }

  private Optional<NetworkInterface> find(String id) {
    return net.interfaces().stream().filter(it -> it.id().equals(id)).findFirst();
  }
}
