package io.scorta.server.boot;

import static io.scorta.server.boot.ServerClients.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.scorta.access.kernel.Inside;
import io.scorta.access.kernel.KernelException;
import io.scorta.access.kernel.Namespace;
import io.scorta.access.kernel.Namespaces;
import io.scorta.access.kernel.Owner;
import io.scorta.access.kernel.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.Endpoint;

/// A whole server on the kernel's network, by its API and by packets between its namespaces, which
/// have no way out. Needs the right to make namespaces.
class KernelServerTest {
  private static final int SILENCE_MILLIS = 300;
  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    assertThat(namespaces().existing()).isEmpty();
  }

  private Namespaces namespaces() {
    return new Namespaces(Owner.of(folder), new Tools());
  }

  @Test
  void aCacheIsReachedAtItsRealAddressAsItsGroupSaysAndAPacketTheGroupForbidsIsNeverAnswered()
      throws IOException {
    try (Server server = start();
        ElastiCacheClient caches = caches(server);
        Ec2Client ec2 = ec2(server)) {
      String group =
          ec2.createSecurityGroup(r -> r.groupName("caches").description("caches")).groupId();
      Endpoint endpoint = cache(caches, group);
      assertThat(endpoint.address()).startsWith("172.31.");
      Namespace client = instance(ec2);
      assertThat(connects(client, endpoint)).as("no rule").isFalse();
      ec2.authorizeSecurityGroupIngress(
          r -> r.groupId(group).ipProtocol("tcp").fromPort(6379).toPort(6379).cidrIp("0.0.0.0/0"));
      try (Socket open = connect(client, endpoint)) {
        assertThat(ping(open)).isEqualTo("+PONG");
        ec2.revokeSecurityGroupIngress(
            r ->
                r.groupId(group).ipProtocol("tcp").fromPort(6379).toPort(6379).cidrIp("0.0.0.0/0"));
        assertThat(ping(open)).as("untracked, so it stops at once").isEmpty();
        assertThat(connects(client, endpoint)).as("revoked").isFalse();
      }
    }
  }

  @Test
  void whatSomebodyElseRemovedIsMadeAgain() throws IOException {
    try (Server server = start();
        ElastiCacheClient caches = caches(server);
        Ec2Client ec2 = ec2(server)) {
      String group = ec2.describeSecurityGroups().securityGroups().getFirst().groupId();
      Endpoint endpoint = cache(caches, group);
      Namespace client = instance(ec2);
      assertThat(connects(client, endpoint)).isTrue();
      String vpc = ec2.describeVpcs().vpcs().getFirst().vpcId();
      new Tools().ip(List.of("netns del " + namespaces().of(vpc)));
      assertThat(eventually(() -> connects(client, endpoint), it -> it)).isTrue();
    }
  }

  @Test
  void whatACrashLeftIsGoneAtTheNextStart() {
    Namespace left = namespaces().of("eni-of-a-crashed-run");
    namespaces().make(List.of(left));
    try (Server server = start()) {
      assertThat(server.network().snapshot().network().vpcs()).isNotEmpty();
      assertThat(namespaces().existing()).isNotEmpty().doesNotContain(left);
    }
  }

  private Server start() {
    ServeOptions options =
        ServeOptions.read(
            List.of("--data", folder.toString(), "--api", "127.0.0.1:0", "--network", "kernel"),
            Map.of());
    return Server.start(options, GroundChoice.of(options));
  }

  private static Endpoint cache(ElastiCacheClient caches, String group) {
    caches.createCacheCluster(
        r ->
            r.cacheClusterId("sessions")
                .engine("redis")
                .cacheNodeType("cache.t3.micro")
                .numCacheNodes(1)
                .securityGroupIds(group));
    CacheCluster cluster =
        eventually(
            () ->
                caches
                    .describeCacheClusters(
                        r -> r.cacheClusterId("sessions").showCacheNodeInfo(true))
                    .cacheClusters()
                    .getFirst(),
            found -> found.cacheClusterStatus().equals("available"));
    return cluster.cacheNodes().getFirst().endpoint();
  }

  /// The place of a new instance with the default group, when it runs.
  private Namespace instance(Ec2Client ec2) {
    String subnet = ec2.describeSubnets().subnets().getFirst().subnetId();
    Instance made =
        ec2.runInstances(
                r ->
                    r.imageId("ami-12345678")
                        .instanceType(InstanceType.T3_MICRO)
                        .subnetId(subnet)
                        .minCount(1)
                        .maxCount(1))
            .instances()
            .getFirst();
    Namespace place = namespaces().of(made.networkInterfaces().getFirst().networkInterfaceId());
    return eventually(() -> place, it -> namespaces().existing().contains(it));
  }

  private static boolean connects(Namespace from, Endpoint to) {
    try (Socket socket = connect(from, to)) {
      return ping(socket).equals("+PONG");
    } catch (IOException | KernelException _) {
      return false; // No answer, or the place is just being made.
    }
  }

  private static Socket connect(Namespace from, Endpoint to) throws IOException {
    Socket socket =
        Inside.call(
            from,
            () -> {
              Socket made = new Socket();
              made.bind(null);
              return made;
            });
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(to.address()), to.port()), SILENCE_MILLIS);
      socket.setSoTimeout(SILENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static String ping(Socket socket) throws IOException {
    socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
    try {
      byte[] answer = socket.getInputStream().readNBytes(7);
      return new String(answer, StandardCharsets.US_ASCII).strip();
    } catch (SocketTimeoutException _) {
      return "";
    }
  }

  private ElastiCacheClient caches(Server server) {
    return ServerClients.caches(server, folder);
  }

  private Ec2Client ec2(Server server) {
    return ServerClients.ec2(server, folder);
  }
}
