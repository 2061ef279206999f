package io.scorta.control.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.model.ElasticIp;
import io.scorta.access.model.Guest;
import io.scorta.access.model.Instance;
import io.scorta.access.model.Ipv4;
import io.scorta.access.model.Network;
import io.scorta.access.model.NetworkInterface;
import io.scorta.access.model.Subnet;
import io.scorta.control.state.Context;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Mint;
import io.scorta.control.state.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Instances, their interfaces and their public addresses.
class InstancesTest {
  private final World world = new World();
  private Subnet subnet;

  @BeforeEach
  void aPublicSubnet() {
    world.submit(new Accounts.Open());
    subnet = subnetOfNewVpc("10.0.0.0/24");
  }

  @Test
  void firstElasticIpIsTheOneOfTheJourney() {
    assertThat(text(allocate())).isEqualTo("203.0.113.73");
    assertThat(text(allocate())).isEqualTo("203.0.113.74");
  }

  @Test
  void addressIsSharedOutOnceAmongAllAccounts() {
    allocate();
    ElasticIp other =
        world.submit("000000000002", new ElasticIps.Allocate(Optional.empty(), Map.of()));
    assertThat(text(other)).isEqualTo("203.0.113.74");
    assertThat(refusedAllocation("203.0.113.74")).isEqualTo("AddressInUse");
    assertThat(refusedAllocation("8.8.8.8")).isEqualTo("InvalidAddress.NotFound");
    assertThat(text(world.submit(new ElasticIps.Allocate(Optional.of("203.0.113.5"), Map.of()))))
        .isEqualTo("203.0.113.5");
  }

  @Test
  void instanceTakesTheAddressAskedFor() {
    String id = launchAt("10.0.0.55");
    assertThat(Ipv4.format(nic(id).address())).isEqualTo("10.0.0.55");
    assertThat(refusedLaunch("10.0.0.55")).isEqualTo("InvalidIPAddress.InUse");
    assertThat(refusedLaunch("10.0.0.3")).isEqualTo("InvalidParameterValue");
    assertThat(refusedLaunch("10.0.0.255")).isEqualTo("InvalidParameterValue");
    assertThat(refusedLaunch("10.0.1.9")).isEqualTo("InvalidParameterValue");
  }

  @Test
  void fullSubnetLaunchesNothing() {
    Subnet small = subnetOfNewVpc("10.0.0.0/28");
    LaunchRequest many = request(small, Optional.empty(), 12, "");
    assertThat(world.refused(new Launch(many)).code())
        .isEqualTo("InsufficientFreeAddressesInSubnet");
    world.submit(new Launch(request(small, Optional.empty(), 11, "")));
    assertThat(Addresses.freeCount(world.state(), small)).isZero();
  }

  @Test
  void statusFollowsFromWhatWasAskedAndWhatWasSeen() {
    String id = launchAt("10.0.0.55");
    assertThat(status(id)).isEqualTo("pending");
    assertThat(Instances.unsettled(world.state()))
        .containsExactly(new Instances.Unsettled(World.ACCOUNT, id, true));
    world.submit(new Instances.Observe(id, true));
    assertThat(status(id)).isEqualTo("running");
    world.submit(new Instances.Stop(List.of(id)));
    assertThat(status(id)).isEqualTo("stopping");
    world.submit(new Instances.Observe(id, false));
    assertThat(status(id)).isEqualTo("stopped");
    assertThat(Instances.unsettled(world.state())).isEmpty();
    var moves = world.submit(new Instances.Terminate(List.of(id)));
    assertThat(moves.getFirst().before()).isEqualTo(Instances.Status.STOPPED);
    assertThat(status(id)).isEqualTo("terminated");
  }

  @Test
  void terminatedInstanceIsShuttingDownUntilItIsSeenToBeGone() {
    String id = launchAt("10.0.0.55");
    world.submit(new Instances.Observe(id, true));
    var moves = world.submit(new Instances.Terminate(List.of(id)));
    assertThat(moves.getFirst().after()).isEqualTo(Instances.Status.SHUTTING_DOWN);
    assertThat(Instances.unsettled(world.state()))
        .containsExactly(new Instances.Unsettled(World.ACCOUNT, id, false));
    world.submit(new Instances.Observe(id, false));
    assertThat(status(id)).isEqualTo("terminated");
    assertThat(Instances.unsettled(world.state())).isEmpty();
  }

  @Test
  void savedRulesComeBackAfterTheStopAndUnsavedOnesDoNot() {
    String id = launchAt("10.0.0.55");
    run(id, "iptables -t nat -A POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.55");
    run(id, "service iptables save");
    run(id, "iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 6380 -j DNAT --to 10.0.1.231");
    run(id, "sed -i 's/net.ipv4.ip_forward=0/net.ipv4.ip_forward=1/g' /etc/sysctl.conf");
    assertThat(guest(id).ipForward()).isFalse();
    world.submit(new Instances.Stop(List.of(id)));
    var command = new RunOnGuest(id, "true");
    assertThat(world.refused(command).code()).isEqualTo("IncorrectInstanceState");
    world.submit(new Instances.Start(List.of(id)));
    assertThat(guest(id).ipForward()).isTrue();
    assertThat(run(id, "iptables -t nat -S").output())
        .contains("--to-source 10.0.0.55")
        .doesNotContain("PREROUTING -i");
    assertThat(world.submit(new RunOnGuest(id, "no-such-command")).exit()).isEqualTo(127);
  }

  @Test
  void rebootLosesWhatWasNotSaved() {
    String id = launchAt("10.0.0.55");
    run(id, "sysctl -w net.ipv4.ip_forward=1");
    assertThat(guest(id).ipForward()).isTrue();
    world.submit(new Instances.Reboot(List.of(id)));
    assertThat(guest(id).ipForward()).isFalse();
  }

  @Test
  void commandThatOnlyReadsChangesNoRecord() {
    String id = launchAt("10.0.0.55");
    State before = world.state();
    run(id, "iptables -t nat -S");
    assertThat(world.state().sameDurable(before)).isTrue();
  }

  @Test
  void terminatedInstanceIsForgottenAfterAWhile() {
    String id = launchAt("10.0.0.55");
    world.submit(new Instances.Terminate(List.of(id)));
    assertThat(all(NetworkKinds.NETWORK_INTERFACE)).isEmpty();
    InstanceFacts facts = all(NetworkKinds.INSTANCE_FACTS).getFirst();
    assertThat(Instances.shows(facts, world.now)).isTrue();
    assertThat(world.refused(new Instances.Start(List.of(id))).code())
        .isEqualTo("IncorrectInstanceState");
    world.now = world.now.plus(Duration.ofHours(2));
    assertThat(Instances.shows(facts, world.now)).isFalse();
    launchAt("10.0.0.55");
    assertThat(all(NetworkKinds.INSTANCE_FACTS)).extracting(InstanceFacts::id).doesNotContain(id);
  }

  @Test
  void sameTokenLaunchesOnce() {
    LaunchRequest request = request(subnet, Optional.empty(), 1, "token-1");
    String reservation = world.submit(new Launch(request));
    assertThat(world.submit(new Launch(request))).isEqualTo(reservation);
    assertThat(all(NetworkKinds.INSTANCE)).hasSize(1);
    LaunchRequest other =
        new LaunchRequest(
            new LaunchRequest.Shape("ami-87654321", "t3.micro", ""),
            request.placement(),
            1,
            1,
            "token-1",
            Map.of(),
            Map.of());
    assertThat(world.refused(new Launch(other)).code()).isEqualTo("IdempotentParameterMismatch");
  }

  @Test
  void quotasOfInstancesAndAddressesHold() {
    world.submit(new Launch(request(subnet, Optional.empty(), Limits.INSTANCES, "")));
    assertThat(refusedLaunch("10.0.0.55")).isEqualTo("InstanceLimitExceeded");
    for (int i = 0; i < Limits.ELASTIC_IPS; i++) {
      allocate();
    }
    assertThat(world.refused(new ElasticIps.Allocate(Optional.empty(), Map.of())).code())
        .isEqualTo("AddressLimitExceeded");
  }

  @Test
  void shapeAndImageAreChecked() {
    assertThat(refusedShape("image", "t3.micro")).isEqualTo("InvalidAMIID.Malformed");
    assertThat(refusedShape("ami-12345678", "t3.gigantic")).isEqualTo("InvalidParameterValue");
  }

  @Test
  void elasticIpMovesUnlessMovingIsForbidden() {
    world.submit(new InternetGateways.Attach(gateway(), subnet.vpcId()));
    String first = launchAt("10.0.0.55");
    String second = launchAt("10.0.0.56");
    ElasticIp ip = allocate();
    String association = world.submit(associate(ip, first, true));
    assertThat(world.submit(associate(ip, first, false))).isEqualTo(association);
    assertThat(world.refused(associate(ip, second, false)).code())
        .isEqualTo("Resource.AlreadyAssociated");
    assertThat(world.refused(release(ip)).code()).isEqualTo("InvalidIPAddress.InUse");
    assertThat(world.submit(associate(ip, second, true))).isNotEqualTo(association);
    assertThat(publicOf(first)).isEmpty();
    assertThat(publicOf(second)).contains("203.0.113.73");
    world.submit(new Instances.Terminate(List.of(second)));
    world.submit(release(ip));
  }

  @Test
  void elasticIpNeedsInternetGateway() {
    String id = launchAt("10.0.0.55");
    assertThat(world.refused(associate(allocate(), id, true)).code())
        .isEqualTo("Gateway.NotAttached");
  }

  @Test
  void gatewayStaysWhileAddressesAreMapped() {
    String gateway = gateway();
    world.submit(new InternetGateways.Attach(gateway, subnet.vpcId()));
    String id = launchAt("10.0.0.55");
    ElasticIp ip = allocate();
    world.submit(associate(ip, id, true));
    var detach = new InternetGateways.Detach(gateway, subnet.vpcId());
    assertThat(world.refused(detach).code()).isEqualTo("DependencyViolation");
    world.submit(new ElasticIps.Disassociate(Optional.empty(), Optional.of("203.0.113.73")));
    world.submit(detach);
  }

  @Test
  void cacheNodesTakeNoElasticIpAndNoOrdersFromEc2() {
    world.submit(new InternetGateways.Attach(gateway(), subnet.vpcId()));
    NetworkInterface node =
        world.submit(
            (state, context) -> {
              Draft draft = new Draft(state);
              return draft.accept(
                  Interfaces.create(
                      draft,
                      context,
                      new Interfaces.Request(
                          subnet,
                          List.of(),
                          Optional.empty(),
                          "ElastiCache sessions",
                          NetworkInterface.Holder.CACHE_NODE,
                          "sessions/0001")));
            });
    var associate =
        new ElasticIps.Associate(
            byAllocation(allocate()),
            Optional.empty(),
            Optional.of(node.id()),
            Optional.empty(),
            true);
    assertThat(world.refused(associate).code()).isEqualTo("OperationNotPermitted");
    var modify =
        new Interfaces.Modify(node.id(), Optional.empty(), Optional.of(false), Optional.empty());
    assertThat(world.refused(modify).code()).isEqualTo("OperationNotPermitted");
    assertThat(node.groupIds()).hasSize(1);
  }

  @Test
  void defaultSubnetLendsPublicAddressUntilTheStop() {
    LaunchRequest request =
        new LaunchRequest(
            new LaunchRequest.Shape("ami-12345678", "t3.micro", ""),
            new LaunchRequest.Placement(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of("default"),
                Optional.empty(),
                Optional.empty()),
            1,
            1,
            "",
            Map.of(),
            Map.of());
    world.submit(new Launch(request));
    String id = all(NetworkKinds.INSTANCE).getFirst().id();
    assertThat(publicOf(id)).contains("203.0.113.254");
    Network network = Networks.of(world.state(), List.of());
    assertThat(network.elasticIps()).hasSize(1);
    world.submit(new Instances.Stop(List.of(id)));
    assertThat(publicOf(id)).isEmpty();
    world.submit(new Instances.Start(List.of(id)));
    assertThat(publicOf(id)).contains("203.0.113.254");
  }

  @Test
  void groupsAndSourceDestCheckAreChangedOnTheInterface() {
    String id = launchAt("10.0.0.55");
    String group =
        world
            .submit(
                new SecurityGroups.Create(
                    "nat", "for a test", Optional.of(subnet.vpcId()), Map.of()))
            .id();
    world.submit(new Instances.Modify(id, Optional.of(List.of(group)), Optional.of(false)));
    assertThat(nic(id).groupIds()).containsExactly(group);
    assertThat(nic(id).sourceDestCheck()).isFalse();
    assertThat(
            world.refused(new SecurityGroups.Delete(SecurityGroups.Reference.byId(group))).code())
        .isEqualTo("DependencyViolation");
    String elsewhere =
        SecurityGroups.defaultOf(new Draft(world.state()), World.ACCOUNT, defaultVpc()).id();
    assertThat(
            world
                .refused(
                    new Instances.Modify(id, Optional.of(List.of(elsewhere)), Optional.empty()))
                .code())
        .isEqualTo("InvalidParameter");
  }

  @Test
  void sixGroupsAreTooManyForOneInterface() {
    List<String> six =
        List.of(
            "sg-00000001",
            "sg-00000002",
            "sg-00000003",
            "sg-00000004",
            "sg-00000005",
            "sg-00000006");
    var command =
        new Interfaces.Modify(
            nic(launchAt("10.0.0.55")).id(), Optional.of(six), Optional.empty(), Optional.empty());
    assertThat(world.refused(command).code()).isEqualTo("SecurityGroupsPerInterfaceLimitExceeded");
  }

  @Test
  void accountOpensTheSameWayFromTheSameSeed() {
    Context context = new Context(World.ACCOUNT, World.REGION, world.now, new Mint(9));
    Context again = new Context(World.ACCOUNT, World.REGION, world.now, new Mint(9));
    World empty = new World();
    assertThat(new Accounts.Open().decide(empty.state(), context))
        .isEqualTo(new Accounts.Open().decide(empty.state(), again));
  }

  private Subnet subnetOfNewVpc(String block) {
    String vpc = world.submit(new Vpcs.Create("10.0.0.0/16", Map.of())).id();
    return world.submit(new Subnets.Create(vpc, block, Optional.empty(), Map.of()));
  }

  private String launchAt(String address) {
    String reservation = world.submit(new Launch(request(subnet, Optional.of(address), 1, "")));
    return all(NetworkKinds.INSTANCE_FACTS).stream()
        .filter(f -> f.reservationId().equals(reservation))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private String refusedLaunch(String address) {
    return world.refused(new Launch(request(subnet, Optional.of(address), 1, ""))).code();
  }

  private String refusedShape(String image, String type) {
    LaunchRequest good = request(subnet, Optional.empty(), 1, "");
    return world
        .refused(
            new Launch(
                new LaunchRequest(
                    new LaunchRequest.Shape(image, type, ""),
                    good.placement(),
                    1,
                    1,
                    "",
                    Map.of(),
                    Map.of())))
        .code();
  }

  private static LaunchRequest request(
      Subnet subnet, Optional<String> address, int count, String token) {
    return new LaunchRequest(
        new LaunchRequest.Shape("ami-12345678", "t3.micro", ""),
        new LaunchRequest.Placement(
            Optional.of(subnet.id()),
            Optional.empty(),
            List.of(),
            List.of(),
            address,
            Optional.empty()),
        count,
        count,
        token,
        Map.of(),
        Map.of());
  }

  private ElasticIp allocate() {
    return world.submit(new ElasticIps.Allocate(Optional.empty(), Map.of()));
  }

  private String refusedAllocation(String address) {
    return world.refused(new ElasticIps.Allocate(Optional.of(address), Map.of())).code();
  }

  private static ElasticIps.Associate associate(ElasticIp ip, String instance, boolean move) {
    return new ElasticIps.Associate(
        byAllocation(ip), Optional.of(instance), Optional.empty(), Optional.empty(), move);
  }

  private static ElasticIps.Release release(ElasticIp ip) {
    return new ElasticIps.Release(byAllocation(ip));
  }

  private static ElasticIps.Reference byAllocation(ElasticIp ip) {
    return new ElasticIps.Reference(Optional.of(ip.allocationId()), Optional.empty());
  }

  private String gateway() {
    return world.submit(new InternetGateways.Create(Map.of())).id();
  }

  private RunOnGuest.Answer run(String id, String commandLine) {
    RunOnGuest.Answer answer = world.submit(new RunOnGuest(id, commandLine));
    assertThat(answer.exit()).as(commandLine + ": " + answer.errors()).isZero();
    return answer;
  }

  private Guest guest(String id) {
    return world.state().find(World.ACCOUNT, NetworkKinds.INSTANCE, id).orElseThrow().guest();
  }

  private String status(String id) {
    return Instances.status(world.state(), World.ACCOUNT, id).wireName();
  }

  private NetworkInterface nic(String instanceId) {
    return Instances.interfaceOf(world.state(), World.ACCOUNT, instanceId).orElseThrow();
  }

  private Optional<String> publicOf(String instanceId) {
    Instance instance =
        world.state().find(World.ACCOUNT, NetworkKinds.INSTANCE, instanceId).orElseThrow();
    return ElasticIps.publicOf(world.state(), World.ACCOUNT, instance.networkInterfaceId())
        .map(InstancesTest::text);
  }

  private String defaultVpc() {
    return all(NetworkKinds.VPC).stream().filter(v -> v.isDefault()).findFirst().orElseThrow().id();
  }

  private static String text(ElasticIp ip) {
    return Ipv4.format(ip.publicAddress());
  }

  private <T extends Record> List<T> all(io.scorta.control.state.Kind<T> kind) {
    return List.copyOf(world.state().all(World.ACCOUNT, kind));
  }
}
