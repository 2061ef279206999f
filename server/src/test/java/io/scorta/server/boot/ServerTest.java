package io.scorta.server.boot;

import static io.scorta.server.boot.ServerClients.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scorta.access.model.Ipv4;
import io.scorta.server.http.DoorException;
import io.scorta.server.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CacheNode;
import software.amazon.awssdk.services.elasticache.model.Endpoint;
import software.amazon.awssdk.services.elasticache.model.ParameterNameValue;

/// A whole server in this JVM, by its API and its sockets.
class ServerTest {
  private static final int SILENCE_MILLIS = 300;
  private static final GroundChoice LOOPBACK = new GroundChoice(false, "asked for");
  @TempDir Path folder;

  @Test
  void aCacheIsReachedByMembersOfItsGroupOnlyAndComesBackAfterARestart() throws IOException {
    Endpoint before;
    String group;
    try (Server server = start();
        ElastiCacheClient caches = caches(server);
        Ec2Client ec2 = ec2(server)) {
      group = ec2.createSecurityGroup(r -> r.groupName("caches").description("caches")).groupId();
      caches.createCacheCluster(
          r ->
              r.cacheClusterId("sessions")
                  .engine("redis")
                  .cacheNodeType("cache.t3.micro")
                  .numCacheNodes(1)
                  .securityGroupIds(group));
      before = endpoint(caches);
      String source = instance(server, ec2);
      assertThat(ping(source, before)).as("no rule").isEmpty();
      ec2.authorizeSecurityGroupIngress(
          r -> r.groupId(group).ipProtocol("tcp").fromPort(6379).toPort(6379).cidrIp("0.0.0.0/0"));
      assertThat(ping(source, before)).as("open to everybody").isEqualTo("+PONG");
      assertThat(ping("127.0.0.1", before)).as("a stranger from outside").isEmpty();
      try (Socket open = connect(source, before)) {
        assertThat(ping(open)).isEqualTo("+PONG");
        ec2.revokeSecurityGroupIngress(
            r ->
                r.groupId(group).ipProtocol("tcp").fromPort(6379).toPort(6379).cidrIp("0.0.0.0/0"));
        assertThat(ping(open)).as("untracked, so it stops at once").isEmpty();
      }
      ec2.authorizeSecurityGroupIngress(
          r -> r.groupId(group).ipProtocol("tcp").fromPort(6379).toPort(6379).cidrIp("0.0.0.0/0"));
    }
    try (Server server = start();
        ElastiCacheClient caches = caches(server);
        Ec2Client ec2 = ec2(server)) {
      assertThat(endpoint(caches)).as("the alias stays").isEqualTo(before);
      assertThat(ping(instance(server, ec2), before)).isEqualTo("+PONG");
    }
  }

  @Test
  void aNetworkAclStopsAnOpenConnectionAndLetsItsSuccessorIn() throws IOException {
    try (Server server = start();
        ElastiCacheClient caches = caches(server);
        Ec2Client ec2 = ec2(server)) {
      String group = cacheWithGroup(caches, ec2);
      Endpoint cache = endpoint(caches);
      allow(ec2, group, "172.31.0.0/16");
      String source = instance(server, ec2, subnetIn(ec2, "us-east-1b"));
      String acl = ec2.describeNetworkAcls().networkAcls().getFirst().networkAclId();
      try (Socket open = connect(source, cache)) {
        assertThat(ping(open)).as("tracked").isEqualTo("+PONG");
        ec2.createNetworkAclEntry(
            r ->
                r.networkAclId(acl)
                    .ruleNumber(50)
                    .egress(false)
                    .protocol("6")
                    .portRange(ports -> ports.from(6379).to(6379))
                    .cidrBlock("172.31.0.0/16")
                    .ruleAction("deny"));
        assertThat(ping(open)).as("an ACL knows no connections").isEmpty();
      }
      assertThat(ping(source, cache)).isEmpty();
      ec2.deleteNetworkAclEntry(r -> r.networkAclId(acl).ruleNumber(50).egress(false));
      assertThat(ping(source, cache)).isEqualTo("+PONG");
    }
  }

  @Test
  void aPeeredVpcComesInByItsGroupWhileThePeeringIsActive() throws IOException {
    try (Server server = start();
        ElastiCacheClient caches = caches(server);
        Ec2Client ec2 = ec2(server)) {
      String group = cacheWithGroup(caches, ec2);
      Endpoint cache = endpoint(caches);
      String home = ec2.describeVpcs().vpcs().getFirst().vpcId();
      String other = ec2.createVpc(r -> r.cidrBlock("10.7.0.0/16")).vpc().vpcId();
      String subnet =
          ec2.createSubnet(r -> r.vpcId(other).cidrBlock("10.7.0.0/24")).subnet().subnetId();
      String source = instance(server, ec2, subnet);
      String peering =
          ec2.createVpcPeeringConnection(r -> r.vpcId(other).peerVpcId(home))
              .vpcPeeringConnection()
              .vpcPeeringConnectionId();
      ec2.acceptVpcPeeringConnection(r -> r.vpcPeeringConnectionId(peering));
      route(ec2, home, "10.7.0.0/16", peering);
      route(ec2, other, "172.31.0.0/16", peering);
      assertThat(ping(source, cache)).as("no rule").isEmpty();
      String theirs =
          ec2.describeSecurityGroups(r -> r.filters(filter("vpc-id", other)))
              .securityGroups()
              .getFirst()
              .groupId();
      ec2.authorizeSecurityGroupIngress(
          r ->
              r.groupId(group)
                  .ipPermissions(
                      IpPermission.builder()
                          .ipProtocol("tcp")
                          .fromPort(6379)
                          .toPort(6379)
                          .userIdGroupPairs(UserIdGroupPair.builder().groupId(theirs).build())
                          .build()));
      try (Socket open = connect(source, cache)) {
        assertThat(ping(open)).isEqualTo("+PONG");
        ec2.deleteVpcPeeringConnection(r -> r.vpcPeeringConnectionId(peering));
        assertThat(ping(open)).as("no way is left").isEmpty();
      }
    }
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  private static void route(Ec2Client ec2, String vpc, String block, String peering) {
    String table =
        ec2.describeRouteTables(r -> r.filters(filter("vpc-id", vpc)))
            .routeTables()
            .getFirst()
            .routeTableId();
    ec2.createRoute(
        r -> r.routeTableId(table).destinationCidrBlock(block).vpcPeeringConnectionId(peering));
  }

  private static void allow(Ec2Client ec2, String group, String block) {
    ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(group).ipProtocol("tcp").fromPort(6379).toPort(6379).cidrIp(block));
  }

  private static String subnetIn(Ec2Client ec2, String zone) {
    return ec2.describeSubnets(r -> r.filters(filter("availability-zone", zone)))
        .subnets()
        .getFirst()
        .subnetId();
  }

  /// A cache named sessions in the first zone, and the group that guards it.
  private static String cacheWithGroup(ElastiCacheClient caches, Ec2Client ec2) {
    String group =
        ec2.createSecurityGroup(r -> r.groupName("caches").description("caches")).groupId();
    caches.createCacheCluster(
        r ->
            r.cacheClusterId("sessions")
                .engine("redis")
                .cacheNodeType("cache.t3.micro")
                .numCacheNodes(1)
                .preferredAvailabilityZone("us-east-1a")
                .securityGroupIds(group));
    return group;
  }

  @Test
  void aParameterOfAGroupIsChangedInTheRunningEngine() throws IOException {
    try (Server server = start();
        ElastiCacheClient caches = caches(server);
        Ec2Client ec2 = ec2(server)) {
      caches.createCacheParameterGroup(
          r ->
              r.cacheParameterGroupName("mine")
                  .cacheParameterGroupFamily("redis7")
                  .description("mine"));
      caches.createCacheCluster(
          r ->
              r.cacheClusterId("sessions")
                  .engine("redis")
                  .cacheNodeType("cache.t3.micro")
                  .numCacheNodes(1)
                  .cacheParameterGroupName("mine"));
      Endpoint endpoint = endpoint(caches);
      caches.modifyCacheParameterGroup(
          r ->
              r.cacheParameterGroupName("mine")
                  .parameterNameValues(
                      ParameterNameValue.builder()
                          .parameterName("maxmemory-policy")
                          .parameterValue("allkeys-lru")
                          .build()));
      String source = instance(server, ec2);
      String value =
          eventually(
              () -> say(source, endpoint, "CONFIG GET maxmemory-policy\r\n", 5),
              answer -> answer.endsWith("allkeys-lru"));
      assertThat(value).endsWith("allkeys-lru");
    }
  }

  @Test
  void aDamagedFolderIsRefusedAndNoKeysAreMadeInIt() throws IOException {
    Files.writeString(folder.resolve("scorta.db"), "garbage");
    assertThatThrownBy(this::start)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("scorta.db");
    assertThat(folder.resolve("credentials.json")).doesNotExist();
    assertThat(folder.resolve("scorta.db")).hasContent("garbage");
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefused() {
    try (Server _ = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by another Scorta");
    }
  }

  @Test
  void anAddressInUseIsNamedWithTheOptionThatChangesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(taken.getLocalPort()))
          .isInstanceOf(DoorException.class)
          .hasMessageContaining(":" + taken.getLocalPort())
          .hasMessageContaining("--api");
    }
    start().close(); // What was started before the failure was stopped: the folder is free.
  }

  private Server start() {
    return start(0);
  }

  private Server start(int port) {
    ServeOptions options =
        ServeOptions.read(
            List.of("--data", folder.toString(), "--api", "127.0.0.1:" + port), Map.of());
    return Server.start(options, LOOPBACK);
  }

  /// The endpoint of the one node, once the cluster is available.
  private static Endpoint endpoint(ElastiCacheClient caches) {
    CacheCluster cluster =
        eventually(
            () ->
                caches
                    .describeCacheClusters(
                        r -> r.cacheClusterId("sessions").showCacheNodeInfo(true))
                    .cacheClusters()
                    .getFirst(),
            found -> found.cacheClusterStatus().equals("available"));
    return cluster.cacheNodes().stream().map(CacheNode::endpoint).findFirst().orElseThrow();
  }

  /// The address that stands for a new instance with the default group.
  private static String instance(Server server, Ec2Client ec2) {
    return instance(server, ec2, ec2.describeSubnets().subnets().getFirst().subnetId());
  }

  /// The same in a subnet.
  private static String instance(Server server, Ec2Client ec2, String subnet) {
    String id =
        ec2.runInstances(
                r ->
                    r.imageId("ami-12345678")
                        .instanceType(InstanceType.T3_MICRO)
                        .subnetId(subnet)
                        .minCount(1)
                        .maxCount(1))
            .instances()
            .getFirst()
            .networkInterfaces()
            .getFirst()
            .networkInterfaceId();
    OptionalInt alias =
        eventually(() -> server.network().aliases().ofInterface(id), OptionalInt::isPresent);
    return Ipv4.format(alias.getAsInt());
  }

  private static String ping(String source, Endpoint endpoint) throws IOException {
    try (Socket socket = connect(source, endpoint)) {
      return ping(socket);
    }
  }

  private static String ping(Socket socket) throws IOException {
    return say(socket, "PING\r\n", 1);
  }

  private static String say(String source, Endpoint endpoint, String words, int lines) {
    try (Socket socket = connect(source, endpoint)) {
      return say(socket, words, lines);
    } catch (IOException e) {
      return "";
    }
  }

  /// The last of so many lines of an answer; empty when there is none.
  private static String say(Socket socket, String words, int lines) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    try {
      socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
      String line = "";
      for (int i = 0; i < lines; i++) {
        StringBuilder text = new StringBuilder();
        for (int b = socket.getInputStream().read();
            b != '\n';
            b = socket.getInputStream().read()) {
          if (b < 0) {
            return "";
          }
          text.append((char) b);
        }
        line = text.toString().strip();
      }
      return line;
    } catch (SocketTimeoutException _) {
      return "";
    }
  }

  private static Socket connect(String source, Endpoint endpoint) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(new InetSocketAddress(endpoint.address(), endpoint.port()));
    return socket;
  }

  private ElastiCacheClient caches(Server server) {
    return ServerClients.caches(server, folder);
  }

  private Ec2Client ec2(Server server) {
    return ServerClients.ec2(server, folder);
  }
}
