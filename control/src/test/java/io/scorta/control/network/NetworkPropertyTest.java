package io.scorta.control.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.Cidr;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.RulePeer;
import io.scorta.access.model.SecurityGroup;
import io.scorta.access.model.Subnet;
import io.scorta.control.state.Command;
import io.scorta.control.state.Kind;
import io.scorta.control.state.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Whatever is asked in whatever order, the network stays whole, and all of it can be taken away.
class NetworkPropertyTest {
  private static final int RUNS = 60;
  private static final int COMMANDS = 120;

  @Test
  void networkStaysWholeUnderRandomCommands() {
    for (long seed = 0; seed < RUNS; seed++) {
      Run run = new Run(seed);
      int accepted = 0;
      for (int i = 0; i < COMMANDS; i++) {
        Command<?> command = run.command();
        accepted += run.world.attempt(command) ? 1 : 0;
        check(run.world.state(), "seed " + seed + ", command " + i + ": " + command);
      }
      assertThat(accepted).as("accepted commands of seed " + seed).isGreaterThan(COMMANDS / 4);
      takeAllAway(run.world, "seed " + seed);
    }
  }

  private static void check(State state, String when) {
    List<Subnet> subnets = all(state, NetworkKinds.SUBNET);
    for (Subnet subnet : subnets) {
      assertThat(state.find(World.ACCOUNT, NetworkKinds.VPC, subnet.vpcId()))
          .as(when)
          .hasValueSatisfying(vpc -> assertThat(vpc.cidr().contains(subnet.cidr())).isTrue());
      assertThat(subnets)
          .as(when)
          .filteredOn(other -> !other.id().equals(subnet.id()))
          .filteredOn(other -> other.vpcId().equals(subnet.vpcId()))
          .noneMatch(other -> other.cidr().overlaps(subnet.cidr()));
    }
    checkInterfaces(state, when);
    checkGroups(state, when);
    checkTables(state, when);
    checkAddresses(state, when);
    assertThat(all(state, NetworkKinds.INSTANCE).size())
        .as(when)
        .isEqualTo(all(state, NetworkKinds.NETWORK_INTERFACE).size());
  }

  private static void checkInterfaces(State state, String when) {
    Set<String> addresses = new HashSet<>();
    for (NetworkInterface nic : all(state, NetworkKinds.NETWORK_INTERFACE)) {
      assertThat(state.find(World.ACCOUNT, NetworkKinds.SUBNET, nic.subnetId()))
          .as(when)
          .hasValueSatisfying(
              subnet ->
                  assertThat(
                          subnet.cidr().contains(nic.address()) && subnet.isUsable(nic.address()))
                      .isTrue());
      assertThat(addresses.add(nic.vpcId() + nic.address())).as(when).isTrue();
      assertThat(nic.groupIds()).as(when).isNotEmpty();
      for (String group : nic.groupIds()) {
        assertThat(state.find(World.ACCOUNT, NetworkKinds.SECURITY_GROUP, group))
            .as(when)
            .hasValueSatisfying(g -> assertThat(g.vpcId()).isEqualTo(nic.vpcId()));
      }
    }
  }

  private static void checkGroups(State state, String when) {
    for (SecurityGroup group : all(state, NetworkKinds.SECURITY_GROUP)) {
      for (var rule : group.rules()) {
        if (rule.peer() instanceof RulePeer.Group(String peer, _)) {
          assertThat(state.find(World.ACCOUNT, NetworkKinds.SECURITY_GROUP, peer))
              .as(when)
              .isPresent();
        }
        assertThat(group.rules().stream().filter(rule::sameAs)).as(when).hasSize(1);
      }
    }
    for (var vpc : all(state, NetworkKinds.VPC)) {
      assertThat(all(state, NetworkKinds.SECURITY_GROUP))
          .as(when)
          .filteredOn(g -> g.vpcId().equals(vpc.id()) && g.isDefault())
          .hasSize(1);
    }
  }

  private static void checkTables(State state, String when) {
    Set<String> associated = new HashSet<>();
    for (var table : all(state, NetworkKinds.ROUTE_TABLE)) {
      assertThat(table.routes().stream().map(r -> r.destination()).distinct())
          .as(when)
          .hasSameSizeAs(table.routes());
      for (String subnet : table.associations().values()) {
        assertThat(state.find(World.ACCOUNT, NetworkKinds.SUBNET, subnet)).as(when).isPresent();
        assertThat(associated.add(subnet)).as(when).isTrue();
      }
    }
    for (var vpc : all(state, NetworkKinds.VPC)) {
      assertThat(all(state, NetworkKinds.ROUTE_TABLE))
          .as(when)
          .filteredOn(t -> t.vpcId().equals(vpc.id()) && t.isMain())
          .hasSize(1);
    }
  }

  private static void checkAddresses(State state, String when) {
    Set<Integer> taken = new HashSet<>();
    Set<String> mapped = new HashSet<>();
    for (var kind : List.of(NetworkKinds.ELASTIC_IP, NetworkKinds.LENT_IP)) {
      for (var ip : all(state, kind)) {
        assertThat(taken.add(ip.publicAddress())).as(when).isTrue();
        ip.association()
            .ifPresent(
                a -> {
                  assertThat(mapped.add(a.networkInterfaceId())).as(when).isTrue();
                  assertThat(
                          state.find(
                              World.ACCOUNT,
                              NetworkKinds.NETWORK_INTERFACE,
                              a.networkInterfaceId()))
                      .as(when)
                      .isPresent();
                });
      }
    }
  }

  private static void takeAllAway(World world, String when) {
    State state = world.state();
    for (var facts : all(state, NetworkKinds.INSTANCE_FACTS)) {
      world.submit(new Instances.Terminate(List.of(facts.id())));
    }
    world.now = world.now.plusSeconds(Limits.TERMINATED_SHOWN_SECONDS);
    world.submit(new Instances.Terminate(List.of()));
    for (var ip : all(world.state(), NetworkKinds.ELASTIC_IP)) {
      world.submit(
          new ElasticIps.Release(
              new ElasticIps.Reference(Optional.of(ip.allocationId()), Optional.empty())));
    }
    for (var gateway : all(world.state(), NetworkKinds.INTERNET_GATEWAY)) {
      gateway
          .vpcId()
          .ifPresent(vpc -> world.submit(new InternetGateways.Detach(gateway.id(), vpc)));
      world.submit(new InternetGateways.Delete(gateway.id()));
    }
    all(world.state(), NetworkKinds.SUBNET).forEach(s -> world.submit(new Subnets.Delete(s.id())));
    all(world.state(), NetworkKinds.ROUTE_TABLE).stream()
        .filter(t -> !t.isMain())
        .forEach(t -> world.submit(new RouteTables.Delete(t.id())));
    for (var group : all(world.state(), NetworkKinds.SECURITY_GROUP)) {
      emptied(world, group);
    }
    all(world.state(), NetworkKinds.SECURITY_GROUP).stream()
        .filter(g -> !g.isDefault())
        .forEach(
            g -> world.submit(new SecurityGroups.Delete(SecurityGroups.Reference.byId(g.id()))));
    all(world.state(), NetworkKinds.VPC).forEach(v -> world.submit(new Vpcs.Delete(v.id())));
    Set<String> left = new HashSet<>();
    NetworkKinds.ALL.stream()
        .filter(kind -> kind.type() != AccountFacts.class)
        .forEach(kind -> ids(world.state(), kind, left));
    assertThat(left).as(when).isEmpty();
  }

  private static void emptied(World world, SecurityGroup group) {
    for (boolean egress : new boolean[] {false, true}) {
      List<String> rules =
          group.rules().stream().filter(r -> r.egress() == egress).map(r -> r.id()).toList();
      if (!rules.isEmpty()) {
        world.submit(
            new SecurityRules.Revoke(
                new SecurityRules.Side(SecurityGroups.Reference.byId(group.id()), egress),
                List.of(),
                rules));
      }
    }
  }

  private static void ids(State state, Kind<? extends Record> kind, Set<String> into) {
    for (Record found : state.all(World.ACCOUNT, kind)) {
      into.add(kind.name() + " " + found);
    }
  }

  private static <T extends Record> List<T> all(State state, Kind<T> kind) {
    return List.copyOf(state.all(World.ACCOUNT, kind));
  }

  /// One random history.
  private static final class Run {
    final World world;
    private final SplittableRandom random;
    private final List<Function<Run, Command<?>>> makers = new ArrayList<>();

    Run(long seed) {
      world = new World(seed);
      random = new SplittableRandom(seed);
      world.submit(new Accounts.Open());
      makers.add(r -> new Vpcs.Create("10." + r.below(3) + ".0.0/16", Map.of("k", "v")));
      makers.add(r -> new Vpcs.Delete(r.any(NetworkKinds.VPC, "vpc-00000001", v -> v.id())));
      makers.add(Run::createSubnet);
      makers.add(Run::createSubnet);
      makers.add(r -> new Subnets.Delete(r.subnet()));
      makers.add(r -> new InternetGateways.Create(Map.of()));
      makers.add(r -> new InternetGateways.Attach(r.gateway(), r.vpc()));
      makers.add(r -> new InternetGateways.Detach(r.gateway(), r.vpc()));
      makers.add(r -> new InternetGateways.Delete(r.gateway()));
      makers.add(r -> new RouteTables.Create(r.vpc(), Map.of()));
      makers.add(r -> new RouteTables.Delete(r.table()));
      makers.add(r -> new RouteTables.Associate(r.table(), r.subnet()));
      makers.add(r -> new RouteTables.Replace(r.association(), r.table()));
      makers.add(r -> new RouteTables.Disassociate(r.association()));
      makers.add(r -> new Routes.Create(r.table(), r.block(), r.hop()));
      makers.add(r -> new Routes.Replace(r.table(), r.block(), r.hop()));
      makers.add(r -> new Routes.Delete(r.table(), r.block()));
      makers.add(
          r -> new SecurityGroups.Create("g" + r.below(4), "x", Optional.of(r.vpc()), Map.of()));
      makers.add(r -> new SecurityGroups.Delete(SecurityGroups.Reference.byId(r.group())));
      makers.add(r -> new SecurityRules.Authorize(r.side(), List.of(r.rule()), Map.of("k", "v")));
      makers.add(r -> new SecurityRules.Authorize(r.side(), List.of(r.rule()), Map.of()));
      makers.add(r -> new SecurityRules.Revoke(r.side(), List.of(r.rule()), List.of()));
      makers.add(r -> new ElasticIps.Allocate(Optional.empty(), Map.of()));
      makers.add(r -> new ElasticIps.Release(r.address()));
      makers.add(Run::associate);
      makers.add(Run::associate);
      makers.add(Run::launch);
      makers.add(Run::launch);
      makers.add(r -> new Instances.Stop(List.of(r.instance())));
      makers.add(r -> new Instances.Start(List.of(r.instance())));
      makers.add(r -> new Instances.Observe(r.instance(), r.below(2) == 0));
      makers.add(r -> new Instances.Terminate(List.of(r.instance())));
      makers.add(
          r ->
              new Instances.Modify(
                  r.instance(), Optional.of(List.of(r.group())), Optional.of(r.below(2) == 0)));
    }

    Command<?> command() {
      return makers.get(below(makers.size())).apply(this);
    }

    private Command<?> createSubnet() {
      return new Subnets.Create(
          vpc(),
          new Cidr(10 << 24 | below(3) << 16 | below(4) << 8, 24 + below(3)).toString(),
          Optional.empty(),
          Map.of());
    }

    private Command<?> associate() {
      return new ElasticIps.Associate(
          address(), Optional.of(instance()), Optional.empty(), Optional.empty(), below(2) == 0);
    }

    private Command<?> launch() {
      return new Launch(
          new LaunchRequest(
              new LaunchRequest.Shape("ami-12345678", "t3.micro", ""),
              new LaunchRequest.Placement(
                  below(4) == 0 ? Optional.empty() : Optional.of(subnet()),
                  Optional.empty(),
                  below(2) == 0 ? List.of() : List.of(group()),
                  List.of(),
                  Optional.empty(),
                  Optional.empty()),
              1,
              1 + below(2),
              "",
              Map.of("k", "v"),
              Map.of("k", "v")));
    }

    private Routes.Hop hop() {
      return below(2) == 0 ? new Routes.Hop.Gateway(gateway()) : new Routes.Hop.Host(instance());
    }

    private String block() {
      return below(3) == 0 ? "0.0.0.0/0" : "9." + below(3) + ".0.0/16";
    }

    private SecurityRules.Side side() {
      return new SecurityRules.Side(SecurityGroups.Reference.byId(group()), below(2) == 0);
    }

    private RuleRequest rule() {
      RuleRequest.Peer peer =
          below(2) == 0
              ? new RuleRequest.Peer.Block("10.0.0.0/" + (8 + below(3)))
              : new RuleRequest.Peer.Group(
                  Optional.of(group()), Optional.empty(), Optional.empty());
      int port = 1 + below(3);
      return new RuleRequest("tcp", Optional.of(port), Optional.of(port), peer, "");
    }

    private ElasticIps.Reference address() {
      String id = any(NetworkKinds.ELASTIC_IP, "eipalloc-00000001", ip -> ip.allocationId());
      return new ElasticIps.Reference(Optional.of(id), Optional.empty());
    }

    private String association() {
      return any(
          NetworkKinds.ROUTE_TABLE,
          "rtbassoc-00000001",
          t ->
              t.associations().keySet().stream()
                  .sorted()
                  .findFirst()
                  .or(t::mainAssociationId)
                  .orElse("rtbassoc-00000001"));
    }

    private String vpc() {
      return any(NetworkKinds.VPC, "vpc-00000001", v -> v.id());
    }

    private String subnet() {
      return any(NetworkKinds.SUBNET, "subnet-00000001", s -> s.id());
    }

    private String gateway() {
      return any(NetworkKinds.INTERNET_GATEWAY, "igw-00000001", g -> g.id());
    }

    private String table() {
      return any(NetworkKinds.ROUTE_TABLE, "rtb-00000001", t -> t.id());
    }

    private String group() {
      return any(NetworkKinds.SECURITY_GROUP, "sg-00000001", g -> g.id());
    }

    private String instance() {
      return any(NetworkKinds.INSTANCE_FACTS, "i-00000001", f -> f.id());
    }

    private <T extends Record> String any(
        Kind<T> kind, String otherwise, Function<T, String> idOf) {
      List<T> present = all(world.state(), kind);
      return present.isEmpty() ? otherwise : idOf.apply(present.get(below(present.size())));
    }

    private int below(int bound) {
      return random.nextInt(bound);
    }
  }
}
